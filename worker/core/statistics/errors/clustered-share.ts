import { studentCritical } from '../distributions/student.ts';
import type { Estimate } from '../estimate.ts';
import { wilsonInterval, Z } from '../intervals.ts';
import { alikeEstimate } from './alike-values.ts';
import { clusteredMean } from './clustered-mean.ts';

/**
 * A share of values that come in clusters, such as repeated answers to one question, with a score
 * interval. The number of values is replaced by that of independent ones with the same standard error,
 * and lowered for few clusters. Unlike Student's, the interval keeps its level for shares near 0 and 1
 * and stays within them.
 *
 * Source: Korn & Graubard 1998, "Confidence intervals for proportions with small expected number of
 * positive counts estimated from survey data", with Wilson's interval as in Franco, Little, Louis & Slud
 * 2019, "Comparative study of confidence intervals for proportions in complex sample surveys".
 * @param values 0 or 1, with the cluster of each; one or more
 */
export function clusteredShare(values: readonly { value: number; cluster: string }[]): Estimate {
  const clusters = new Set(values.map(({ cluster }) => cluster)).size;
  const successes = values.reduce((sum, { value }) => sum + value, 0);
  if (clusters < 2) return { value: successes / values.length, low: 0, high: 1 };
  const { value, standardError } = clusteredMean(values);
  const variance = value * (1 - value);
  // Where all are alike nothing tells how much those of a cluster resemble each other: as much as can be.
  const alike = variance === 0 ? clusters : values.length;
  const independent =
    standardError === 0 ? alike : Math.min(values.length, variance / standardError ** 2);
  const lowered = forFew(independent, clusters);
  const { low, high } = wilsonInterval(value * lowered, lowered);
  return { value, low: Math.min(low, value), high: Math.max(high, value) };
}

/** So many values, lowered for few clusters: with Student's quantile for the normal one. */
function forFew(independent: number, clusters: number): number {
  return independent * (Z / studentCritical(0.95, clusters - 1)) ** 2;
}

/**
 * The mean of values from 0 to 1 in clusters: a share where all are 0 or 1, and Student's otherwise. Where
 * the clusters are all alike, it is as wide as so few of them leave open.
 */
export function clusteredEstimate(
  values: readonly { value: number; cluster: string }[],
): Estimate | null {
  if (values.length === 0) return null;
  if (values.every(({ value }) => value === 0 || value === 1)) return clusteredShare(values);
  const clusters = new Set(values.map(({ cluster }) => cluster)).size;
  if (clusters < 2) {
    const sum = values.reduce((total, { value }) => total + value, 0);
    return { value: sum / values.length, low: 0, high: 1 };
  }
  const { value, low, high, standardError } = clusteredMean(values);
  // What rounding leaves of clusters that are all alike is no variance.
  if (standardError < 1e-9) {
    return alikeEstimate(value, forFew(clusters, clusters), { least: 0, most: 1 });
  }
  return { value, low: Math.max(0, low), high: Math.min(1, high) };
}
