import fc from 'fast-check';
import { expect, test } from 'vitest';
import { score, scoreValue } from '../testing/score.ts';
import { repetition } from './repetition.ts';

test('an output that repeats nothing is 1', async () => {
  expect(await scoreValue(repetition, { output: 'one two three four five six' })).toBe(1);
});

// By hand: a b c d a b c d has five 4-grams, of which "a b c d" stands there twice.
test('seq-rep-4 is the share of 4-grams that stood there before', async () => {
  expect(await score(repetition, { output: 'a b c d a b c d' })).toMatchObject({
    raw: expect.closeTo(1 / 5),
    evidence: [{ note: '"a b c d" occurs 2 times.' }],
  });
});

test('a loop at the end is found, its last round cut short, and shown', async () => {
  const output = `Well. ${'tick tock '.repeat(20)}tick to`;
  const result = await score(repetition, { output });
  expect(result.value).toBeLessThan(0.1);
  expect(result.evidence[0]).toMatchObject({ start: 5, end: output.length, text: ' tick tock' });
});

test('one letter without end is a loop though it is one word', async () => {
  expect(await scoreValue(repetition, { output: 'a'.repeat(1_000) })).toBeCloseTo(0.001);
});

test('a loop in the middle counts by its n-grams', async () => {
  const output = `${'yes I can do that. '.repeat(30)}Goodbye now.`;
  expect(await scoreValue(repetition, { output })).toBeLessThan(0.1);
});

test('a few dots at the end of a sentence are no loop', async () => {
  expect(await scoreValue(repetition, { output: 'And so it goes on.....' })).toBe(1);
});

test('a loop in Chinese and Thai is one too', async () => {
  expect(await scoreValue(repetition, { output: '我不知道。'.repeat(20) })).toBeLessThan(0.2);
  expect(await scoreValue(repetition, { output: 'ไม่ทราบครับ '.repeat(20) })).toBeLessThan(0.2);
});

test('an empty output abstains', async () => {
  expect(await score(repetition, { output: ' \n' })).toMatchObject({ status: 'abstained' });
});

test('what is said over and over never scores more than what is said once', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.lorem({ maxCount: 12 }),
      fc.integer({ min: 6, max: 30 }),
      async (text, times) => {
        const once = await scoreValue(repetition, { output: text });
        const often = await scoreValue(repetition, { output: `${text} `.repeat(times) });
        expect(often).toBeLessThanOrEqual(once);
      },
    ),
    { numRuns: 30 },
  );
});
