import type { Estimate } from './estimate.ts';
import { Z } from './intervals.ts';

/** A value and how often it occurred. */
export interface ValueCount {
  value: number;
  count: number;
}

/**
 * The quantile of a sorted sample, as the smallest value that at least a share `p` does not
 * exceed, with a distribution-free interval between order statistics.
 *
 * Source: Hyndman & Fan 1996, definition 1; Campbell & Gardner 1988 for the ranks.
 * @param values in ascending order, at least one
 * @param p between 0 and 1
 */
export function quantileInterval(values: readonly ValueCount[], p: number): Estimate {
  const total = values.reduce((sum, { count }) => sum + count, 0);
  const spread = Z * Math.sqrt(total * p * (1 - p));
  return {
    value: atRank(values, Math.ceil(total * p)),
    low: atRank(values, Math.round(total * p - spread)),
    high: atRank(values, Math.round(1 + total * p + spread)),
  };
}

/** The value of a rank from 1; ranks outside are the nearest there is. */
function atRank(values: readonly ValueCount[], rank: number): number {
  let seen = 0;
  for (const { value, count } of values) {
    seen += count;
    if (seen >= rank) return value;
  }
  return values.at(-1)?.value ?? 0;
}
