import fc from 'fast-check';
import { expect, test } from 'vitest';
import { moved, wordsOf } from './words.ts';

test('words have their places in UTF-16 code units, and nothing else is left but spaces', () => {
  expect(wordsOf(' Grüße, 👋 an Ann ')).toEqual([
    { start: 1, end: 7 },
    { start: 8, end: 10 },
    { start: 11, end: 13 },
    { start: 14, end: 17 },
  ]);
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), (text) => {
      const words = wordsOf(text);
      const rest = words.reduceRight(
        (left, { start, end }) => left.slice(0, start) + left.slice(end),
        text,
      );
      expect(rest.trim()).toBe('');
    }),
  );
});

test('arrows move by words, Shift extends, and both stay within the text', () => {
  const at = { anchor: 2, focus: 2 };
  expect(moved(at, 'ArrowRight', false, 5)).toEqual({ anchor: 3, focus: 3 });
  expect(moved(at, 'ArrowRight', true, 5)).toEqual({ anchor: 2, focus: 3 });
  expect(moved(at, 'End', true, 5)).toEqual({ anchor: 2, focus: 4 });
  expect(moved(at, 'ArrowUp', false, 5)).toEqual({ anchor: 0, focus: 0 });
  expect(moved(at, 'x', false, 5)).toBeUndefined();
});
