/**
 * The four ways in which agentevals compares the calls made with the calls expected. Each expected
 * call can account for one call made.
 *
 * - `strict`: the same calls in the same order
 * - `unordered`: the same calls in any order
 * - `subset`: every call made was expected
 * - `superset`: every call expected was made
 */
import * as z from 'zod';
import { type Outcome, scored } from '../outcome.ts';
import type { ToolCallView } from '../sample.ts';
import { UNBOUNDED, type Work } from '../work.ts';
import { type Arguments, listCalls, showCall } from './tool-calls.ts';

export const matchMode = z
  .enum(['strict', 'unordered', 'subset', 'superset'])
  .default('strict')
  .describe(
    '`strict`: the same calls in the same order; `unordered`: the same calls in any order; `subset`: no calls other than the expected ones; `superset`: at least the expected calls.',
  );

export type MatchMode = z.output<typeof matchMode>;

// A place may be looked at twice: whether it is free, and whether its call can move.
const STEPS_PER_PLACE = 10;
const STEPS_PER_PAIR = 150;
const STEPS_PER_ARGUMENT = 50;

/** For each call made, the expected calls that it can account for, by index. */
export type Candidates = readonly (readonly number[])[];

/**
 * Value 1 when the calls made and expected match in this mode, otherwise 0; `raw` is the number of
 * calls paired.
 *
 * @param candidates under `strict` at most the expected call at the same place
 */
export function judgeMatch(
  mode: MatchMode,
  calls: readonly ToolCallView[],
  expected: readonly ToolCallView[],
  candidates: Candidates,
  work: Work,
): Outcome {
  const makers = pairOff(candidates, expected.length, work);
  const missing = expected.filter((_, i) => makers[i] === undefined);
  const paired = new Set(makers);
  const unexpected = calls.flatMap((call, i) => (paired.has(i) ? [] : [{ call, i }]));
  const passes =
    (mode === 'subset' || missing.length === 0) && (mode === 'superset' || unexpected.length === 0);

  const pairs = expected.length - missing.length;
  const faults = [
    ...(missing.length > 0 ? [`missing: ${listCalls(missing)}`] : []),
    ...(unexpected.length > 0
      ? [`unexpected: ${listCalls(unexpected.map(({ call }) => call))}`]
      : []),
  ];
  const counts = `${pairs} of ${expected.length} expected calls found among ${calls.length} calls`;
  return scored(passes ? 1 : 0, `${[counts, ...faults].join('; ')}.`, {
    raw: pairs,
    evidence: unexpected.map(({ call, i }) => ({
      pointer: `/toolCalls/${i}`,
      text: showCall(call),
      note: 'not expected',
    })),
  });
}

/**
 * Pairs off as many as can be: a maximum matching, by augmenting paths.
 * Source: H. W. Kuhn, "The Hungarian method for the assignment problem", 1955.
 *
 * @returns for each expected call the call made that accounts for it
 */
export function pairOff(
  candidates: Candidates,
  expectedCount: number,
  work: Work = UNBOUNDED,
): (number | undefined)[] {
  const makers: (number | undefined)[] = Array.from({ length: expectedCount }, () => undefined);
  let visited = new Set<number>();

  function findPlace(call: number): boolean {
    const places = candidates[call] ?? [];
    work.spend(places.length * STEPS_PER_PLACE, 'matching calls with `expectedToolCalls`');
    // A place that is free spares asking those who have one to move.
    const free = places.find((place) => makers[place] === undefined);
    if (free !== undefined) {
      makers[free] = call;
      return true;
    }
    for (const place of places) {
      const maker = makers[place];
      if (maker === undefined || visited.has(place)) continue;
      visited.add(place);
      if (findPlace(maker)) {
        makers[place] = call;
        return true;
      }
    }
    return false;
  }

  for (const call of candidates.keys()) {
    // What a search without success has visited leads nowhere for the later ones either.
    if (findPlace(call)) visited = new Set();
  }
  return makers;
}

/** The expected calls by tool: only those of one name can match a call. */
export function placesByName(expected: readonly { name: string }[]): Map<string, number[]> {
  const places = new Map<string, number[]>();
  for (const [i, { name }] of expected.entries()) {
    const known = places.get(name);
    if (known) known.push(i);
    else places.set(name, [i]);
  }
  return places;
}

/** Charges for comparing the arguments of one call with those of so many others. */
export function spendOnArguments(work: Work, compared: Arguments, others: number): void {
  const steps = others * (STEPS_PER_PAIR + (compared?.size ?? 0) * STEPS_PER_ARGUMENT);
  work.spend(steps, 'comparing calls with `expectedToolCalls`');
}
