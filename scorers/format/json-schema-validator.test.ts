import type { JsonObject, JsonValue } from '@assay/schema/types.ts';
import { describe, expect, test } from 'vitest';
import { createWork, WorkExceeded } from '../work.ts';
import {
  compileSchema,
  type Fault,
  type SchemaOptions,
  UnusableSchema,
} from './json-schema-validator.ts';

/** Why a schema cannot be used. */
function schemaFaults(schema: JsonValue, options: SchemaOptions = {}): readonly Fault[] {
  try {
    compileSchema(schema, options);
    return [];
  } catch (cause) {
    if (cause instanceof UnusableSchema) return cause.faults;
    throw cause;
  }
}

const order: JsonObject = {
  type: 'object',
  properties: {
    id: { type: 'string', pattern: '^[A-Z]{2}-\\d+$' },
    lines: { type: 'array', items: { $ref: '#/$defs/line' } },
  },
  required: ['id'],
  additionalProperties: false,
  $defs: { line: { properties: { 'a/b': { type: 'integer', minimum: 1 } } } },
};

test('a valid value has no errors', () => {
  const check = compileSchema(order);
  expect(check({ id: 'AB-1', lines: [{ 'a/b': 2 }] })).toEqual({ valid: true, errors: [] });
});

test('each error points at the place in the value, names escaped as in RFC 6901', () => {
  expect(compileSchema(order)({ lines: [{}, { 'a/b': 0 }], more: 1 })).toEqual({
    valid: false,
    errors: [
      { pointer: '', message: 'lacks "id"' },
      { pointer: '/lines/1/a~1b', message: 'is below the minimum of 1: 0' },
      { pointer: '/more', message: 'is not allowed' },
    ],
  });
});

test('where no alternative fits, the nearest one is explained', () => {
  const check = compileSchema({
    anyOf: [{ required: ['a', 'b'], maxProperties: 0 }, { properties: { c: { type: 'string' } } }],
  });
  expect(check({ c: 1 }).errors).toEqual([
    {
      pointer: '',
      message: 'matches none of the 2 schemas of anyOf; the errors of the closest one follow',
    },
    { pointer: '/c', message: 'must be string, is number' },
  ]);
});

test('the draft comes from $schema, or else is 2020-12', () => {
  const tuple: JsonObject = { items: [{ type: 'string' }] };
  const draft7 = { $schema: 'http://json-schema.org/draft-07/schema#', ...tuple };
  expect(compileSchema(draft7)([1]).valid).toBe(false);
  expect(schemaFaults(tuple)).toEqual([
    {
      pointer: '/items',
      message: 'must be a schema; draft 2020-12 writes a list of schemas as prefixItems',
    },
  ]);
  expect(schemaFaults(draft7, { draft: '2020-12' })[0]?.message).toContain('draft 7');
});

describe('a schema that cannot be used says why', () => {
  const cases: [string, JsonValue, string, string][] = [
    ['no schema at all', 'string', '', 'must be a schema'],
    [
      'an unknown draft',
      { $schema: 'http://json-schema.org/draft-03/schema#' },
      '/$schema',
      'draft',
    ],
    [
      'an unknown type',
      { properties: { a: { type: 'strnig' } } },
      '/properties/a/type',
      'one or more',
    ],
    ['a bad pattern', { pattern: '(' }, '/pattern', 'not a regular expression'],
    ['look-around', { pattern: '^(?!x)' }, '/pattern', 'look-around'],
    [
      'a back-reference',
      { patternProperties: { '(a)\\1': true } },
      '/patternProperties/(a)\\1',
      'back-reference',
    ],
    ['a reference to nothing', { $ref: '#/$defs/a' }, '/$ref', 'not in the schema'],
    [
      'a remote reference',
      { $ref: 'https://example.com/a.json' },
      '/$ref',
      'schemas are not fetched',
    ],
    ['a reference through the prototype', { $ref: '#/constructor' }, '/$ref', 'not in the schema'],
    ['a negative length', { items: { minLength: -1 } }, '/items/minLength', '0 or more'],
    ['an empty anyOf', { anyOf: [] }, '/anyOf', 'one or more schemas'],
  ];
  for (const [title, schema, pointer, message] of cases) {
    test(title, () => {
      expect(schemaFaults(schema)).toEqual([
        { pointer, message: expect.stringContaining(message) },
      ]);
      expect(() => compileSchema(schema)).toThrow(UnusableSchema);
    });
  }
});

