import fc from 'fast-check';
import { expect, test } from 'vitest';
import { score, scoreValue } from '../testing/score.ts';
import { gleu } from './gleu.ts';

// The examples of nltk's documentation of sentence_gleu.
const guide =
  'It is a guide to action that ensures that the military will forever heed Party commands';
const published: [output: string, value: number][] = [
  [
    'It is a guide to action which ensures that the military always obeys the commands of the party',
    0.4393,
  ],
  ['It is to insure the troops forever hearing the activity guidebook that party direct', 0.1206],
];
for (const [output, value] of published) {
  test(`equals nltk on "${output.slice(0, 24)}…"`, async () => {
    const got = await scoreValue(gleu, { output, expected: guide });
    expect(Math.floor(got * 1e4) / 1e4).toBe(value);
  });
}

test('the best of several references counts', async () => {
  expect(await scoreValue(gleu, { output: 'a b', expected: ['x y', 'a b', 'a c'] })).toBe(1);
});

test('two empty texts have no n-grams, and so no match', async () => {
  expect(await scoreValue(gleu, { output: '', expected: '' })).toBe(0);
});

test('punctuation is cut off by the tokeniser 13a', async () => {
  const sample = { output: 'on the mat.', expected: 'on the mat' };
  expect(await scoreValue(gleu, sample)).toBeLessThan(0.6);
  expect(await scoreValue(gleu, sample, { tokenize: '13a' })).toBe(0.6);
});

test('Chinese is scored by the characters that its own tokeniser finds', async () => {
  const sample = { output: '今天很热', expected: '今天很冷' };
  expect(await scoreValue(gleu, sample)).toBe(0);
  expect(await scoreValue(gleu, sample, { tokenize: 'zh' })).toBe(0.6);
});

test('output and reference may change places', async () => {
  await fc.assert(
    fc.asyncProperty(fc.lorem(), fc.lorem(), async (a, b) => {
      const there = await scoreValue(gleu, { output: a, expected: b });
      expect(await scoreValue(gleu, { output: b, expected: a })).toBeCloseTo(there, 12);
    }),
    { numRuns: 30 },
  );
});

test('a shortest n-gram longer than the longest is refused', async () => {
  const sample = { output: 'a', expected: 'a' };
  await expect(score(gleu, sample, { minOrder: 3, maxOrder: 2 })).rejects.toThrow('minOrder');
});
