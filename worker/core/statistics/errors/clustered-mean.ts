import { studentCritical } from '../distributions/student.ts';
import type { Estimate } from '../estimate.ts';
import { mean } from '../moments.ts';

/**
 * A mean of values that come in clusters, such as questions on one text, with Student's interval.
 * Values of a cluster resemble each other, so an interval that takes them for independent is too narrow.
 * For pairs, give it their differences.
 *
 * Source: Miller 2024, "Adding error bars to evals"; Liang & Zeger 1986, with the correction for few
 * clusters, as in Inspect's `stderr`.
 * @param values with the cluster of each; two clusters or more
 * @throws RangeError if there are fewer than two clusters
 */
export function clusteredMean(
  values: readonly { value: number; cluster: string }[],
  coverage = 0.95,
): Estimate & { standardError: number } {
  const centre = mean(values.map(({ value }) => value));
  const sums = new Map<string, number>();
  for (const { value, cluster } of values) {
    sums.set(cluster, (sums.get(cluster) ?? 0) + value - centre);
  }
  const clusters = sums.size;
  if (clusters < 2) throw new RangeError('A clustered mean needs at least 2 clusters.');
  const squares = [...sums.values()].reduce((total, sum) => total + sum ** 2, 0);
  const standardError = Math.sqrt((clusters / (clusters - 1)) * squares) / values.length;
  const margin = studentCritical(coverage, clusters - 1) * standardError;
  return { value: centre, low: centre - margin, high: centre + margin, standardError };
}
