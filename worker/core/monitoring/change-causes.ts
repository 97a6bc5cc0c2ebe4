import type { AlarmCause } from '@assay/schema/types.ts';

/** A value, and what it can be told apart by. */
export interface ExplainedValue {
  value: number;
  slices: Record<string, string>;
  versions: Record<string, string>;
  scores: Record<string, number>;
}

interface Sum {
  count: number;
  sum: number;
}

const MOST_CAUSES = 8;
const LEAST_COUNT = 5;
/** A part explains a change if its share of it is so much larger than its share of the values. */
const LEAST_EXCESS = 0.15;
/** Or if most values since the change have it, and few before. */
const [MOST_BEFORE, LEAST_AFTER] = [0.1, 0.5];
const LEAST_SCORE_CHANGE = 0.02;

/**
 * What a change of the mean comes from: the parts of the stream whose share of the change is larger
 * than their share of the values, those that came with it, and the scores that moved most. A part's
 * share counts both that its own mean moved and that there is more or less of it.
 */
export function causesOf(
  before: readonly ExplainedValue[],
  after: readonly ExplainedValue[],
): AlarmCause[] {
  const whole = { before: meanOf(totalOf(before)), after: meanOf(totalOf(after)) };
  if (whole.before === null || whole.after === null) return [];
  const change = whole.after - whole.before;
  const parts = (['version', 'slice'] as const).flatMap((kind) =>
    partsOf(kind, before, after).flatMap((part) => {
      const cause = partCause(part, {
        ...{ kind, change, mean: whole.before ?? 0 },
        ...{ beforeCount: before.length, afterCount: after.length },
      });
      return cause ?? [];
    }),
  );
  parts.sort((one, other) => (other.share ?? 0) - (one.share ?? 0));
  return [...parts, ...scoreCauses(before, after, Math.sign(change))].slice(0, MOST_CAUSES);
}

interface Part {
  name: string;
  value: string;
  before: Sum;
  after: Sum;
}

const NOTHING: Sum = { count: 0, sum: 0 };

function partsOf(
  kind: 'version' | 'slice',
  before: readonly ExplainedValue[],
  after: readonly ExplainedValue[],
): Part[] {
  const parts = new Map<string, Part>();
  const add = (values: readonly ExplainedValue[], side: 'before' | 'after') => {
    for (const { value: number, ...of } of values) {
      const given = kind === 'version' ? of.versions : of.slices;
      for (const [name, value] of Object.entries(given)) {
        const key = JSON.stringify([name, value]);
        const part = parts.get(key) ?? { name, value, before: NOTHING, after: NOTHING };
        const { count, sum } = part[side];
        parts.set(key, { ...part, [side]: { count: count + 1, sum: sum + number } });
      }
    }
  };
  add(before, 'before');
  add(after, 'after');
  return [...parts.values()].filter((part) => part.after.count >= LEAST_COUNT);
}

interface Whole {
  kind: 'version' | 'slice';
  change: number;
  mean: number;
  beforeCount: number;
  afterCount: number;
}

function partCause(
  { name, value, before, after }: Part,
  { kind, change, mean, beforeCount, afterCount }: Whole,
): AlarmCause | undefined {
  const excess = ({ count, sum }: Sum, of: number) => (sum - count * mean) / of;
  const share = (excess(after, afterCount) - excess(before, beforeCount)) / change;
  const [shareBefore, shareAfter] = [before.count / beforeCount, after.count / afterCount];
  const isNew = shareBefore <= MOST_BEFORE && shareAfter >= LEAST_AFTER;
  if (!isNew && share < shareAfter + LEAST_EXCESS) return undefined;
  const average = meanOf(after);
  if (average === null) return undefined;
  return {
    ...{ kind, name, value, before: meanOf(before), after: average, count: after.count },
    share: Math.min(1, Math.max(0, share)),
  };
}

function scoreCauses(
  before: readonly ExplainedValue[],
  after: readonly ExplainedValue[],
  sign: number,
): AlarmCause[] {
  const [was, is] = [scoreTotals(before), scoreTotals(after)];
  if (is.size < 2) return [];
  return [...is]
    .flatMap(([name, total]): AlarmCause[] => {
      const [old, now] = [meanOf(was.get(name) ?? NOTHING), meanOf(total)];
      if (old === null || now === null || sign * (now - old) < LEAST_SCORE_CHANGE) return [];
      const { count } = total;
      return [{ kind: 'scorer', name, value: null, before: old, after: now, count, share: null }];
    })
    .sort((one, other) => sign * (gainOf(other) - gainOf(one)));
}

const gainOf = ({ before, after }: AlarmCause) => after - (before ?? after);

function scoreTotals(values: readonly ExplainedValue[]): Map<string, Sum> {
  const totals = new Map<string, Sum>();
  for (const { scores } of values) {
    for (const [name, value] of Object.entries(scores)) {
      const { count, sum } = totals.get(name) ?? NOTHING;
      totals.set(name, { count: count + 1, sum: sum + value });
    }
  }
  return totals;
}

function totalOf(values: readonly ExplainedValue[]): Sum {
  return { count: values.length, sum: values.reduce((total, { value }) => total + value, 0) };
}

function meanOf({ count, sum }: Sum): number | null {
  return count === 0 ? null : sum / count;
}
