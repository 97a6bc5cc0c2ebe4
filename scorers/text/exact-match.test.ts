import fc from 'fast-check';
import { expect, test } from 'vitest';
import { score, scoreValue } from '../testing/score.ts';
import { exactMatch } from './exact-match.ts';

const squad = { caseSensitive: false, punctuation: false, articles: false, whitespace: false };

test('any one of several expected texts will do', async () => {
  const sample = { output: 'Rome', expected: ['Paris', 'Rome'] };
  expect(await scoreValue(exactMatch, sample)).toBe(1);
  expect(await scoreValue(exactMatch, { ...sample, output: 'rome' })).toBe(0);
});

test('a number or a truth value is expected as its text', async () => {
  expect(await scoreValue(exactMatch, { output: '42', expected: 42 })).toBe(1);
  expect(await scoreValue(exactMatch, { output: 'true', expected: true })).toBe(1);
});

test("SQuAD's normalisation is the sum of its options", async () => {
  // What the published evaluation script's normalize_answer makes equal.
  const equal: [string, string][] = [
    ['The  Beatles!', 'beatles'],
    ['a cat, an owl', 'cat owl'],
    ['U.S.A.', 'usa'],
    ['theatre', 'theatre'],
  ];
  for (const [output, expected] of equal) {
    expect(await scoreValue(exactMatch, { output, expected }, squad), output).toBe(1);
  }
  expect(await scoreValue(exactMatch, { output: 'theatre', expected: 'atre' }, squad)).toBe(0);
});

test('composed and decomposed letters are the same, unless asked otherwise', async () => {
  const sample = { output: 'caf\u00e9', expected: 'cafe\u0301' };
  expect(await scoreValue(exactMatch, sample)).toBe(1);
  expect(await scoreValue(exactMatch, sample, { unicode: 'none' })).toBe(0);
  const wide = { output: 'ＡＢＣ', expected: 'ABC' };
  expect(await scoreValue(exactMatch, wide)).toBe(0);
  expect(await scoreValue(exactMatch, wide, { unicode: 'NFKC' })).toBe(1);
});

test('two empty texts are equal', async () => {
  expect(await scoreValue(exactMatch, { output: '', expected: '' })).toBe(1);
});

test('an expected object is not a text', async () => {
  const result = await score(exactMatch, { output: '{}', expected: {} });
  expect(result).toMatchObject({ status: 'error', error: { code: 'sample_field_invalid' } });
});

test('the aliases of other tools and spellings find it', async () => {
  for (const name of ['equals', 'ExactMatch', 'exact_match', 'string_check']) {
    expect(await scoreValue(name, { output: 'a', expected: 'a' })).toBe(1);
  }
});

test('differences are told apart from different spellings of the same, wherever they stand', async () => {
  const marks = fc.string({
    unit: fc.constantFrom('a', 'e', '\u0301', '\u00e9', 'ﬁ', 'f', 'i'),
    maxLength: 6,
  });
  await fc.assert(
    fc.asyncProperty(
      marks,
      marks,
      fc.constantFrom('NFC', 'NFKC'),
      async (output, expected, unicode) => {
        const isSame = output.normalize(unicode) === expected.normalize(unicode);
        expect(await scoreValue(exactMatch, { output, expected }, { unicode })).toBe(
          isSame ? 1 : 0,
        );
      },
    ),
    { numRuns: 500 },
  );
});

test("punctuation is that of SQuAD's script, or that of every script", async () => {
  // What normalize_answer of the published script makes of them.
  const cases: [string, string, number][] = [
    ['C++ / Java', 'c java', 1],
    ['“Paris”', 'Paris', 0],
    ['don’t', 'dont', 0],
    ["don't", 'dont', 1],
    ['$5', '5', 1],
    ['¿Qué?', 'qué', 0],
  ];
  for (const [output, expected, value] of cases) {
    expect(await scoreValue(exactMatch, { output, expected }, squad), output).toBe(value);
  }
  const unicode = { ...squad, punctuationOf: 'unicode' };
  for (const [output, expected] of [
    ['“Paris”', 'Paris'],
    ['¿Qué?', 'qué'],
    ['你好。', '你好'],
  ]) {
    const sample = { output: output ?? '', expected: expected ?? '' };
    expect(await scoreValue(exactMatch, sample, unicode), output).toBe(1);
  }
  const sample = { output: 'C++', expected: 'C' };
  expect(await scoreValue(exactMatch, sample, unicode)).toBe(0);
});

test('articles are whole words in any script', async () => {
  for (const [output, expected] of [
    ['çan', 'ça'],
    ['đan', 'đa'],
    ['là a', 'l'],
  ]) {
    const sample = { output: output ?? '', expected: expected ?? '' };
    expect(await scoreValue(exactMatch, sample, squad), output).toBe(0);
  }
});

test('case is folded', async () => {
  const sample = { output: 'STRASSE', expected: 'straße' };
  expect(await scoreValue(exactMatch, sample, { caseSensitive: false })).toBe(1);
});
