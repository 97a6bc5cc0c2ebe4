import { canonicalJson } from '@assay/schema/canonical-json.ts';
import { ScorerReference } from '@assay/schema/scorer-reference.ts';
import type { Evidence, JsonObject, JsonValue, Score } from '@assay/schema/types.ts';
import { z } from 'zod';
import { defineScorer, type InnerReference } from '../define.ts';
import { abstained, failed, scored } from '../outcome.ts';
import { readSample } from '../sample.ts';
import { findJson, jsonModeParam } from './find-json.ts';
import { DEEPEST_JSON, isDeeperThan } from './json-depth.ts';
import { readExpected } from './json-diff.ts';
import { escapeStep, isObject } from './json-schema-document.ts';
import { noJson } from './json-verdict.ts';

const MOST_KEYS = 1_000;
const EXACT = 'exact';

/**
 * Compares the output's JSON object with the expected one key by key, each key in its own way:
 * `exact` (the same JSON, whatever the order of names; the default) or any scorer, which gets the
 * two values of the key as output and expected; a value that is no text is given as JSON.
 *
 * A key that the output lacks counts 0, and so does one that is not expected, unless `extraKeys`
 * says `ignore`. Keys in `exclude` do not count. The value is the mean by `weights`, or the least
 * value, or, for `all`, 1 when each key passes. Lists are compared by position. Output that is not
 * a JSON object or list gets 0. At most 1,000 keys.
 *
 * Source: openevals createJsonMatchEvaluator, whose aggregators are `mean` (average) and `all`, and
 * whose comparison without a rubric is equality.
 */
export const jsonMatch = defineScorer({
  id: 'json-match',
  aliases: { 'create-json-match-evaluator': {} },
  version: 1,
  kind: 'code',
  group: 'format',
  summary: 'Compares the output’s JSON with the expected JSON key by key, each key in its own way.',
  source: 'openevals createJsonMatchEvaluator',
  needs: ['output', 'expected'],
  uses: ['scoreBy'],
  params: z.strictObject({
    keys: z
      .record(z.string(), ScorerReference)
      .default({})
      .describe('How to compare a key: `exact`, or a scorer by name or with its settings.'),
    default: ScorerReference.default(EXACT).describe('How to compare all other keys.'),
    aggregate: z
      .enum(['mean', 'min', 'all'])
      .default('mean')
      .describe('The weighted mean, the least value, or 1 when all keys pass and else 0.'),
    weights: z
      .record(z.string(), z.number().min(0).max(1_000))
      .default({})
      .describe('Weight of a key in the mean; 1 when left out.'),
    extraKeys: z
      .enum(['count', 'ignore'])
      .default('count')
      .describe('Whether keys that are not expected count as 0 or not at all.'),
    exclude: z.array(z.string()).default([]).describe('Keys that do not count.'),
    mode: jsonModeParam,
  }),
  threshold: 1,
  examples: [
    {
      title: 'A name one letter off, compared by edit distance, and the right age',
      sample: { output: '{"age": 36, "name": "Bda"}', expected: { name: 'Ada', age: 36 } },
      params: { keys: { name: 'levenshtein' } },
      value: 5 / 6,
    },
  ],
  inner: ({ keys, default: others }) => innerReferences(keys, others),
  async score({ output, expected, input }, params, { scoreBy }) {
    const search = findJson(output, params.mode);
    if ('fault' in search) return noJson(search);
    const actual = search.found[0].value;
    const wanted = readExpected(expected);
    if (!isContainer(wanted)) {
      return failed('sample_field_invalid', 'Give `expected` as a JSON object or list.');
    }
    if (!isContainer(actual) || Array.isArray(actual) !== Array.isArray(wanted)) {
      return scored(
        0,
        `The output’s JSON is not ${Array.isArray(wanted) ? 'a list' : 'an object'}.`,
      );
    }
    if (isDeeperThan(actual, DEEPEST_JSON) || isDeeperThan(wanted, DEEPEST_JSON)) {
      return failed(
        'sample_too_large',
        `JSON nested deeper than ${DEEPEST_JSON} levels is not compared.`,
      );
    }
    const keys = keysToCompare(actual, wanted, params);
    if (keys.length > MOST_KEYS) {
      return failed(
        'sample_too_large',
        `At most ${MOST_KEYS} keys are compared, not ${keys.length}.`,
      );
    }

    const places = innerPlaces(params.keys, params.default);
    const results: KeyResult[] = [];
    for (const key of keys) {
      const a = member(actual, key);
      const b = member(wanted, key);
      const weight = Object.hasOwn(params.weights, key) ? (params.weights[key] ?? 1) : 1;
      if (a === undefined || b === undefined) {
        results.push({
          key,
          weight,
          value: 0,
          passed: false,
          note: a === undefined ? 'is missing' : 'is not expected',
        });
        continue;
      }
      const i =
        places.get(key) ?? (Object.hasOwn(params.keys, key) ? undefined : places.get(OTHERS));
      if (i === undefined) {
        const isSame = canonicalJson(a) === canonicalJson(b);
        results.push({
          key,
          weight,
          value: isSame ? 1 : 0,
          passed: isSame,
          note: 'is another value',
        });
        continue;
      }
      const part = readSample({
        output: asText(a),
        expected: asText(b),
        ...(input === undefined ? {} : { input }),
      });
      const score = await scoreBy(i, part);
      if (score.status === 'error') {
        return failed(
          'child_not_scored',
          `Key ${JSON.stringify(key)} has no value: ${score.reason}`,
        );
      }
      if (score.status === 'scored') results.push(resultOf(key, weight, score));
    }
    return conclude(results, params.aggregate);
  },
});

