import fc from 'fast-check';
import { expect, test } from 'vitest';
import { score, scoreValue } from '../testing/score.ts';
import { characterErrorRate } from './character-error-rate.ts';
import { wordErrorRate } from './word-error-rate.ts';

// The example of Hugging Face evaluate's wer and cer, which are jiwer's: 0.5 and 0.34146 over both.
const pairs = [
  { output: 'this is the prediction', expected: 'this is the reference' },
  { output: 'there is an other sample', expected: 'there is another one' },
];

test('errors and units add up to the published rates', async () => {
  const count = async (scorer: typeof wordErrorRate | typeof characterErrorRate, size: RegExp) => {
    let [errors, units] = [0, 0];
    for (const pair of pairs) {
      const expected = pair.expected.match(size)?.length ?? 0;
      errors += ((await score(scorer, pair)).raw ?? 0) * expected;
      units += expected;
    }
    return errors / units;
  };
  expect(await count(wordErrorRate, /\S+/g)).toBeCloseTo(0.5, 12);
  expect(await count(characterErrorRate, /./g)).toBeCloseTo(0.34146341463414637, 12);
});

test('each kind of error counts once, by the words expected', async () => {
  const cases: [string, string, number][] = [
    ['the cat sat', 'the cat sat', 0],
    ['the cat sit on mat', 'the cat sat on the mat', 2 / 6],
    ['a b c', 'a', 2],
    ['', 'a b', 1],
    ['  the   cat\nsat ', 'the cat sat', 0],
    ['The cat sat.', 'the cat sat', 2 / 3],
  ];
  for (const [output, expected, rate] of cases) {
    const result = await score(wordErrorRate, { output, expected });
    expect(result.raw, output).toBeCloseTo(rate, 12);
    expect(result.value, output).toBeCloseTo(Math.max(0, 1 - rate), 12);
  }
});

test('case and punctuation can be omitted, and words cut by dictionary', async () => {
  const sample = { output: 'The cat sat.', expected: 'the cat sat' };
  const params = { caseSensitive: false, punctuation: false };
  expect(await scoreValue(wordErrorRate, sample, params)).toBe(1);
  const chinese = { output: '申请退款。', expected: '申请赔偿。' };
  expect(await scoreValue(wordErrorRate, chinese)).toBe(0);
  expect(await scoreValue(wordErrorRate, chinese, { tokenize: 'unicode' })).toBe(0.5);
});

test('an expected text without units is met by an output without any', async () => {
  for (const scorer of [wordErrorRate, characterErrorRate]) {
    expect(await scoreValue(scorer, { output: ' ', expected: '' })).toBe(1);
    expect(await score(scorer, { output: 'a b', expected: '' })).toMatchObject({
      value: 0,
      raw: 1,
    });
  }
});

test('characters are code points, and spaces are some', async () => {
  const result = await score(characterErrorRate, { output: '😀 b', expected: '😁 b' });
  expect(result.raw).toBeCloseTo(1 / 3, 12);
  expect((await score(characterErrorRate, { output: 'ab', expected: 'a b' })).raw).toBeCloseTo(
    1 / 3,
  );
});

test('the nearest of several expected texts counts', async () => {
  const sample = { output: 'a b', expected: ['x y', 'a c'] };
  expect(await scoreValue(wordErrorRate, sample)).toBe(0.5);
});

test('is the edit distance over words', async () => {
  const word = fc.constantFrom('a', 'b', 'c', 'dd');
  const text = fc.array(word, { minLength: 1, maxLength: 8 });
  await fc.assert(
    fc.asyncProperty(text, text, async (a, b) => {
      const sample = { output: a.join(' '), expected: b.join(' ') };
      const { raw } = await score(wordErrorRate, sample);
      expect((raw ?? 0) * b.length).toBeCloseTo(plainDistance(a, b), 9);
    }),
  );
});

function plainDistance(a: string[], b: string[]): number {
  const [first, ...rest] = a;
  const [other, ...others] = b;
  if (first === undefined || other === undefined) return Math.max(a.length, b.length);
  if (first === other) return plainDistance(rest, others);
  return (
    1 + Math.min(plainDistance(rest, others), plainDistance(rest, b), plainDistance(a, others))
  );
}
