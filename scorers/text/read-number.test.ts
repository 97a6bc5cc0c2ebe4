import fc from 'fast-check';
import { expect, test } from 'vitest';
import { readNumber } from './read-number.ts';

const piece = fc.constantFrom(
  '1',
  '23',
  '456',
  '7890',
  ' ',
  ',',
  '.',
  '-',
  '%',
  '€',
  'e',
  'km',
  '_',
);
const text = fc.array(piece, { maxLength: 12 }).map((pieces) => pieces.join(''));

test('what stands before a word does not change the number behind it', () => {
  fc.assert(
    fc.property(text, text, (before, behind) => {
      fc.pre(readNumber(` ${behind}`) !== undefined);
      expect(readNumber(`${before}and ${behind}`)).toBe(readNumber(` ${behind}`));
    }),
    { numRuns: 2_000 },
  );
});

test('a number in front counts where what stands behind is none', () => {
  expect(readNumber('It takes 42 km, see figure v2')).toBe(42);
  expect(readNumber('No number in v2 or x86')).toBeUndefined();
});
