import { normalCritical } from '../distributions/normal.ts';
import { type Estimate, estimateWithin } from '../estimate.ts';
import type { History } from './history.ts';
import { cautiousVariance, meanOf, NO_VALUES, plus, type Totals } from './totals.ts';

/** How far the mean has moved since a moment that was not chosen by these values. */
export interface Shift {
  effect: Estimate;
  /** How many values came since. */
  count: number;
}

/**
 * The mean since a moment less that before it, with an interval that holds for looking once.
 *
 * @param baseline values from before the stream
 * @param sinceMs a block of the history counts as later if it began then or later
 * @param beforeMs a block counts as earlier if it ended before then; `sinceMs` unless given
 * @param power how much less dependent values say, from the detector's plan
 * @returns null if there is nothing before or nothing since
 */
export function shiftSince(
  history: History,
  { baseline = NO_VALUES, sinceMs, beforeMs = sinceMs, coverage = 0.95, power = 1 }: ShiftOptions,
): Shift | null {
  const after = history.filter(({ startMs }) => startMs >= sinceMs).reduce<Totals>(plus, NO_VALUES);
  const before = history
    .filter((_, i) => (history[i + 1]?.startMs ?? Number.POSITIVE_INFINITY) <= beforeMs)
    .reduce<Totals>(plus, baseline);
  if (before.count === 0 || after.count === 0) return null;
  const squared = [before, after].reduce(
    (sum, side) => sum + cautiousVariance(side) / side.count,
    0,
  );
  const margin = normalCritical(coverage) * Math.sqrt(squared / power);
  return {
    effect: estimateWithin(meanOf(after) - meanOf(before), margin, -1, 1),
    count: after.count,
  };
}

interface ShiftOptions {
  baseline?: Totals;
  sinceMs: number;
  beforeMs?: number;
  coverage?: number;
  power?: number;
}
