import type { JsonValue } from '@assay/schema/types.ts';
import { describe, expect, test } from 'vitest';
import { score, scoreValue } from '../testing/score.ts';
import { jsonMatch } from './json-match.ts';

const match = (output: unknown, expected: JsonValue, params = {}) =>
  scoreValue(jsonMatch, { output: JSON.stringify(output), expected }, params);

describe('follows openevals createJsonMatchEvaluator without a rubric', () => {
  // By its source: a key is 1 when it is equal on both sides, 0 when it is not or is on one only.
  const expected = { name: 'Ada', title: 'Countess of Lovelace' };
  const output = { name: 'Ada', title: 'Countess' };

  test('the mean of the keys', async () => {
    expect(await match(output, expected)).toBe(0.5);
  });
  test('all keys or nothing', async () => {
    expect(await match(output, expected, { aggregate: 'all' })).toBe(0);
  });
  test('keys that do not count', async () => {
    const params = { aggregate: 'all', exclude: ['title'] };
    expect(await match(output, expected, params)).toBe(1);
  });
  test('a key on one side only counts 0', async () => {
    expect(await match({ a: 1, b: 2 }, { a: 1, d: 2 })).toBeCloseTo(1 / 3);
    expect(await match({ a: 1, b: 2 }, { a: 1 }, { extraKeys: 'ignore' })).toBe(1);
  });
});

test('exact is the same JSON, whatever the order of names', async () => {
  expect(await match({ a: { x: 1, y: [2] } }, { a: { y: [2], x: 1 } })).toBe(1);
  expect(await match({ a: '1' }, { a: 1 })).toBe(0);
});

test('a key has its own scorer, and others the default', async () => {
  const params = { keys: { id: 'exact', data: 'json-diff' }, default: 'levenshtein' };
  const output = { id: 'x', data: { n: [1] }, name: 'Bda' };
  const expected = { id: 'y', data: { n: [1] }, name: 'Ada' };
  expect(await match(output, expected, params)).toBeCloseTo((0 + 1 + 2 / 3) / 3);
  expect(await match(output, expected, { ...params, aggregate: 'min' })).toBe(0);
});

test('all asks whether each key passes its own threshold', async () => {
  const params = { aggregate: 'all', keys: { name: { scorer: 'levenshtein', threshold: 0.6 } } };
  expect(await match({ name: 'Bda' }, { name: 'Ada' }, params)).toBe(1);
});

test('weights shift the mean', async () => {
  const params = { weights: { a: 3 } };
  expect(await match({ a: 1, b: 2 }, { a: 1, b: 3 }, params)).toBe(0.75);
});

test('the keys that are not as expected are named', async () => {
  const result = await score(jsonMatch, { output: '{"a": 1, "c": 2}', expected: { a: 1, b: 2 } });
  expect(result).toMatchObject({
    reason: '1 of 3 keys are as expected; not: b, c.',
    evidence: [{ note: '/b is missing' }, { note: '/c is not expected' }],
  });
});

test('a key whose scorer failed leaves no value', async () => {
  const long = 'a'.repeat(60_000);
  const sample = { output: JSON.stringify({ a: long }), expected: { a: 'b' } };
  const result = await score(jsonMatch, sample, { default: 'levenshtein' });
  expect(result).toMatchObject({ status: 'error', error: { code: 'child_not_scored' } });
});

test('expected that is neither an object nor a list is refused', async () => {
  const result = await score(jsonMatch, { output: '{}', expected: 'yes' });
  expect(result).toMatchObject({ status: 'error', error: { code: 'sample_field_invalid' } });
});

test('names such as __proto__ are names like any other', async () => {
  const output = '{"__proto__": 1, "constructor": 2}';
  expect(await scoreValue(jsonMatch, { output, expected: output })).toBe(1);
});
