import type { JsonValue } from '@assay/schema/types.ts';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { score, scoreValue } from '../testing/score.ts';
import { jsonDiff } from './json-diff.ts';

const diff = (output: unknown, expected: JsonValue) =>
  scoreValue(jsonDiff, {
    output: typeof output === 'string' ? output : JSON.stringify(output),
    expected,
  });

test('agrees with autoevals on the cases of its own test, json.test.ts', async () => {
  const cases: [unknown, JsonValue, number][] = [
    ['', '', 1],
    ['', 'a', 0],
    ['ab', 'ac', 0.5],
    ['abc', 'axc', 0.66667],
    ['xabxcdxxefxgx', '1ab2cd34ef5g6', 0.53846],
    [null, null, 1],
    [[], {}, 0],
    [[], [], 1],
    [{}, {}, 1],
    [{ a: 1 }, { a: 2 }, 0.66667],
    [{ a: 1 }, ['a', 1], 0.5714285714285714],
    [{ a: 1 }, { b: { a: 1 } }, 0],
    [{ a: 1 }, { a: null }, 0],
    [
      { mapping: { a: 'foo', b: 'bar' } },
      { mapping: { a: 'Foo', b: 'Bar' }, Extra: 5 },
      0.33333333333333337,
    ],
    ['{"o1": {"x": 2, "y": 2}}', '{"o1": {"y": 2, "x": 1}}', 0.83333],
    ['{"x": 1, "y": 2}', '{"x": 1, "z": 2}', 0.33333],
    ['[1, 2]', '[2, 1]', 0.66667],
  ];
  for (const [output, expected, value] of cases) {
    expect(await diff(output, expected), JSON.stringify([output, expected])).toBeCloseTo(value, 4);
  }
});

test('follows the formulas of autoevals elsewhere, computed by hand', async () => {
  const cases: [unknown, JsonValue, number][] = [
    [{ a: null }, {}, 1],
    [['a', 'b', 'c'], ['a'], 1 / 3],
    [0, 0, 1],
    [5, -5, 0],
    [true, false, 1 - 4 / 5],
    [{ a: 1 }, { a: '1' }, 1 - 2 / 3],
  ];
  for (const [output, expected, value] of cases) {
    expect(await diff(output, expected), JSON.stringify([output, expected])).toBeCloseTo(value, 10);
  }
});

test('the places that differ most are named first', async () => {
  const expected = { name: 'Ada', tags: ['x', 'y'] };
  const result = await score(jsonDiff, { output: '{"name": "Adb", "tags": ["x"]}', expected });
  expect(result).toMatchObject({
    reason: '2 values differ; the most: /tags/1, similarity 0.00.',
    evidence: [{ note: '/tags/1: similarity 0.00' }, { note: '/name: similarity 0.67' }],
  });
});

// As text, since numbers beyond 2^53 are expected with all their digits.
const json = fc.jsonValue({ maxDepth: 4 }).map((value) => JSON.stringify(value));

test('any JSON equals itself, and comparing is the same both ways', async () => {
  await fc.assert(
    fc.asyncProperty(json, json, async (a, b) => {
      expect(await diff(a, a)).toBe(1);
      expect(await diff(a, b)).toBeCloseTo(await diff(b, a), 10);
    }),
    { numRuns: 50 },
  );
});

test('JSON nested without end, and long texts, are errors and not low values', async () => {
  const deep = '['.repeat(100_000) + ']'.repeat(100_000);
  const long = JSON.stringify(Array.from({ length: 5 }, () => 'a'.repeat(20_000)));
  const other = JSON.stringify(Array.from({ length: 5 }, () => 'b'.repeat(20_000)));
  for (const sample of [
    { output: deep, expected: deep },
    { output: long, expected: other },
  ]) {
    const result = await score(jsonDiff, sample);
    expect(result).toMatchObject({ status: 'error', error: { code: 'sample_too_large' } });
  }
});

test('texts are compared by code points', async () => {
  const sample = { output: '{"mood":"😀"}', expected: { mood: '😁' } };
  expect(await scoreValue(jsonDiff, sample)).toBe(0);
});

test('of several JSON values in the text the one most alike counts', async () => {
  const sample = { output: 'See [1] for details: {"answer": 42}', expected: { answer: 42 } };
  expect(await scoreValue(jsonDiff, sample, { mode: 'anywhere' })).toBe(1);
});

test('texts are compared by code points', async () => {
  expect(await scoreValue(jsonDiff, { output: '{"mood":"😀"}', expected: { mood: '😁' } })).toBe(0);
});

test('integers beyond 2^53 are told apart digit by digit', async () => {
  const result = await score(jsonDiff, {
    output: '{"id": 2512292042121000001, "other": 1e2}',
    expected: '{"id": 2512292042121000002, "other": 100}',
  });
  expect(result.value).toBeLessThan(1);
  expect(result).toMatchObject({ reason: expect.stringContaining('1 value differs') });
  const same = '[2512292042121000001]';
  expect(await diff(same, '[2.512292042121000001e18]')).toBe(1);
  expect(await score(jsonDiff, { output: same, expected: [2 ** 60] })).toMatchObject({
    error: { code: 'sample_field_invalid' },
  });
});
