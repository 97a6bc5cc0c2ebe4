import { expect, test } from 'vitest';
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
