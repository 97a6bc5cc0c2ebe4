import { expect, test } from 'vitest';
import { referenceRows } from '../testing/reference-data.ts';
import { score, scoreValue } from '../testing/score.ts';
import { levenshtein } from './levenshtein.ts';

test('the nearest of several expected texts counts', async () => {
  const sample = { output: 'cat', expected: ['dog', 'cut', 'elephant'] };
  expect(await score(levenshtein, sample)).toMatchObject({
    value: expect.closeTo(2 / 3),
    raw: 1,
    passed: false,
  });
});

test('capitals are other letters unless told otherwise', async () => {
  const sample = { output: 'PARIS', expected: 'paris' };
  expect(await scoreValue(levenshtein, sample)).toBe(0);
  expect(await scoreValue(levenshtein, sample, { caseSensitive: false })).toBe(1);
});

test('two empty texts are equal', async () => {
  expect(await scoreValue(levenshtein, { output: '', expected: '' })).toBe(1);
});

test('a text over the bound is an error, not a value', async () => {
  const result = await score(levenshtein, { output: 'a'.repeat(20_001), expected: 'a' });
  expect(result).toMatchObject({
    status: 'error',
    value: null,
    error: { code: 'sample_too_large' },
  });
});

for (const row of referenceRows('text_metrics.dev.jsonl', { metric: 'levenshtein' })) {
  test(`agrees with jellyfish on ${row.id}`, async () => {
    const sample = { output: String(row.hyp), expected: String(row.refs) };
    expect((await score(levenshtein, sample)).raw).toBe(row.expected);
  });
}