interface KeyResult {
  key: string;
  weight: number;
  value: number;
  passed: boolean;
  note: string;
}

// No key of JSON is a symbol, so this one is free for all the keys that have no scorer of their own.
const OTHERS = Symbol('all other keys');

type Comparisons = Record<string, z.output<typeof ScorerReference>>;

function innerReferences(keys: Comparisons, others: Comparisons[string]): InnerReference[] {
  const own = Object.entries(keys).map(([key, reference]) => ({
    pointer: `/keys/${escapeStep(key)}`,
    reference,
  }));
  return [...own, { pointer: '/default', reference: others }].filter(
    ({ reference }) => reference !== EXACT,
  );
}

/** Which inner scorer compares a key. */
function innerPlaces(keys: Comparisons, others: Comparisons[string]): Map<string | symbol, number> {
  const named = Object.keys(keys).filter((key) => keys[key] !== EXACT);
  const places = new Map<string | symbol, number>(named.map((key, i) => [key, i]));
  if (others !== EXACT) places.set(OTHERS, named.length);
  return places;
}

function keysToCompare(
  actual: Container,
  wanted: Container,
  { extraKeys, exclude }: { extraKeys: 'count' | 'ignore'; exclude: string[] },
): string[] {
  const extra = extraKeys === 'count' ? Object.keys(actual) : [];
  const excluded = new Set(exclude);
  return [...new Set([...Object.keys(wanted), ...extra])].filter((key) => !excluded.has(key));
}

function resultOf(key: string, weight: number, score: Score & { status: 'scored' }): KeyResult {
  const { value, passed, name, reason } = score;
  return {
    key,
    weight,
    value,
    passed: passed ?? value === 1,
    note: `${value.toFixed(2)} by ${name}: ${reason}`,
  };
}

function conclude(results: readonly KeyResult[], aggregate: 'mean' | 'min' | 'all') {
  const total = results.reduce((sum, { weight }) => sum + weight, 0);
  if (results.length === 0 || (aggregate === 'mean' && total === 0)) {
    return abstained('There is no key to compare.');
  }
  const short = results.filter(({ value, passed }) => value < 1 || !passed);
  const evidence: Evidence[] = short.map(({ key, note }) => ({
    pointer: '/output',
    note: `/${escapeStep(key)} ${note}`,
  }));
  const names = short.slice(0, 5).map(({ key }) => key);
  const reason = `${results.length - short.length} of ${results.length} keys are as expected${
    short.length === 0 ? '' : `; not: ${names.join(', ')}${short.length > 5 ? ' and more' : ''}`
  }.`;
  const values = {
    mean: () => results.reduce((sum, { weight, value }) => sum + weight * value, 0) / total,
    min: () => Math.min(...results.map(({ value }) => value)),
    all: () => (results.every(({ passed }) => passed) ? 1 : 0),
  };
  return scored(values[aggregate](), reason, { evidence });
}

type Container = JsonObject | JsonValue[];

function isContainer(value: JsonValue): value is Container {
  return Array.isArray(value) || isObject(value);
}

function member(container: Container, key: string): JsonValue | undefined {
  if (!Object.hasOwn(container, key)) return undefined;
  return Array.isArray(container) ? container[Number(key)] : container[key];
}

function asText(value: JsonValue): string {
  return typeof value === 'string' ? value : canonicalJson(value);
}
