import { expect, test } from 'vitest';
import { score, scoreValue } from '../testing/score.ts';
import { jsonValid } from './json-valid.ts';

test('a bare text or number is JSON, unless only lists and objects count', async () => {
  expect(await scoreValue(jsonValid, { output: '"yes"' })).toBe(1);
  expect(await scoreValue('valid-json', { output: '"yes"' })).toBe(0);
  expect(await scoreValue('valid-json', { output: '[]' })).toBe(1);
});

test('contains-json takes JSON between other text and points at it', async () => {
  const result = await score('contains-json', { output: 'So: {"a": 1}.' });
  expect(result).toMatchObject({ value: 1, evidence: [{ pointer: '/output', start: 4, end: 12 }] });
});

test('with a schema, any JSON found in the text may fit it', async () => {
  const schema = { required: ['b'] };
  const sample = { output: 'First {"a": 1}, then {"b": 2}' };
  expect(await scoreValue('contains-json', sample, { schema })).toBe(1);
  expect(await scoreValue('is-json', { output: '{"a": 1}' }, { schema })).toBe(0);
});

test('a text nested 100,000 levels deep is JSON all the same', async () => {
  const output = '['.repeat(100_000) + ']'.repeat(100_000);
  expect(await scoreValue(jsonValid, { output })).toBe(1);
  expect(await scoreValue(jsonValid, { output }, { mode: 'anywhere' })).toBe(1);
  const bySchema = await score(jsonValid, { output }, { schema: { items: { $ref: '#' } } });
  expect(bySchema).toMatchObject({ status: 'error', error: { code: 'sample_too_large' } });
});

test('agrees with autoevals ValidJSON on the cases of its own test, json.test.ts', async () => {
  const cases: [string, number][] = [
    ['1', 0],
    ['{ "a": 1, "b": "hello" }', 1],
    ['[{ "a": 1 }]', 1],
    ['[{ "a": 1 }', 0],
    ['{ mapping: { "a": "foo", "b": "bar" }, "extra": 4 }', 0],
    ['100', 0],
  ];
  for (const [output, value] of cases) {
    expect(await scoreValue('valid-json', { output }), output).toBe(value);
  }
});
