/** One JSON value compared with the expected one, key by key. */

import { canonicalJson } from '@assay/schema/canonical-json.ts';
import { jsonPointer } from '@assay/schema/json-pointer.ts';
import type {
  Evidence,
  JsonObject,
  JsonValue,
  Score,
  ScorerReference,
} from '@assay/schema/types.ts';
import type { Capabilities } from '../define.ts';
import { abstained, failed, type Outcome, scored } from '../outcome.ts';
import { readSample } from '../sample.ts';
import { memberOf } from '../value-at.ts';
import { oncePerPlan, UNBOUNDED } from '../work.ts';
import type { Compared } from './exact-json.ts';
import { DEEPEST_JSON, isDeeperThan } from './json-depth.ts';
import { type ListOrder, missingItems, sameJson } from './same-json.ts';

const MOST_KEYS = 1_000;
/** The comparison that is no scorer. */
export const EXACT = 'exact';

export type Comparisons = Record<string, ScorerReference>;

export interface MatchParams {
  keys: Comparisons;
  default: ScorerReference;
  aggregate: 'mean' | 'min' | 'all';
  weights: Record<string, number>;
  extraKeys: 'count' | 'ignore';
  exclude: string[];
  lists: ListOrder;
}

export interface Means {
  params: MatchParams;
  input: string | undefined;
  scoreBy: Capabilities['scoreBy'];
}

/** What a value comes to beside the one wanted, which is of the same kind. */
export async function compareJson(
  actual: Compared,
  wanted: Compared,
  means: Means,
): Promise<Outcome> {
  if (isDeeperThan(actual.value, DEEPEST_JSON) || isDeeperThan(wanted.value, DEEPEST_JSON)) {
    return failed(
      'sample_too_large',
      `JSON nested deeper than ${DEEPEST_JSON} levels is not compared.`,
    );
  }
  const { params } = means;
  if (!isContainer(actual.value) || !isContainer(wanted.value)) {
    const result = await compareKey('', actual, wanted, means);
    if (!Array.isArray(result)) return result;
    return conclude(result, params.aggregate);
  }
  const keys = keysToCompare(actual.value, wanted.value, params);
  if (keys.length > MOST_KEYS) {
    return failed(
      'sample_too_large',
      `At most ${MOST_KEYS} keys are compared, not ${keys.length}.`,
    );
  }
  if (comparesItems(actual.exact, wanted.exact, params)) {
    return conclude(compareItems(actual.exact, wanted.exact, params), params.aggregate);
  }
  const results: KeyResult[] = [];
  for (const key of keys) {
    const parts = [partOf(actual, key), partOf(wanted, key)] as const;
    const [a, b] = parts;
    if (a === undefined || b === undefined) {
      const note = a === undefined ? 'is missing' : 'is not expected';
      results.push({ key, weight: weightOf(key, params), value: 0, passed: false, note });
      continue;
    }
    const result = await compareKey(key, a, b, means);
    if (!Array.isArray(result)) return result;
    results.push(...result);
  }
  return conclude(results, params.aggregate);
}

interface KeyResult {
  key: string;
  weight: number;
  value: number;
  passed: boolean;
  note: string;
}

/** The result of one key; none where its scorer cannot tell. */
async function compareKey(
  key: string,
  actual: Compared,
  wanted: Compared,
  { params, input, scoreBy }: Means,
): Promise<KeyResult[] | Outcome> {
  const weight = weightOf(key, params);
  const place = placeOf(key, params);
  if (place === undefined) {
    const isSame = sameJson(actual.exact, wanted.exact, params.lists);
    return [{ key, weight, value: isSame ? 1 : 0, passed: isSame, note: 'has a different value' }];
  }
  const part = readSample({
    output: asText(actual),
    expected: asText(wanted),
    ...(input === undefined ? {} : { input }),
  });
  const score = await scoreBy(place, part);
  if (score.status === 'error') {
    const name = key === '' ? 'The value' : `Key ${JSON.stringify(key)}`;
    return failed('child_not_scored', `${name} has no value: ${score.reason}`);
  }
  return score.status === 'scored' ? [resultOf(key, weight, score)] : [];
}

