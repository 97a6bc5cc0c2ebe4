import { normalCritical } from '../distributions/normal.ts';
import { studentCritical } from '../distributions/student.ts';
import type { Estimate } from '../estimate.ts';
import { wilsonInterval } from '../intervals.ts';
import { mean, momentsOf } from '../moments.ts';

/**
 * The mean over items of values that were repeated for each: the interval is of other items, asked
 * again. Repeats of an item resemble each other, so it is the means of items that count, and how many
 * independent passes would be as certain. Values that do not differ have the interval that as many
 * passes would have.
 *
 * Source: Dean & Pagano 2015, "Evaluating confidence interval methods for binomial proportions in
 * clustered surveys" (Wilson's interval with the effective sample size of Korn & Graubard 1998).
 * @param items the values of each, from 0 to 1, one or more; one item or more
 */
export function repeatedMean(items: readonly (readonly number[])[], coverage = 0.95): Estimate {
  const { count, mean: value, variance } = momentsOf(items.map((values) => mean(values)));
  if (count === 1) return { value, low: 0, high: 1 };
  return wilsonInterval(
    value * effective(value, variance, { count, coverage }),
    effective(value, variance, { count, coverage }),
    coverage,
  );
}

/** As many independent passes as are as certain, with Student's quantile for the normal one. */
function effective(
  value: number,
  variance: number,
  { count, coverage }: { count: number; coverage: number },
): number {
  const squaredError = variance / (count - 1);
  if (squaredError < 1e-15) return count;
  const shrink = (normalCritical(coverage) / studentCritical(coverage, count - 1)) ** 2;
  // Where the values are shares, they vary at most as single passes do.
  return Math.max(count, (value * (1 - value)) / squaredError) * shrink;
}