describe('hostile schemas and values end without a verdict, and soon', () => {
  test('a schema that refers to itself', () => {
    const { valid, errors } = compileSchema({ $ref: '#' })(1);
    expect(valid).toBeNull();
    expect(errors[0]?.message).toContain('refers to itself');
  });

  test('alternatives that double at each level', () => {
    const levels = Array.from({ length: 40 }, (_, i): [string, JsonObject] => [
      `l${i}`,
      { allOf: [{ $ref: `#/$defs/l${i + 1}` }, { $ref: `#/$defs/l${i + 1}` }] },
    ]);
    const $defs = { ...Object.fromEntries(levels), l40: true };
    expect(() => compileSchema({ $ref: '#/$defs/l0', $defs })(1)).toThrow(WorkExceeded);
  });

  test('a value nested deeper than the bound', () => {
    const deep: JsonValue = JSON.parse('['.repeat(100_000) + ']'.repeat(100_000));
    expect(compileSchema({ items: { $ref: '#' } })(deep).valid).toBeNull();
    expect(compileSchema({ uniqueItems: true, enum: [1] })(deep).valid).toBeNull();
  });

  test('a pattern that would never end elsewhere', () => {
    expect(compileSchema({ pattern: '^(a+)+$' })(`${'a'.repeat(200_000)}b`).valid).toBe(false);
  });

  test('many long patterns over many long names', () => {
    const names = Array.from({ length: 300 }, (_, i) => `(a{1,300}|b)*${i}`);
    const patternProperties = Object.fromEntries(names.map((name) => [name, true]));
    const value = { [`${'ab'.repeat(100_000)}`]: 1 };
    const check = compileSchema({ patternProperties }, {}, createWork(Number.POSITIVE_INFINITY));
    expect(() => check(value)).toThrow(WorkExceeded);
  });

  test('many patterns that are large when compiled', () => {
    const allOf = Array.from({ length: 1_000 }, (_, i) => ({ pattern: `a{999}${i}` }));
    expect(() => compileSchema({ allOf })).toThrow(WorkExceeded);
  });

  test('patterns that the value brings along, to be read as a schema', () => {
    const check = compileSchema({ $ref: 'https://json-schema.org/draft/2020-12/schema' });
    const allOf = Array.from({ length: 2_000 }, (_, i) => ({ pattern: `a{999}${i}` }));
    expect(check({ allOf: allOf.slice(0, 10) }).valid).toBe(true);
    expect(() => check({ allOf })).toThrow(WorkExceeded);
  });

  test('uniqueness asked again and again, of a list that is read once', () => {
    const levels = Array.from({ length: 20 }, (_, i): [string, JsonObject] => [
      `l${i}`,
      { allOf: [{ $ref: `#/$defs/l${i + 1}` }, { $ref: `#/$defs/l${i + 1}` }] },
    ]);
    const $defs = { ...Object.fromEntries(levels), l20: { uniqueItems: true } };
    const check = compileSchema({ $ref: '#/$defs/l0', $defs });
    const value = Array.from({ length: 20_000 }, (_, i) => [i]);
    expect(() => check(value)).toThrow(WorkExceeded);
    expect(compileSchema({ uniqueItems: true })(value).valid).toBe(true);
  });

  test('a chain of references longer than any schema needs', () => {
    const chain = Array.from({ length: 2_000 }, (_, i): [string, JsonObject] => [
      `l${i}`,
      { $ref: `#/$defs/l${i + 1}` },
    ]);
    const $defs = { ...Object.fromEntries(chain), l2000: true };
    const faults = schemaFaults({ $ref: '#/$defs/l0', $defs });
    expect(faults[0]?.message).toContain('more than 500 references away');
  });
});

test('a large enum is looked up, and told in part', () => {
  const values = Array.from({ length: 10_000 }, (_, i) => `value ${i}`);
  const check = compileSchema({ items: { enum: values } });
  expect(check(values).valid).toBe(true);
  const { errors } = check(['other']);
  expect(errors[0]?.message).toMatch(/"value 9" or one of 9990 more, is "other"$/);
});

test('names from Object.prototype are names like any other', () => {
  const schema = { required: ['constructor'], properties: { toString: { type: 'string' } } };
  const check = compileSchema(schema as unknown as JsonObject);
  expect(check({}).valid).toBe(false);
  expect(check(JSON.parse('{"constructor": 1, "__proto__": 2}')).valid).toBe(true);
});

test('patterns mean what ECMAScript means by them', () => {
  const match = (pattern: string, text: string) => compileSchema({ pattern })(text).valid;
  expect(match('^\\s$', '\u00a0')).toBe(true);
  expect(match('^[\\s]$', '\u2003')).toBe(true);
  expect(match('^\\S$', '\u3000')).toBe(false);
  expect(match('^.$', '\u2028')).toBe(false);
  expect(match('^\\p{Script=Greek}$', 'λ')).toBe(true);
  expect(match('^\\u{1F600}$', '😀')).toBe(true);
  expect(match('a$', 'a\n')).toBe(false);
  expect(match('^(?<year>\\d{4})\\/', '2024/')).toBe(true);
});

test('multiples are those of the decimals as written', () => {
  expect(compileSchema({ multipleOf: 0.01 })(19.99).valid).toBe(true);
  expect(compileSchema({ multipleOf: 0.01 })(19.995).valid).toBe(false);
  expect(compileSchema({ multipleOf: 1e-7 })(1e300).valid).toBe(true);
});
