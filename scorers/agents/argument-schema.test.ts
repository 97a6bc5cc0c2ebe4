import type { JsonValue } from '@assay/schema/types.ts';
import { describe, expect, test } from 'vitest';
import { referenceText } from '../testing/reference-data.ts';
import { SchemaFault, schemaCheck, TooMuchToCheck } from './argument-schema.ts';

function check(schema: JsonValue, value: JsonValue) {
  return schemaCheck()(schema, value);
}

test('the first fault is told with its place', () => {
  const schema = {
    type: 'object',
    properties: { 'a/b': { type: 'array', items: { type: 'integer' } } },
    required: ['a/b'],
  };
  expect(check(schema, { 'a/b': [1, 2] })).toBeUndefined();
  expect(check(schema, { 'a/b': [1, 'x'] })).toEqual({
    pointer: '/a~1b/1',
    message: 'is not of type integer',
  });
  expect(check(schema, {})).toEqual({ pointer: '', message: 'lacks "a/b"' });
});

describe('a schema that cannot be used is refused', () => {
  test.each<[JsonValue]>([
    [{ type: 'dict' }],
    [{ type: 5 }],
    [7],
    [{ pattern: '(?=x)' }],
    [{ $ref: 'https://example.org/schema' }],
    [{ $ref: '#/nowhere' }],
    [{ $ref: '#/%zz' }],
    [{ unevaluatedProperties: false }],
    [{ $schema: 'https://example.org/metaschema' }],
  ])('%j', (schema) => {
    expect(() => check(schema, 'x')).toThrow(SchemaFault);
  });
});

describe('work is bounded', () => {
  test('for a schema that refers to itself', () => {
    expect(() => check({ $ref: '#' }, 1)).toThrow(TooMuchToCheck);
  });

  test('for references that double at each level', () => {
    const levels = Array.from({ length: 40 }, (_, i) => {
      const next = { $ref: `#/$defs/l${i + 1}` };
      return [`l${i}`, { anyOf: [next, next] }];
    });
    const $defs = { ...Object.fromEntries(levels), l40: false };
    expect(() => check({ $ref: '#/$defs/l0', $defs }, 1)).toThrow(TooMuchToCheck);
  });

  test('for a long text under many patterns', () => {
    const allOf = Array.from({ length: 10_000 }, (_, i) => ({ pattern: `(a|aa)+|${i}` }));
    expect(() => check({ allOf }, 'a'.repeat(200_000))).toThrow(TooMuchToCheck);
  });

  test('for a large pattern over a long text', () => {
    const pattern = '[a-z]{1000}'.repeat(100);
    expect(() => check({ pattern }, 'a'.repeat(20_000))).toThrow(TooMuchToCheck);
  });

  test('over all that one check is asked', () => {
    const one = schemaCheck();
    const items = Array.from({ length: 100_000 }, () => 1);
    expect(one({ items: {} }, items)).toBeUndefined();
    expect(one({ items: {} }, items)).toBeUndefined();
    expect(() => one({ items: {} }, items)).toThrow(TooMuchToCheck);
  });
});

interface Group {
  description: string;
  schema: JsonValue;
  tests: { description: string; data: JsonValue; valid: boolean }[];
}

// What draft 2020-12 reads otherwise than draft 7.
const CHANGED_SINCE = ['ref.json: ref overrides any sibling keywords: ref valid, maxItems ignored'];

for (const draft of ['draft2020-12', 'draft7']) {
  const text = referenceText(`jsonschema_${draft}.json`);
  if (text === undefined) continue;
  const { files }: { files: Record<string, Group[]> } = JSON.parse(text);

  test(`agrees with the JSON Schema Test Suite of ${draft}, or refuses the schema`, () => {
    const disagreeing: string[] = [];
    let agreeing = 0;
    for (const [file, groups] of Object.entries(files)) {
      for (const { description, schema, tests } of groups) {
        for (const { description: what, data, valid } of tests) {
          try {
            if ((check(schema, data) === undefined) === valid) agreeing += 1;
            else disagreeing.push(`${file}: ${description}: ${what}`);
          } catch (cause) {
            expect(cause).toBeInstanceOf(SchemaFault);
          }
        }
      }
    }
    expect(disagreeing).toEqual(draft === 'draft7' ? CHANGED_SINCE : []);
    expect(agreeing).toBeGreaterThan(0);
  });
}
