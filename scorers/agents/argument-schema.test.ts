import type { JsonObject, JsonValue } from '@assay/schema/types.ts';
import { describe, expect, test } from 'vitest';
import { UnusableSchema } from '../format/json-schema-validator.ts';
import { createWork, WorkExceeded } from '../work.ts';
import { schemaCheck } from './argument-schema.ts';

function check(schema: JsonObject, value: JsonValue) {
  return schemaCheck(createWork())(schema, value);
}

test('the first fault is told with its place', () => {
  const schema = {
    type: 'object',
    properties: { 'a/b': { type: 'array', items: { type: 'integer' } } },
    required: ['a/b'],
  };
  expect(check(schema, { 'a/b': [1, 2] })).toBeUndefined();
  expect(check(schema, { 'a/b': [1, 'x'] })).toMatchObject({ pointer: '/a~1b/1' });
  expect(check(schema, {})).toMatchObject({ pointer: '' });
});

test('a schema that cannot be used is refused', () => {
  const unusable = [{ type: 'dict' }, { pattern: '(?=x)' }, { $ref: 'https://example.org/schema' }];
  for (const schema of unusable) expect(() => check(schema, 'x')).toThrow(UnusableSchema);
});

describe('work is bounded', () => {
  test('for references that double at each level', () => {
    const levels = Array.from({ length: 40 }, (_, i): [string, JsonValue] => {
      const next = { $ref: `#/$defs/l${i + 1}` };
      return [`l${i}`, { anyOf: [next, next] }];
    });
    const $defs = { ...Object.fromEntries(levels), l40: false };
    expect(() => check({ $ref: '#/$defs/l0', $defs }, 1)).toThrow(WorkExceeded);
  });

  test('over all that one check is asked', () => {
    const one = schemaCheck(createWork());
    const schema = { items: { type: 'integer' } };
    const items = Array.from({ length: 100_000 }, () => 1);
    expect(one(schema, items)).toBeUndefined();
    expect(() => {
      for (let i = 0; i < 100; i += 1) one(schema, items);
    }).toThrow(WorkExceeded);
  });
});
