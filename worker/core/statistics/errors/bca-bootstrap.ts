import { normalCdf, normalQuantile } from '../distributions/normal.ts';
import type { Estimate } from '../estimate.ts';
import { mean } from '../moments.ts';

/**
 * The interval of a statistic from its values on resamples, corrected for bias and skewness (BCa).
 *
 * Source: Efron 1987, "Better bootstrap confidence intervals"; Efron & Tibshirani 1993, section 14.3.
 * @param values the sample, two or more
 * @param statistic of a sample
 * @param replicates its values on resamples with replacement, at least one
 */
export function bcaInterval(
  values: readonly number[],
  statistic: (sample: readonly number[]) => number,
  replicates: readonly number[],
  coverage = 0.95,
): Estimate {
  const value = statistic(values);
  const sorted = replicates.toSorted((a, b) => a - b);
  const { bias, acceleration } = bcaCorrections(values, statistic, replicates);
  const at = (probability: number) => {
    const z = bias + normalQuantile(probability);
    const share = normalCdf(bias + z / (1 - acceleration * z));
    const rank = Number.isNaN(share) ? probability : share;
    return sorted[Math.max(0, Math.min(sorted.length - 1, Math.ceil(rank * sorted.length) - 1))];
  };
  const tail = (1 - coverage) / 2;
  return { value, low: at(tail) ?? value, high: at(1 - tail) ?? value };
}

/** How far the replicates are off to one side, and how their spread changes with the value. */
export function bcaCorrections(
  values: readonly number[],
  statistic: (sample: readonly number[]) => number,
  replicates: readonly number[],
): { bias: number; acceleration: number } {
  const value = statistic(values);
  // Ties count half; rounding must not decide what is one.
  const near = 1e-12 * Math.max(1, Math.abs(value));
  const below = replicates.filter((replicate) => replicate < value - near).length;
  const ties = replicates.filter((replicate) => Math.abs(replicate - value) <= near).length;
  const share = (below + ties / 2) / replicates.length;
  const inside = Math.max(0.5, Math.min(replicates.length - 0.5, share * replicates.length));
  const without = values.map((_, i) => statistic(values.filter((__, j) => j !== i)));
  const centre = mean(without);
  const gaps = without.map((one) => centre - one);
  const squares = gaps.reduce((sum, gap) => sum + gap ** 2, 0);
  const cubes = gaps.reduce((sum, gap) => sum + gap ** 3, 0);
  return {
    bias: normalQuantile(inside / replicates.length),
    acceleration: squares === 0 ? 0 : cubes / (6 * squares ** 1.5),
  };
}
