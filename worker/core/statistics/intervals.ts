import type { Estimate } from '@assay/schema/types.ts';
import { studentCritical } from './student.ts';

/** The standard normal quantile of 0.975: intervals are at 95%. */
export const Z = 1.959963984540054;

/**
 * A share with its score interval, which holds its level for small samples and shares near 0 and 1.
 *
 * Source: Wilson 1927; Newcombe 1998, method 3.
 */
export function wilsonInterval(successes: number, trials: number): Estimate {
  const value = successes / trials;
  const denominator = 1 + (Z * Z) / trials;
  const centre = (value + (Z * Z) / (2 * trials)) / denominator;
  const spread =
    (Z / denominator) * Math.sqrt((value * (1 - value)) / trials + (Z * Z) / (4 * trials * trials));
  return {
    value,
    low: successes === 0 ? 0 : Math.max(0, centre - spread),
    high: successes === trials ? 1 : Math.min(1, centre + spread),
  };
}

/**
 * A mean with Student's interval; of one value the interval is the whole range from 0 to 1, since
 * one value says nothing of the spread.
 *
 * @param count of values, each from 0 to 1
 */
export function meanInterval(count: number, sum: number, sumOfSquares: number): Estimate {
  const value = sum / count;
  if (count === 1) return { value, low: 0, high: 1 };
  const variance = Math.max(0, (sumOfSquares - (sum * sum) / count) / (count - 1));
  const spread = studentCritical(0.95, Z, count - 1) * Math.sqrt(variance / count);
  return { value, low: Math.max(0, value - spread), high: Math.min(1, value + spread) };
}