/** Whether two lists are compared item by item without regard to order. */
function comparesItems(
  actual: unknown,
  wanted: unknown,
  { lists, keys, default: others }: MatchParams,
): boolean {
  const isExact = others === EXACT && Object.keys(keys).length === 0;
  return lists !== 'position' && isExact && Array.isArray(actual) && Array.isArray(wanted);
}

function compareItems(actual: unknown, wanted: unknown, params: MatchParams): KeyResult[] {
  const [made, expected] = [asList(actual), asList(wanted)];
  const { missing, extra } = missingItems(made, expected);
  const absent = new Set(missing);
  const result = (i: number, value: number, note: string) => {
    const key = String(i);
    return { key, weight: weightOf(key, params), value, passed: value === 1, note };
  };
  const isCounted = params.lists === 'any-order' && params.extraKeys === 'count';
  return [
    ...expected.map((_, i) => result(i, absent.has(i) ? 0 : 1, 'is missing')),
    ...(isCounted ? extra.map((i) => result(i, 0, 'is not expected')) : []),
  ];
}

function asList(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

/** Which inner scorer compares a key; undefined for equality. */
function placeOf(key: string, { keys, default: others }: MatchParams): number | undefined {
  const places = placesOf(keys, UNBOUNDED);
  if (Object.hasOwn(keys, key)) return places.get(key);
  return others === EXACT ? undefined : places.size;
}

const placesOf = oncePerPlan(
  (keys: Comparisons) => new Map(namedKeys(keys).map((key, i) => [key, i])),
);

/** The keys that a scorer of their own compares, in the order of the inner scorers. */
export function namedKeys(keys: Comparisons): string[] {
  return Object.keys(keys).filter((key) => keys[key] !== EXACT);
}

function weightOf(key: string, { weights }: MatchParams): number {
  return Object.hasOwn(weights, key) ? (weights[key] ?? 1) : 1;
}

export function keysToCompare(
  actual: Container,
  wanted: Container,
  { extraKeys, exclude, lists }: MatchParams,
): string[] {
  const isSubset = Array.isArray(wanted) && lists === 'subset';
  const extra = extraKeys === 'count' && !isSubset ? Object.keys(actual) : [];
  const excluded = new Set(exclude);
  return [...new Set([...Object.keys(wanted), ...extra])].filter((key) => !excluded.has(key));
}

function resultOf(key: string, weight: number, score: Score & { status: 'scored' }): KeyResult {
  const { value, passed, name, reason } = score;
  const note = `${value.toFixed(2)} by ${name}: ${reason}`;
  return { key, weight, value, passed: passed ?? value === 1, note };
}

function conclude(results: readonly KeyResult[], aggregate: MatchParams['aggregate']): Outcome {
  const total = results.reduce((sum, { weight }) => sum + weight, 0);
  if (results.length === 0 || (aggregate === 'mean' && total === 0)) {
    return abstained('There is no key to compare.');
  }
  const short = results.filter(({ value, passed }) => value < 1 || !passed);
  const evidence: Evidence[] = short.map(({ key, note }) => ({
    pointer: '/output',
    note: `${key === '' ? 'the root' : jsonPointer([key])} ${note}`,
  }));
  const names = short.slice(0, 5).map(({ key }) => key || 'the root');
  const others = `; not: ${names.join(', ')}${short.length > 5 ? ' and more' : ''}`;
  const counts = `${results.length - short.length} of ${results.length} keys are as expected`;
  const values = {
    mean: () => results.reduce((sum, { weight, value }) => sum + weight * value, 0) / total,
    min: () => Math.min(...results.map(({ value }) => value)),
    all: () => (results.every(({ passed }) => passed) ? 1 : 0),
  };
  return scored(values[aggregate](), `${counts}${short.length === 0 ? '' : others}.`, { evidence });
}

type Container = JsonObject | JsonValue[];

export function isContainer(value: JsonValue): value is Container {
  return typeof value === 'object' && value !== null;
}

function partOf({ value, exact }: Compared, key: string): Compared | undefined {
  if (!isContainer(value) || !Object.hasOwn(value, key)) return undefined;
  const part = Array.isArray(value) ? value[Number(key)] : value[key];
  return part === undefined ? undefined : { value: part, exact: memberOf(exact, key) };
}

function asText({ value, exact }: Compared): string {
  return typeof value === 'string' ? value : canonicalJson(exact);
}
