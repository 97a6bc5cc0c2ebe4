import { betaQuantile } from '../distributions/beta.ts';
import type { Estimate } from '../estimate.ts';

/** What is kept of the values under which all is well: a fixed number of numbers. */
export interface Baseline {
  count: number;
  sum: number;
  sumOfSquares: number;
  /** The sum of the products of neighbours, which says how much each value resembles the one before. */
  sumOfProducts: number;
  first: number;
  last: number;
}

export const EMPTY_BASELINE: Baseline = {
  count: 0,
  sum: 0,
  sumOfSquares: 0,
  sumOfProducts: 0,
  first: 0,
  last: 0,
};

/** @param value from 0 to 1 */
export function addToBaseline(before: Baseline, value: number): Baseline {
  return {
    count: before.count + 1,
    sum: before.sum + value,
    sumOfSquares: before.sumOfSquares + value ** 2,
    sumOfProducts: before.sumOfProducts + (before.count === 0 ? 0 : before.last * value),
    first: before.count === 0 ? value : before.first,
    last: value,
  };
}

export interface BaselineSpread {
  mean: number;
  /** Of single values, with room for values that few have not shown yet. */
  variance: number;
  /** How much each value resembles the one before, from 0 to below 1. */
  correlation: number;
  /** How many independent passes and fails would be as certain of the mean. */
  effectiveCount: number;
}

/** Neighbours are hardly ever more alike than this in a stream worth watching. */
const MOST_CORRELATED = 0.8;

/** @param baseline of at least 2 values */
export function spreadOf(baseline: Baseline): BaselineSpread {
  const { count, sum, sumOfSquares } = baseline;
  const mean = sum / count;
  const most = mean * (1 - mean);
  const measured = Math.max(0, sumOfSquares / count - mean ** 2);
  // A quarter, the most that values from 0 to 1 can vary, as if seen once more; passes and fails have `most` already.
  const variance = Math.min(most, (count * measured + 0.25) / (count + 1));
  const alike = measured > 0 ? covarianceOfNeighbours(baseline, mean) / measured : 0;
  // Half a standard error of the correlation of independent values, which is 0.
  const correlation = Math.min(MOST_CORRELATED, Math.max(0, alike - 0.5 / Math.sqrt(count)));
  const independent = (count * (1 - correlation)) / (1 + correlation);
  return {
    mean,
    variance,
    correlation,
    effectiveCount: variance > 0 ? independent * (most / variance) : independent,
  };
}

function covarianceOfNeighbours(baseline: Baseline, mean: number): number {
  const { count, sum, sumOfProducts, first, last } = baseline;
  return (sumOfProducts - mean * (2 * sum - first - last) + (count - 1) * mean ** 2) / count;
}

/**
 * Limits of the true mean of a baseline, each of which holds with the given confidence. Passes and
 * fails have the exact limits; others count for as many passes and fails as vary as much in the mean.
 *
 * Source: Clopper & Pearson 1934; Korn & Graubard 1998, "Confidence intervals for proportions with
 * small expected number of positive counts estimated from survey data".
 * @param baseline of at least 2 values
 * @param confidence of each limit by itself, between 0 and 1
 */
export function baselineLimits(baseline: Baseline, confidence: number): Estimate {
  const { mean, effectiveCount } = spreadOf(baseline);
  const [passes, fails] = [mean * effectiveCount, (1 - mean) * effectiveCount];
  return {
    value: mean,
    low: passes === 0 ? 0 : betaQuantile(1 - confidence, passes, fails + 1),
    high: fails === 0 ? 1 : betaQuantile(confidence, passes + 1, fails),
  };
}
