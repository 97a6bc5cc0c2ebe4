import type { Estimate } from '@assay/schema/types.ts';
import { studentCritical } from '../../core/statistics/distributions/student.ts';
import { estimateWithin } from '../../core/statistics/estimate.ts';
import { effectiveCount } from './usable-pairs.ts';

/** Mean and variance of the differences of weighted pairs, each −1, 0 or 1. */
export interface Gap {
  mean: number;
  variance: number;
  n: number;
}

/** @param gap the difference of one item */
export function gapOf<Item extends { weight: number }>(
  items: readonly Item[],
  gap: (item: Item) => number,
): Gap {
  const total = items.reduce((sum, { weight }) => sum + weight, 0);
  const mean = items.reduce((sum, item) => sum + item.weight * gap(item), 0) / total;
  const n = effectiveCount(items.map(({ weight }) => weight));
  const squares = items.reduce((sum, item) => sum + item.weight * (gap(item) - mean) ** 2, 0);
  // That few items do not differ is no proof that none does: one more is counted that differs.
  const least = (1 / (n + 1)) * (1 - 1 / (n + 1));
  return { mean, variance: Math.max(squares / total, least), n };
}

/** The mean with Student's interval. */
export function gapInterval({ mean, variance, n }: Gap, coverage: number): Estimate {
  if (n < 2) return { value: mean, low: -1, high: 1 };
  const margin = studentCritical(coverage, n - 1) * Math.sqrt(variance / (n - 1));
  return estimateWithin(mean, margin, -1, 1);
}

/** Whether two means differ beyond chance, by Welch's test. */
export function areApart(one: Gap, other: Gap, coverage: number): boolean {
  if (one.n < 2 || other.n < 2) return false;
  const [own, theirs] = [one.variance / (one.n - 1), other.variance / (other.n - 1)];
  const error = Math.sqrt(own + theirs);
  const freedom = (own + theirs) ** 2 / (own ** 2 / (one.n - 1) + theirs ** 2 / (other.n - 1));
  return Math.abs(one.mean - other.mean) > studentCritical(coverage, freedom) * error;
}
