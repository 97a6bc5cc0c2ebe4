import { normalCritical } from '../distributions/normal.ts';
import type { Estimate } from '../estimate.ts';
import { correlationInterval } from './correlation.ts';

/**
 * Spearman's rank correlation: whether two raters put items into the same order, with ties at their
 * mean rank.
 *
 * Source: Spearman 1904; Bonett & Wright 2000 for the interval.
 * @param pairs what both raters said of each item
 * @param coverage of the interval, between 0 and 1
 * @returns null if one side does not vary
 */
export function spearman(
  pairs: readonly (readonly [number, number])[],
  coverage = 0.95,
): Estimate | null {
  const value = pearson(
    meanRanks(pairs.map(([first]) => first)),
    meanRanks(pairs.map(([, second]) => second)),
  );
  if (value === null) return null;
  const n = pairs.length;
  return correlationInterval(value, {
    nearest: 1 - 12 / (n * (n * n - 1)),
    margin: (rho) => normalCritical(coverage) * Math.sqrt((1 + (rho * rho) / 2) / (n - 3)),
    isDefined: n > 3,
  });
}

/** Ranks from 0, those of ties their mean. */
function meanRanks(values: readonly number[]): number[] {
  const order = values.map((_, i) => i).sort((a, b) => (values[a] ?? 0) - (values[b] ?? 0));
  const ranks = values.map(() => 0);
  for (let from = 0; from < order.length; ) {
    const value = values[order[from] ?? 0];
    let end = from + 1;
    while (end < order.length && values[order[end] ?? 0] === value) end += 1;
    for (const i of order.slice(from, end)) ranks[i] = (from + end - 1) / 2;
    from = end;
  }
  return ranks;
}

function pearson(first: readonly number[], second: readonly number[]): number | null {
  const mean = (first.length - 1) / 2;
  let [together, squaresFirst, squaresSecond] = [0, 0, 0];
  for (const [i, rank] of first.entries()) {
    const [a, b] = [rank - mean, (second[i] ?? mean) - mean];
    together += a * b;
    squaresFirst += a * a;
    squaresSecond += b * b;
  }
  const scale = Math.sqrt(squaresFirst * squaresSecond);
  return scale === 0 ? null : Math.max(-1, Math.min(1, together / scale));
}
