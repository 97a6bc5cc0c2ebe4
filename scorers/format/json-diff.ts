import { canonicalJson } from '@assay/schema/canonical-json.ts';
import type { JsonObject, JsonValue } from '@assay/schema/types.ts';
import * as z from 'zod';
import { defineScorer } from '../define.ts';
import { failed, scored } from '../outcome.ts';
import { similarity } from '../text/similarity.ts';
import { findJson, jsonModeParam } from './find-json.ts';
import { DEEPEST_JSON, isDeeperThan } from './json-depth.ts';
import { escapeStep, isObject } from './json-schema-document.ts';
import { MOST_CANDIDATES } from './json-verdict.ts';

// Pairs of characters compared, as for two texts of 20,000.
const MOST_WORK = 400_000_000;

/**
 * How alike the output's JSON and the expected JSON are, place by place:
 * - objects: the mean over the names that either has; a name that one lacks counts as null
 * - lists: item by item from the start, the sum divided by the longer length
 * - texts: 1 − Levenshtein distance / longer length, in code points
 * - numbers: 1 − |a − b| / (|a| + |b|)
 * - null and null: 1; null and anything else: 0
 * - whatever is left (other types, booleans): the texts of their JSON, keys sorted
 *
 * Of several values in the output's text the one most alike counts, of the first 20. Two empty lists
 * or objects are equal. Output and expected text that hold no JSON are compared as
 * texts. `evidence` names the places that differ most. JSON nested deeper than 256 levels is an
 * error, and so are texts whose comparison would take more than that of two with 20,000 characters.
 *
 * Source: autoevals JSONDiff, with its default scorers of texts and numbers.
 */
export const jsonDiff = defineScorer({
  id: 'json-diff',
  version: 3,
  kind: 'code',
  group: 'format',
  summary: 'How alike the output’s JSON and the expected JSON are, place by place.',
  source: 'autoevals JSONDiff',
  needs: ['output', 'expected'],
  params: z.strictObject({ mode: jsonModeParam }),
  threshold: 0.8,
  examples: [
    {
      title: 'One of two fields is off by one in ten',
      sample: { output: '{"name": "Ada", "age": 11}', expected: { name: 'Ada', age: 9 } },
      value: 0.95,
    },
  ],
  score({ output, expected }, { mode }) {
    const search = findJson(output, mode);
    const found = 'found' in search ? search.found.slice(0, MOST_CANDIDATES) : [{ value: output }];
    const wanted = readExpected(expected);
    const values = found.map(({ value }) => value);
    if ([wanted, ...values].some((value) => isDeeperThan(value, DEEPEST_JSON))) {
      return failed(
        'sample_too_large',
        `JSON nested deeper than ${DEEPEST_JSON} levels is not compared.`,
      );
    }
    const walk: Walk = { work: MOST_WORK, differences: [] };
    let best = { value: -1, differences: walk.differences };
    for (const actual of values) {
      walk.differences = [];
      const value = compare(actual, wanted, '', walk);
      if (walk.work < 0) {
        return failed('sample_too_large', 'The texts in the JSON are too long to compare.');
      }
      if (value > best.value) best = { value, differences: walk.differences };
    }
    const worst = best.differences.toSorted((a, b) => a.value - b.value);
    const [first] = worst;
    const reason =
      first === undefined
        ? 'The JSON is as expected.'
        : `${worst.length} places differ; the most: ${first.pointer || 'the root'}, ${round(first.value)} alike.`;
    const evidence = worst.map((place) => ({
      pointer: '/output',
      note: `${place.pointer || 'the root'}: ${round(place.value)} alike`,
    }));
    return scored(best.value, reason, { evidence });
  },
});

interface Walk {
  work: number;
  differences: { pointer: string; value: number }[];
}

/** `expected` as JSON: a text is read as such where it can be. */
export function readExpected(expected: JsonValue): JsonValue {
  if (typeof expected !== 'string') return expected;
  const search = findJson(expected, 'strict');
  return 'found' in search ? search.found[0].value : expected;
}

function compare(
  a: JsonValue | undefined,
  b: JsonValue | undefined,
  pointer: string,
  walk: Walk,
): number {
  if (isObject(a) && isObject(b)) {
    const names = [...new Set([...Object.keys(a), ...Object.keys(b)])];
    if (names.length === 0) return 1;
    const values = names.map((name) =>
      compare(own(a, name), own(b, name), `${pointer}/${escapeStep(name)}`, walk),
    );
    return sum(values) / names.length;
  }
  if (Array.isArray(a) && Array.isArray(b)) {
    const longer = Math.max(a.length, b.length);
    if (longer === 0) return 1;
    const values = Array.from({ length: longer }, (_, i) =>
      i < a.length && i < b.length
        ? compare(a[i], b[i], `${pointer}/${i}`, walk)
        : differ(0, `${pointer}/${i}`, walk),
    );
    return sum(values) / longer;
  }
  const value = compareLeaves(a ?? null, b ?? null, walk);
  return value < 1 ? differ(value, pointer, walk) : value;
}

function compareLeaves(a: JsonValue, b: JsonValue, walk: Walk): number {
  if (typeof a === 'string' && typeof b === 'string') return textSimilarity(a, b, walk);
  if (typeof a === 'number' && typeof b === 'number') return numberSimilarity(a, b);
  if (a === null || b === null) return a === b ? 1 : 0;
  return textSimilarity(canonicalJson(a), canonicalJson(b), walk);
}

function textSimilarity(a: string, b: string, walk: Walk): number {
  if (a === b) return 1;
  walk.work -= a.length * b.length;
  return walk.work < 0 ? 0 : similarity(a, b);
}

function numberSimilarity(a: number, b: number): number {
  if (a === b) return 1;
  const scale = Math.abs(a) + Math.abs(b);
  // Numbers too large for a double are infinite once read.
  return Number.isFinite(scale) ? 1 - Math.abs(a - b) / scale : 0;
}

function own(object: JsonObject, name: string): JsonValue | undefined {
  return Object.hasOwn(object, name) ? object[name] : undefined;
}

function differ(value: number, pointer: string, walk: Walk): number {
  walk.differences.push({ pointer, value });
  return value;
}

function sum(values: number[]): number {
  return values.reduce((total, value) => total + value, 0);
}

function round(value: number): string {
  return value.toFixed(2);
}
