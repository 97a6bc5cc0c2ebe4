import type { JsonObject, JsonValue } from '@assay/schema/types.ts';
import * as z from 'zod';
import type { Scorer } from '../define.ts';
import { whenLoaded } from '../load.ts';
import { InvalidScorers, resolveScorers } from '../resolve.ts';
import { letters } from './worst-samples.ts';

/**
 * Parameters at their extremes: each one by itself at every extreme that its schema allows, all at
 * their first extreme together, and what is known to be costly. Those that the scorer refuses are
 * omitted.
 */
export async function worstParams(scorer: Scorer): Promise<JsonObject[]> {
  const base = scorer.examples[0]?.params ?? {};
  const { properties = {} } = z.toJSONSchema(scorer.params, {
    io: 'input',
    unrepresentable: 'any',
  });
  const extremes = Object.entries(properties).map(([name, schema]) => ({
    name,
    values: typeof schema === 'boolean' ? [] : extremesOf(schema),
  }));
  const together = Object.fromEntries(
    extremes.flatMap(({ name, values: [first] }) => (first === undefined ? [] : [[name, first]])),
  );
  const candidates = [
    base,
    ...extremes.flatMap(({ name, values }) => values.map((value) => ({ ...base, [name]: value }))),
    { ...base, ...together },
    ...(COSTLY[scorer.id] ?? []),
  ];
  const distinct = new Map(candidates.map((params) => [JSON.stringify(params), params]));
  const accepted: JsonObject[] = [];
  for (const params of distinct.values()) {
    if (await isAccepted(scorer, params)) accepted.push(params);
  }
  return accepted;
}

async function isAccepted({ id }: Scorer, params: JsonObject): Promise<boolean> {
  try {
    await whenLoaded(() => resolveScorers([{ scorer: id, params }]));
    return true;
  } catch (cause) {
    if (!(cause instanceof InvalidScorers)) throw cause;
    return false;
  }
}

const LONG_STRING = 1_000;
const MANY_ITEMS = 100;
const LARGE_NUMBER = 1_000_000;

type JsonSchema = z.core.JSONSchema.JSONSchema;

/** The largest values first. */
function extremesOf(schema: JsonSchema): JsonValue[] {
  if (schema.enum) return schema.enum.filter((value) => typeof value !== 'object');
  switch (schema.type) {
    case 'boolean':
      return [true, false];
    case 'integer':
    case 'number':
      return [schema.maximum ?? LARGE_NUMBER, schema.minimum ?? 0];
    case 'string':
      return [letters(Math.min(schema.maxLength ?? LONG_STRING, LONG_STRING), 1)];
    case 'array':
      return manyOf(schema);
    default:
      return [];
  }
}

function manyOf({ items, maxItems = MANY_ITEMS }: JsonSchema): JsonValue[] {
  if (typeof items !== 'object' || Array.isArray(items)) return [];
  const [item] = extremesOf(items);
  if (item === undefined) return [];
  const count = Math.min(maxItems, LONG_STRING);
  // Strings differ, so that no list counts as one that repeats itself.
  const length = Math.min(items.maxLength ?? LONG_STRING, Math.floor(200_000 / count));
  return [
    Array.from({ length: count }, (_, i) => (typeof item === 'string' ? letters(length, i) : item)),
  ];
}

function doubling(levels: number, last: JsonObject): JsonObject {
  const $defs = Object.fromEntries(
    Array.from({ length: levels }, (_, i): [string, JsonObject] => {
      const next = { $ref: `#/$defs/l${i + 1}` };
      return [`l${i}`, { allOf: [next, next] }];
    }),
  );
  return { $ref: '#/$defs/l0', $defs: { ...$defs, [`l${levels}`]: last } };
}

const SCHEMAS: JsonObject[] = [
  doubling(30, { uniqueItems: true }),
  { uniqueItems: true, items: { uniqueItems: true } },
  { items: { enum: Array.from({ length: 10_000 }, (_, i) => `value ${i}`) } },
  { items: { anyOf: Array.from({ length: 500 }, (_, i) => ({ const: i + 100_000 })) } },
  {
    additionalProperties: {
      allOf: Array.from({ length: 200 }, (_, i) => ({ pattern: `a.*${i}` })),
    },
  },
  {
    patternProperties: Object.fromEntries(
      Array.from({ length: 300 }, (_, i) => [`(a|b)*${i}`, true]),
    ),
  },
  { $ref: 'https://json-schema.org/draft/2020-12/schema' },
  { items: { unevaluatedProperties: false, allOf: [{ properties: { a: true } }] } },
];

/** Parameters known to be costly, by scorer. */
const COSTLY: Readonly<Record<string, JsonObject[]>> = {
  regex: [
    { pattern: `(?:a(?:${'a?'.repeat(25)})*[^z]*z|a)`, minMatches: 38 },
    { pattern: `(?:${'a?'.repeat(36)})[YZ]` },
    { pattern: '(?:\\w?){35}!|\\z' },
    { pattern: '(?:\\p{L}?){25}[YZ]' },
    { pattern: `(?:[${'acegikmoqsuwy'}]?){25}[YZ]` },
    { pattern: '(?:a|b)*c', minMatches: 1_000 },
    { pattern: '(a|b)*a(a|b){12}', mode: 'full' },
    { pattern: '\\p{L}+\\p{N}', minMatches: 1_000, caseSensitive: false },
  ],
  'json-schema': SCHEMAS.map((schema) => ({ schema })),
  'json-valid': SCHEMAS.map((schema) => ({ schema, mode: 'anywhere' })),
  html: [
    { mode: 'anywhere', selectors: Array.from({ length: 50 }, () => '.a'.repeat(100)) },
    {
      mode: 'anywhere',
      selectors: Array.from({ length: 50 }, (_, i) => `* ${'* '.repeat(20)}.x${i}`),
    },
  ],
  javascript: [
    'for (;;) {}',
    'for (;;) JSON.parse(JSON.stringify(sample))',
    'for (;;) output.split("").sort().join("")',
    'for (;;) /(.*)*z/s.test(output)',
    'const all = []; for (;;) all.push({ output })',
    'const bytes = new Uint8Array(1e7); for (;;) bytes.fill(1)',
    'const big = 3n ** 600000n; for (;;) big * big',
  ].map((code) => ({ code, maxSteps: 300_000_000 })),
  'tool-call-match': [
    { mode: 'unordered', argumentScorers: { query: 'levenshtein' } },
    { mode: 'unordered', arguments: 'subset' },
    { mode: 'superset', arguments: 'ignore' },
  ],
  'trajectory-match': [
    { mode: 'unordered', arguments: 'ignore' },
    { mode: 'subset', arguments: 'subset' },
  ],
};
