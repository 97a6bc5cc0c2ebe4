/** How well a judge agrees with people. */

import { cohenKappa } from '../worker/core/statistics/agreement/cohen-kappa.ts';
import { spearman as rankCorrelation } from '../worker/core/statistics/agreement/spearman.ts';
import { crosstabulate } from '../worker/core/statistics/agreement/table.ts';
import type { Estimate } from '../worker/core/statistics/estimate.ts';
import type { Random } from '../worker/core/statistics/random.ts';

const RESAMPLES = 1_000;

/**
 * A statistic of pairs, with its 95% interval by the percentile bootstrap.
 *
 * Source: B. Efron and R. Tibshirani, "An Introduction to the Bootstrap", 1993, chapter 13.
 * @param random a number from 0 to 1
 */
export function bootstrap<Pair>(
  pairs: readonly Pair[],
  statistic: (pairs: readonly Pair[]) => number,
  random: Random,
): Estimate {
  const resampled = Array.from({ length: RESAMPLES }, () =>
    statistic(pairs.map(() => pairs[Math.floor(random() * pairs.length)] as Pair)),
  )
    .filter((value) => !Number.isNaN(value))
    .sort((a, b) => a - b);
  const at = (share: number) => resampled[Math.round(share * (resampled.length - 1))] ?? Number.NaN;
  return { value: statistic(pairs), low: at(0.025), high: at(0.975) };
}

export type Labels = readonly [human: string, judge: string];

/** Share of pairs with the same label. */
export function accuracy(pairs: readonly Labels[]): number {
  return pairs.filter(([human, judge]) => human === judge).length / pairs.length;
}

/** Cohen's kappa: agreement beyond chance; NaN where chance alone would agree always. */
export function kappa(pairs: readonly Labels[]): number {
  const table = crosstabulate(pairs, [...new Set(pairs.flat())]);
  return cohenKappa(table)?.value ?? Number.NaN;
}

export type Grades = readonly [human: number, judge: number];

/** Correlation of ranks, ties sharing their mean rank; NaN where one side does not vary. */
export function spearman(pairs: readonly Grades[]): number {
  return rankCorrelation(pairs)?.value ?? Number.NaN;
}
