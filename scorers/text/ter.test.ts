import { describe, expect, test } from 'vitest';
import { referenceRows } from '../testing/reference-data.ts';
import { score, scoreValue } from '../testing/score.ts';
import { ter, terOf, terStatistics } from './ter.ts';
import { tercomTokens } from './tercom-tokens.ts';

const defaults = { normalized: false, noPunct: false, asianSupport: false, caseSensitive: false };

// A segment pair of sacrebleu's own realistic example, test/test_ter.py.
test('a moved clause costs one edit, not one for each word', async () => {
  const result = await score(ter, {
    output: 'Sie können ein Dokument erstellen , das ein Auto über die Bühne enthält .',
    expected: 'Sie können ein Dokument erstellen , das über die Bühne ein Auto enthält .',
  });
  expect(result.raw).toBeCloseTo(100 / 14, 8);
});

test('more edits than words make the value 0 and raw more than 100', async () => {
  const result = await score(ter, { output: 'a b c d', expected: 'x' });
  expect(result).toMatchObject({ value: 0, raw: 400 });
});

test('capitals do not count unless told so', async () => {
  const sample = { output: 'The Cat', expected: 'the cat' };
  expect(await scoreValue(ter, sample)).toBe(1);
  expect(await scoreValue(ter, sample, { caseSensitive: true })).toBe(0);
});

test('edits are those to the nearest reference, words the mean of all', async () => {
  const sample = { output: 'a b c x', expected: ['a b c d', 'p q'] };
  expect(await score(ter, sample)).toMatchObject({ raw: expect.closeTo(100 / 3) });
});

test('two empty texts need no edit', async () => {
  expect(await scoreValue(ter, { output: '', expected: '' })).toBe(1);
  expect(await score(ter, { output: 'a', expected: '' })).toMatchObject({ value: 0, raw: 100 });
});

test('a text far longer than the other is compared within the beam', async () => {
  const long = Array.from({ length: 3_000 }, (_, i) => `w${i}`).join(' ');
  expect(await score(ter, { output: 'w1000 w2999', expected: long })).toMatchObject({
    raw: expect.closeTo((100 * 2_999) / 3_000),
  });
  expect(await score(ter, { output: long, expected: 'w1000 w2999' })).toMatchObject({ value: 0 });
});

test('texts of more words than the bound are refused', async () => {
  const text = 'word '.repeat(5_001);
  expect(await score(ter, { output: text, expected: text })).toMatchObject({
    error: { code: 'sample_too_large' },
  });
});

// sacrebleu's own tests, test/test_tokenizer_ter.py.
describe("Tercom's words", () => {
  const published: [text: string, words: string, settings: Partial<typeof defaults>][] = [
    ['A B C D.', 'a b c d.', {}],
    ['A ; B ) C : D.', 'a b c d', { noPunct: true }],
    ['a b (c) d.', 'a b ( c ) d .', { normalized: true }],
    ["Jim's car.", "jim 's car .", { normalized: true }],
    ['4.2', '4.2', { normalized: true }],
    ['美众院公布对特', '美 众 院 公 布 对 特', { normalized: true, asianSupport: true }],
    ['りの拳銃を持', 'りの 拳 銃 を 持', { normalized: true, asianSupport: true }],
  ];
  for (const [text, words, settings] of published) {
    test(`${text} is ${words}`, () => {
      expect(tercomTokens(text, { ...defaults, ...settings }).join(' ')).toBe(words);
    });
  }
});

for (const row of referenceRows('text_metrics.dev.jsonl', { metric: 'corpus_ter' })) {
  test(`agrees with sacrebleu on ${row.id}`, () => {
    const { hyp, refs, expected, tolerance } = row as unknown as {
      hyp: string[];
      refs: string[][];
      expected: number;
      tolerance: number;
    };
    const segments = hyp.map((output, i) =>
      terStatistics(
        output,
        refs.map((stream) => stream[i] ?? ''),
        defaults,
      ),
    );
    expect(Math.abs(terOf(segments) - expected)).toBeLessThanOrEqual(tolerance);
  });
}
