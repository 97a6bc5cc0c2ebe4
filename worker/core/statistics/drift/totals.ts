/** How many values there were, with their sum and that of their squares. */
export interface Totals {
  count: number;
  sum: number;
  sumOfSquares: number;
}

export const NO_VALUES: Totals = { count: 0, sum: 0, sumOfSquares: 0 };

export function plusValue({ count, sum, sumOfSquares }: Totals, value: number): Totals {
  return { count: count + 1, sum: sum + value, sumOfSquares: sumOfSquares + value ** 2 };
}

export function plus(one: Totals, other: Totals): Totals {
  return {
    count: one.count + other.count,
    sum: one.sum + other.sum,
    sumOfSquares: one.sumOfSquares + other.sumOfSquares,
  };
}

export function minus(all: Totals, some: Totals): Totals {
  return {
    count: all.count - some.count,
    sum: all.sum - some.sum,
    sumOfSquares: Math.max(0, all.sumOfSquares - some.sumOfSquares),
  };
}

/** @param totals of at least one value */
export function meanOf({ count, sum }: Totals): number {
  return sum / count;
}

/**
 * The variance of single values from 0 to 1, with a quarter, the most it can be, as if seen once more:
 * few equal values do not show that all are equal.
 */
export function cautiousVariance({ count, sum, sumOfSquares }: Totals): number {
  if (count === 0) return 0.25;
  const measured = Math.max(0, sumOfSquares / count - (sum / count) ** 2);
  return (count * measured + 0.25) / (count + 1);
}
