import { normalCritical } from './distributions/normal.ts';
import type { Estimate } from './estimate.ts';

/** The standard normal quantile of 0.975, for intervals at 95%. */
export const Z = 1.959963984540054;

/**
 * A share with its score interval, which holds its level for small samples and shares near 0 and 1.
 *
 * Source: Wilson 1927; Newcombe 1998, method 3.
 * @param successes from 0 to `trials`
 * @param trials above 0
 * @param coverage of the interval, between 0 and 1
 */
export function wilsonInterval(successes: number, trials: number, coverage = 0.95): Estimate {
  const z = coverage === 0.95 ? Z : normalCritical(coverage);
  const value = successes / trials;
  const denominator = 1 + (z * z) / trials;
  const centre = (value + (z * z) / (2 * trials)) / denominator;
  const spread =
    (z / denominator) * Math.sqrt((value * (1 - value)) / trials + (z * z) / (4 * trials * trials));
  return {
    value,
    low: successes === 0 ? 0 : Math.max(0, centre - spread),
    high: successes === trials ? 1 : Math.min(1, centre + spread),
  };
}
