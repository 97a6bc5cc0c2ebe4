import { canonicalJson } from '@assay/schema/canonical-json.ts';
import { ExactNumber } from '@assay/schema/exact-number.ts';
import * as z from 'zod';
import { defineScorer } from '../define.ts';
import { failed, scored } from '../outcome.ts';
import { editSteps } from '../text/edit-distance.ts';
import { similarity } from '../text/similarity.ts';
import { memberOf } from '../value-at.ts';
import type { Work } from '../work.ts';
import { comparedOf, readWanted } from './exact-json.ts';
import { findJson, jsonModeParam, spendOnJson } from './find-json.ts';
import { DEEPEST_JSON, isDeeperThan } from './json-depth.ts';
import { escapeStep } from './json-schema-document.ts';
import { MOST_CANDIDATES } from './json-verdict.ts';

// Pairs of characters compared, as for two texts of 20,000.
const MOST_PAIRS = 400_000_000;
const STEPS_PER_PLACE = 1_000;
// Under a threshold of 1 by more than rounding is allowed for.
const MOST_OF_DIFFERENT = 1 - 1e-8;

/**
 * How alike the output's JSON and the expected JSON are, place by place:
 * - objects: the mean over the names that either has; a name that one lacks counts as null
 * - lists: item by item from the start, the sum divided by the longer length
 * - texts: 1 − Levenshtein distance / longer length, in code points
 * - numbers: 1 − |a − b| / (|a| + |b|), by all their digits
 * - null and null: 1; null and anything else: 0
 * - whatever is left (other types, booleans): the texts of their JSON, keys sorted
 *
 * Of several values in the output's text the one most alike counts, of the first 20. Two empty lists
 * or objects are equal. Output and expected text that hold no JSON are compared as
 * texts. JSON that differs anywhere is worth less than 1, if only by 1e-8. `evidence` names the places that differ most. JSON nested deeper than 256 levels is an
 * error, and so are texts whose comparison would take more than that of two with 20,000 characters.
 *
 * Source: autoevals JSONDiff, with its default scorers of texts and numbers.
 */
export const jsonDiff = defineScorer({
  id: 'json-diff',
  version: 4,
  kind: 'code',
  group: 'format',
  summary: 'Similarity of the output’s JSON and the expected JSON, value by value.',
  source: 'autoevals JSONDiff',
  needs: ['output', 'expected'],
  params: () => z.strictObject({ mode: jsonModeParam }),
  threshold: 0.8,
  examples: () => [
    {
      title: 'One of two fields is off by one in ten',
      sample: { output: '{"name": "Ada", "age": 11}', expected: { name: 'Ada', age: 9 } },
      value: 0.95,
    },
  ],
  score({ output, expected }, { mode }, { work }) {
    spendOnJson(work, output);
    const search = findJson(output, mode);
    const wanted = readWanted(expected);
    if ('status' in wanted) return wanted;
    const found =
      'found' in search
        ? search.found.slice(0, MOST_CANDIDATES).map(comparedOf)
        : [{ value: output, exact: output }];
    if ([wanted, ...found].some(({ value }) => isDeeperThan(value, DEEPEST_JSON))) {
      return failed(
        'sample_too_large',
        `JSON nested deeper than ${DEEPEST_JSON} levels is not compared.`,
      );
    }
    const walk: Walk = { pairs: MOST_PAIRS, work, differences: [] };
    let best = { value: -1, differences: walk.differences };
    for (const { exact } of found) {
      walk.differences = [];
      const value = compare(exact, wanted.exact, '', walk);
      if (walk.pairs < 0) {
        return failed('sample_too_large', 'The texts in the JSON are too long to compare.');
      }
      if (value > best.value) best = { value, differences: walk.differences };
    }
    const worst = best.differences.toSorted((a, b) => a.value - b.value);
    const [first] = worst;
    const reason =
      first === undefined
        ? 'The JSON equals the expected JSON.'
        : `${worst.length} ${worst.length === 1 ? 'value differs' : 'values differ'}; the most: ${first.pointer || 'the root'}, similarity ${round(first.value)}.`;
    const evidence = worst.map((place) => ({
      pointer: '/output',
      note: `${place.pointer || 'the root'}: similarity ${round(place.value)}`,
    }));
    const value = first === undefined ? best.value : Math.min(best.value, MOST_OF_DIFFERENT);
    return scored(value, reason, { evidence });
  },
});

interface Walk {
  /** Pairs of characters that may still be compared. */
  pairs: number;
  work: Work;
  differences: { pointer: string; value: number }[];
}

function compare(a: unknown, b: unknown, pointer: string, walk: Walk): number {
  walk.work.spend(STEPS_PER_PLACE, 'comparing the JSON of `output` with that of `expected`');
  if (isObject(a) && isObject(b)) {
    const names = [...new Set([...Object.keys(a), ...Object.keys(b)])];
    if (names.length === 0) return 1;
    const values = names.map((name) =>
      compare(memberOf(a, name), memberOf(b, name), `${pointer}/${escapeStep(name)}`, walk),
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

function compareLeaves(a: unknown, b: unknown, walk: Walk): number {
  if (typeof a === 'string' && typeof b === 'string') return textSimilarity(a, b, walk);
  if (isNumber(a) && isNumber(b)) return numberSimilarity(a, b);
  if (a === null || b === null) return a === b ? 1 : 0;
  return textSimilarity(canonicalJson(a), canonicalJson(b), walk);
}

function textSimilarity(a: string, b: string, walk: Walk): number {
  if (a === b) return 1;
  walk.pairs -= a.length * b.length;
  if (walk.pairs < 0) return 0;
  walk.work.spend(editSteps(a.length, b.length), 'comparing the texts in the JSON');
  return similarity(a, b);
}

function numberSimilarity(a: number | ExactNumber, b: number | ExactNumber): number {
  if (canonicalJson(a) === canonicalJson(b)) return 1;
  const scale = Math.abs(doubleOf(a)) + Math.abs(doubleOf(b));
  // Numbers too large for a double are infinite once read.
  if (!Number.isFinite(scale)) return 0;
  // Doubles may be equal, or both 0, where the digits are not.
  const value = 1 - Math.abs(doubleOf(a) - doubleOf(b)) / (scale || 1);
  return Math.min(MOST_OF_DIFFERENT, value);
}

function doubleOf(number: number | ExactNumber): number {
  return typeof number === 'number' ? number : Number(number.text);
}

function isNumber(value: unknown): value is number | ExactNumber {
  return typeof value === 'number' || value instanceof ExactNumber;
}

function isObject(value: unknown): value is object {
  return (
    typeof value === 'object' &&
    value !== null &&
    !Array.isArray(value) &&
    !(value instanceof ExactNumber)
  );
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
