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

test('expected that is neither an object nor a list is compared as one value', async () => {
  expect(await scoreValue(jsonMatch, { output: '7', expected: 7 })).toBe(1);
  expect(await scoreValue(jsonMatch, { output: '7.0', expected: 7 })).toBe(1);
  expect(await scoreValue(jsonMatch, { output: '8', expected: 7 })).toBe(0);
  expect(await scoreValue(jsonMatch, { output: 'null', expected: null })).toBe(1);
  expect(await scoreValue(jsonMatch, { output: '"Paris"', expected: 'Paris' })).toBe(1);
  expect(await scoreValue(jsonMatch, { output: 'Paris', expected: 'Paris' })).toBe(1);
  const params = { default: 'levenshtein' };
  expect(await scoreValue(jsonMatch, { output: '"Pariz"', expected: 'Paris' }, params)).toBe(0.8);
});

test('numbers that no double holds are compared digit by digit', async () => {
  const output = '{"id": 2512292042121000001}';
  expect(await scoreValue(jsonMatch, { output, expected: '{"id":2512292042121000000}' })).toBe(0);
  expect(await scoreValue(jsonMatch, { output, expected: '{"id":2512292042121000001}' })).toBe(1);
  expect(await score(jsonMatch, { output, expected: { id: 2 ** 60 } })).toMatchObject({
    error: { code: 'sample_field_invalid' },
  });
});

test('every JSON in the text is judged, and the one that is most as expected counts', async () => {
  const expected = { answer: 42 };
  for (const output of [
    'See [1] for details: {"answer": 42}',
    '- [ ] check\n\n{"answer": 42}',
    'First {"answer": 41}, no: {"answer": 42}',
    '{"answer": 42} or {"answer": 41}',
    'Fields {"x": 1}:\n> ```json\n> {"answer":\n> 42}\n> ```',
  ]) {
    expect(await scoreValue(jsonMatch, { output, expected }, { mode: 'anywhere' }), output).toBe(1);
    expect(
      await scoreValue(
        jsonMatch,
        { output, expected },
        { mode: 'anywhere', keys: { answer: 'numeric-diff' } },
      ),
      output,
    ).toBe(1);
  }
  const lists = { output: 'See [1]: ["a", "b"]', expected: ['a', 'b'] };
  expect(await scoreValue(jsonMatch, lists, { mode: 'anywhere' })).toBe(1);
  expect(await scoreValue(jsonMatch, { output: 'See [1].', expected }, { mode: 'anywhere' })).toBe(
    0,
  );
});

test('lists are the same in any order, or when each expected item is there', async () => {
  const value = (output: string, expected: JsonValue, lists: string) =>
    scoreValue(jsonMatch, { output, expected }, { lists });
  expect(await value('{"a": [2, 1]}', { a: [1, 2] }, 'position')).toBe(0);
  expect(await value('{"a": [2, 1]}', { a: [1, 2] }, 'any-order')).toBe(1);
  expect(await value('{"a": [2, 1, 3]}', { a: [1, 2] }, 'any-order')).toBe(0);
  expect(await value('{"a": [2, 1, 3]}', { a: [1, 2] }, 'subset')).toBe(1);
  expect(await value('{"a": [2, 1]}', { a: [1, 1] }, 'subset')).toBe(0);
  expect(
    await value('{"a": {"b": [{"c": [2, 1]}]}}', { a: { b: [{ c: [1, 2] }] } }, 'any-order'),
  ).toBe(1);
  expect(await value('[3, 1, 2]', [1, 2], 'any-order')).toBeCloseTo(2 / 3);
  expect(await value('[3, 1, 2]', [1, 2], 'subset')).toBe(1);
  expect(await value('[3, 1]', [1, 2], 'subset')).toBe(0.5);
});

test('names such as __proto__ are names like any other', async () => {
  const output = '{"__proto__": 1, "constructor": 2}';
  expect(await scoreValue(jsonMatch, { output, expected: output })).toBe(1);
});
