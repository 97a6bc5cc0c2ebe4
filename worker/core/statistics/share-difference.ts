import type { Estimate } from './estimate.ts';
import { wilsonInterval } from './intervals.ts';

/** How often each outcome of a pair occurred. */
export interface PairCounts {
  both: number;
  onlyFirst: number;
  onlySecond: number;
  neither: number;
}

/**
 * The difference of two shares of the same items, first less second, with a score interval. Unlike
 * the bootstrap's it keeps its level for few items and for shares near 0 and 1, and does not shrink
 * to nothing when no pair differs.
 *
 * Source: Newcombe 1998, "Improved confidence intervals for the difference between binomial
 * proportions based on paired data", method 10.
 * @param counts of at least one pair
 * @param coverage of the interval, between 0 and 1
 */
export function shareDifference(
  { both, onlyFirst, onlySecond, neither }: PairCounts,
  coverage = 0.95,
): Estimate {
  const pairs = both + onlyFirst + onlySecond + neither;
  const first = wilsonInterval(both + onlyFirst, pairs, coverage);
  const second = wilsonInterval(both + onlySecond, pairs, coverage);
  const correlation = correlate({ both, onlyFirst, onlySecond, neither });
  const value = (onlyFirst - onlySecond) / pairs;
  const below = spread(first.value - first.low, second.high - second.value, correlation);
  const above = spread(first.high - first.value, second.value - second.low, correlation);
  return { value, low: Math.max(-1, value - below), high: Math.min(1, value + above) };
}

/** The correlation of the two, corrected for continuity where it is positive. */
function correlate({ both, onlyFirst, onlySecond, neither }: PairCounts): number {
  const pairs = both + onlyFirst + onlySecond + neither;
  const margins =
    (both + onlyFirst) * (onlySecond + neither) * (both + onlySecond) * (onlyFirst + neither);
  if (margins === 0) return 0;
  const product = both * neither - onlyFirst * onlySecond;
  const corrected = product > 0 ? Math.max(0, product - pairs / 2) : product;
  return corrected / Math.sqrt(margins);
}

function spread(a: number, b: number, correlation: number): number {
  return Math.sqrt(Math.max(0, a * a + b * b - 2 * correlation * a * b));
}

/**
 * The difference of two shares of samples that are not paired, with its 95% interval.
 *
 * Source: Newcombe 1998, "Interval estimation for the difference between independent proportions",
 * method 10.
 * @param first of at least one sample, as the second
 */
export function independentShares(
  first: { passed: number; of: number },
  second: { passed: number; of: number },
): Estimate {
  const a = wilsonInterval(first.passed, first.of);
  const b = wilsonInterval(second.passed, second.of);
  const value = a.value - b.value;
  const below = spread(a.value - a.low, b.high - b.value, 0);
  const above = spread(a.high - a.value, b.value - b.low, 0);
  return { value, low: Math.max(-1, value - below), high: Math.min(1, value + above) };
}
