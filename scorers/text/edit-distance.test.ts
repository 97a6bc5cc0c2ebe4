import fc from 'fast-check';
import { distance } from 'fastest-levenshtein';
import { expect, test } from 'vitest';
import { editDistance } from './edit-distance.ts';

const letters = fc.string({
  unit: fc.constantFrom('a', 'b', 'c', 'ß', '語'),
  maxLength: 700,
});

test('long texts are as far apart as an independent implementation says', () => {
  fc.assert(
    fc.property(letters, letters, (a, b) => {
      expect(editDistance(a, b)).toBe(distance(a, b));
    }),
    { numRuns: 60 },
  );
});

test('a text and itself with one letter put in are one edit apart, at any place and length', () => {
  const text = 'abcdefghij'.repeat(100);
  for (const at of [0, 1, 31, 32, 33, 500, 999, 1000]) {
    expect(editDistance(text, `${text.slice(0, at)}X${text.slice(at)}`)).toBe(1);
  }
  const long = text.repeat(10);
  expect(editDistance(long, `${long.slice(0, 5_000)}X${long.slice(5_000)}`)).toBe(1);
});
