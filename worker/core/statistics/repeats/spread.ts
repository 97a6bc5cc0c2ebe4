import { mean } from '../moments.ts';

/**
 * How much repeated values of one item differ: the mean over items of their standard deviation.
 *
 * @param items the values of each; those with fewer than two are left out
 * @returns null if no item has two
 */
export function spreadOverRepeats(items: readonly (readonly number[])[]): number | null {
  const deviations = items.filter((values) => values.length > 1).map(deviation);
  return deviations.length === 0 ? null : mean(deviations);
}

function deviation(values: readonly number[]): number {
  const centre = mean(values);
  const squares = values.reduce((sum, value) => sum + (value - centre) ** 2, 0);
  return Math.sqrt(squares / (values.length - 1));
}
