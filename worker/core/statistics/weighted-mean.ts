import { studentCritical } from './distributions/student.ts';
import { type Estimate, estimateWithin } from './estimate.ts';
import { wilsonInterval } from './intervals.ts';

/** What weighted values add up to, such that two of these add up to a third. */
export interface WeightedSums {
  /** Of the weights, and of their squares. */
  weights: number;
  squaredWeights: number;
  /** Of weight × value. */
  values: number;
  /** Of weight² × value, and of weight² × value². */
  squared: number;
  squaredValues: number;
}

export const NO_WEIGHTS: WeightedSums = {
  weights: 0,
  squaredWeights: 0,
  values: 0,
  squared: 0,
  squaredValues: 0,
};

/** Values that weigh 1 each, by their moments. */
export function unweighted(count: number, sum: number, sumOfSquares: number): WeightedSums {
  return {
    weights: count,
    squaredWeights: count,
    values: sum,
    squared: sum,
    squaredValues: sumOfSquares,
  };
}

/** @param weight 0 or above */
export function weighValue(value: number, weight: number): WeightedSums {
  const square = weight * weight;
  return {
    weights: weight,
    squaredWeights: square,
    values: weight * value,
    squared: square * value,
    squaredValues: square * value * value,
  };
}

export function addWeighted(one: WeightedSums, other: WeightedSums): WeightedSums {
  return {
    weights: one.weights + other.weights,
    squaredWeights: one.squaredWeights + other.squaredWeights,
    values: one.values + other.values,
    squared: one.squared + other.squared,
    squaredValues: one.squaredValues + other.squaredValues,
  };
}

/** How many values of equal weight would be as certain: Kish 1965, section 11.7. */
export function effectiveCount({ weights, squaredWeights }: WeightedSums): number {
  return squaredWeights === 0 ? 0 : weights ** 2 / squaredWeights;
}

/**
 * A weighted mean with Student's interval. What no more than one value decides, or values that do not
 * differ, has the interval that as many values could hide: one more at either end of the range.
 *
 * Source: Särndal, Swensson & Wretman 1992, section 5.7, the ratio estimator; Kish 1965 for the degrees
 * of freedom.
 * @param range in which the values lie
 * @returns null if all weights are 0
 */
export function weightedMean(
  sums: WeightedSums,
  { least, most }: { least: number; most: number } = { least: 0, most: 1 },
  coverage = 0.95,
): Estimate | null {
  const count = effectiveCount(sums);
  if (count === 0) return null;
  const value = sums.values / sums.weights;
  if (count < 2) return { value, low: least, high: most };
  const squares =
    sums.squaredValues - 2 * value * sums.squared + value * value * sums.squaredWeights;
  const share = 1 / (count + 1);
  const hidden = ((most - least) ** 2 * share * (1 - share)) / count;
  const variance = squares / sums.weights ** 2;
  const isEqual = variance < 1e-12;
  const error = Math.sqrt(isEqual ? hidden : (variance * count) / (count - 1));
  return estimateWithin(
    value,
    studentCritical(coverage, Math.max(1, Math.floor(count) - 1)) * error,
    least,
    most,
  );
}

/** A weighted share with Wilson's interval of as many items as are as certain. */
export function weightedShareOf(sums: WeightedSums, coverage = 0.95): Estimate | null {
  const count = effectiveCount(sums);
  if (count === 0) return null;
  const share = Math.max(0, Math.min(1, sums.values / sums.weights));
  return wilsonInterval(share * count, count, coverage);
}
