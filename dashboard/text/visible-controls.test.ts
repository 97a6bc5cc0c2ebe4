import fc from 'fast-check';
import { expect, test } from 'vitest';
import { piecesOf } from './visible-controls.ts';

test('a control of direction is named in its place', () => {
  expect(piecesOf('pay \u202e001\u202c now')).toEqual([
    { text: 'pay ' },
    { hidden: 'U+202E' },
    { text: '001' },
    { hidden: 'U+202C' },
    { text: ' now' },
  ]);
});

test('line breaks, tabs and joined emoji are text', () => {
  const text = 'a\r\n\tb\n👩‍👩‍👧 می‌خواهم';
  expect(piecesOf(text)).toEqual([{ text }]);
});

test('characters that carry hidden messages are named', () => {
  expect(piecesOf('hi\u{e0041}\u200b')).toEqual([
    { text: 'hi' },
    { hidden: 'U+E0041' },
    { hidden: 'U+200B' },
  ]);
});

test('no text is lost: what is shown are the characters that are not hidden, in order', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => {
      const shown = piecesOf(text).map((piece) =>
        'text' in piece
          ? piece.text
          : String.fromCodePoint(Number.parseInt(piece.hidden.slice(2), 16)),
      );
      expect(shown.join('')).toBe(text);
    }),
  );
});
