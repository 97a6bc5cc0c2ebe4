import fc from 'fast-check';
import { expect, test } from 'vitest';
import { foldCase } from './case-folding.ts';
import { comparable, comparableText } from './comparable-text.ts';

test('letters that differ in case fold to the same', () => {
  // Lines of CaseFolding.txt with the status C or F, and words with them.
  const same = [
    ['Σ', 'σ', 'ς'],
    ['STRASSE', 'straße', 'STRAẞE'],
    ['ΝΕΟΣ', 'νεος'],
    ['ﬁn', 'FIN'],
    ['K', 'k', 'K'],
    ['µ', 'μ', 'Μ'],
    ['ſ', 's', 'S'],
    ['ŉ', 'ʼn'],
    ['İ', 'i\u0307'],
    ['և', 'ԵՒ'],
    ['𐐀', '𐐨'],
  ];
  for (const [first = '', ...others] of same) {
    for (const other of others) expect(foldCase(other), other).toBe(foldCase(first));
  }
  expect(foldCase('ı')).not.toBe(foldCase('i'));
});

test('a capital and its small letter fold to the same, in all of Unicode', () => {
  for (let code = 0; code < 0x11_0000; code += 1) {
    const letter = String.fromCodePoint(code);
    const [capital, small] = [letter.toUpperCase(), letter.toLowerCase()];
    // The dotless i is a small letter of I, and of a letter of its own, in Turkic languages only.
    if ((capital === letter && small === letter) || letter === 'ı') continue;
    const folded = foldCase(letter);
    if (foldCase(capital) !== folded || foldCase(small) !== folded) expect.fail(letter);
    if (foldCase(folded) !== folded) expect.fail(`${letter} folded twice`);
  }
});

const unit = fc.constantFrom(
  'a',
  'E',
  'e\u0301',
  'é',
  '\u0301',
  'İ',
  'ß',
  'Σ',
  'ﬁ',
  '가',
  '\u1100\u1161',
  '\u11a8',
  '😀',
  ' ',
  '\n',
  'K',
);
const text = fc.array(unit, { maxLength: 12 }).map((units) => units.join(''));

test('what is found stands in the text itself at the place told', () => {
  fc.assert(
    fc.property(text, unit, text, fc.boolean(), (before, sought, behind, caseSensitive) => {
      const whole = before + sought + behind;
      const wanted = comparable(sought, caseSensitive);
      const { text: compared, placeOf } = comparableText(whole, caseSensitive);
      const found = compared.indexOf(wanted);
      fc.pre(found !== -1 && wanted !== '');
      const { start, end } = placeOf(found, found + wanted.length);
      expect(comparable(whole.slice(start, end), caseSensitive)).toContain(wanted);
      expect(comparable(whole.slice(0, start), caseSensitive).length).toBeLessThanOrEqual(found);
    }),
    { numRuns: 1_000 },
  );
});
