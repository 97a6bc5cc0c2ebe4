import fc from 'fast-check';
import { expect, test } from 'vitest';
import { anyPairs, asciiPairs } from './small-pairs.ts';

const word = fc.oneof(
  fc.constantFrom(
    'anna',
    'j.',
    'j',
    'smith',
    'de',
    "o'neill",
    'mary-jane',
    '-',
    "'",
    '42',
    'x9',
    'Tom',
    'iPhone',
  ),
  fc.stringMatching(/^[a-z]{28,34}$/),
  fc.stringMatching(/^[a-zA-Z0-9'.-]{1,6}$/),
);
const texts = fc.oneof(
  fc
    .array(fc.tuple(word, fc.constantFrom(' ', ' ', ' ', '  ', '', '. ', '\n')))
    .map((parts) => parts.flat().join('')),
  fc.array(fc.constantFrom(..."aB1 .'-_\n"), { maxLength: 60 }).map((signs) => signs.join('')),
);

test('pairs in ASCII are those that the pattern finds', () => {
  fc.assert(
    fc.property(texts, (text) => {
      expect(asciiPairs(text)).toEqual(anyPairs(text));
    }),
    { numRuns: 3_000 },
  );
});

test('an initial may stand between the words', () => {
  expect(asciiPairs('"anna j. smith", anna smith')).toEqual([
    [1, 14],
    [17, 27],
  ]);
});
