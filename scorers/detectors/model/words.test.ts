import fc from 'fast-check';
import { expect, test } from 'vitest';
import { HARMLESS_TEXTS } from '../../testing/harmless-texts.ts';
import { tokensOf } from './tokens.ts';
import {
  ENDS_SENTENCE,
  hashTokens,
  LONG,
  readWords,
  SIGN,
  type TextWords,
  wordAt,
} from './words.ts';

/** All that is known of the words of a text. */
function seen(words: TextWords) {
  return Array.from({ length: words.count }, (_, i) => ({
    word: wordAt(words, i),
    hash: words.hashes[i],
    start: words.starts[i],
    end: words.ends[i],
    marks: (words.marks[i] ?? 0) & (SIGN | LONG | ENDS_SENTENCE),
  }));
}

const readOneByOne = (text: string) => seen(hashTokens(text, tokensOf(text)));

// Whatever decides where a word ends, and what it is.
const SIGNS = [
  ..."abzAZ'’ʼ019$.!?,-_é ÀßÿŸςΣσжЖйЙİıſ²½ªº\u0301\u200b\u00ad\u00a0\u2028\u2011—“…漢ไ😀𝐢ａ１\t\n\u0085\u037e´¨",
];
const texts = fc.oneof(
  fc.string({ unit: fc.constantFrom(...SIGNS), maxLength: 30 }),
  fc.string({ unit: 'binary', maxLength: 60 }),
  fc.string({ unit: 'grapheme', maxLength: 60 }),
);

test('words read in one pass are those that are read one by one', () => {
  fc.assert(
    fc.property(texts, (text) => {
      expect(seen(readWords(text))).toEqual(readOneByOne(text));
    }),
    { numRuns: 2_000 },
  );
});

test('the same holds for each character between letters, and for ordinary texts', () => {
  for (let code = 0; code < 0x3000; code += 1) {
    const sign = String.fromCharCode(code);
    const text = `a${sign}b é'${sign}c 1${sign} ${sign}`;
    expect(seen(readWords(text)), code.toString(16)).toEqual(readOneByOne(text));
  }
  for (const text of HARMLESS_TEXTS) expect(seen(readWords(text))).toEqual(readOneByOne(text));
});

test('a text longer than most is read as a short one is', () => {
  const text = 'Ein Satz, größer als 4 andere – don’t. '.repeat(1_000);
  expect(seen(readWords(text))).toEqual(readOneByOne(text));
});
