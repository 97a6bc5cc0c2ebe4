import fc from 'fast-check';
import { expect, test } from 'vitest';
import { scoreValue } from '../testing/score.ts';
import { meteor } from './meteor.ts';

// The example of nltk's documentation of meteor_score. Synonyms play no part in it: the value is
// the same without WordNet.
test("equals nltk on its documentation's example", async () => {
  const output =
    'It is a guide to action which ensures that the military always obeys the commands of the party';
  const expected =
    'It is a guide to action that ensures that the military will forever heed Party commands';
  expect(await scoreValue(meteor, { output, expected })).toBeCloseTo(0.6944, 4);
});

test('nothing in common is 0', async () => {
  const sample = { output: 'non matching hypothesis', expected: 'this is a cat' };
  expect(await scoreValue(meteor, sample)).toBe(0);
});

test('the same words scattered score less than side by side', async () => {
  const expected = 'one two three four five six';
  const together = await scoreValue(meteor, { output: 'one two three', expected });
  const scattered = await scoreValue(meteor, { output: 'one three five', expected });
  expect(together / scattered).toBeCloseTo((1 - 0.5 / 27) / (1 - 0.5), 10);
});

test('recall weighs nine times as much as precision', async () => {
  const half = await scoreValue(meteor, { output: 'a b', expected: 'a b c d' }, { gamma: 0 });
  expect(half).toBeCloseTo(0.5 / (0.9 + 0.1 * 0.5), 10);
});

test('inflected words are aligned by their stem', async () => {
  const sample = { output: 'dogs barking', expected: 'dog barks' };
  expect(await scoreValue(meteor, sample)).toBeCloseTo(1 - 0.5 / 8, 10);
});

test('each word of the expected text has one partner', async () => {
  const value = await scoreValue(meteor, { output: 'a a a', expected: 'a' }, { gamma: 0 });
  expect(value).toBeCloseTo(1 / 3 / (0.9 / 3 + 0.1), 10);
});

test('the best of several references counts', async () => {
  const sample = { output: 'a b', expected: ['x', 'a b', 'b a'] };
  expect(await scoreValue(meteor, sample)).toBeCloseTo(1 - 0.5 / 8, 10);
});

test('Japanese is cut by dictionary when asked for', async () => {
  const sample = { output: '猫が好きです', expected: '犬が好きです' };
  expect(await scoreValue(meteor, sample)).toBe(0);
  expect(await scoreValue(meteor, sample, { tokenize: 'unicode' })).toBeGreaterThan(0.5);
});

test('a text is nearest to itself', async () => {
  await fc.assert(
    fc.asyncProperty(fc.lorem(), fc.lorem(), async (a, b) => {
      const self = await scoreValue(meteor, { output: a, expected: a });
      expect(await scoreValue(meteor, { output: b, expected: a })).toBeLessThanOrEqual(
        self + 1e-12,
      );
    }),
    { numRuns: 30 },
  );
});
