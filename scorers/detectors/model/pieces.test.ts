import { expect, test } from 'vitest';
import { sentencesOf, strongest, windowsOf } from './pieces.ts';
import { readWords } from './words.ts';

const piecesOf = (text: string) => {
  const words = readWords(text);
  return sentencesOf(words).map(({ from, to }) =>
    text.slice(words.starts[from], words.ends[to - 1]),
  );
};

test('sentences end at full stops, in other scripts too, and at the end of a line', () => {
  expect(piecesOf('One. Two!? Three\nfour')).toEqual(['One.', 'Two!?', 'Three', 'four']);
  expect(piecesOf('你好。再见。')).toEqual(['你好。', '再见。']);
  expect(piecesOf('')).toEqual([]);
});

test('a line without an end is cut', () => {
  expect(piecesOf('word '.repeat(150)).map((piece) => piece.split(' ').length)).toEqual([
    60, 60, 30,
  ]);
});

test('windows overlap and the last one ends the text', () => {
  expect(windowsOf(100, 80, 40)).toEqual([
    { from: 0, to: 80 },
    { from: 40, to: 100 },
  ]);
  expect(windowsOf(0, 80, 40)).toEqual([]);
});

test('the strongest piece is the one whose tokens sum up to most', () => {
  const pieces = windowsOf(4, 2, 2);
  expect(strongest(pieces, Float64Array.of(1, 0, 2, 1))).toEqual({ from: 2, to: 4 });
  expect(strongest([], Float64Array.of())).toBeUndefined();
});
