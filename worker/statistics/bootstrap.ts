import type { Estimate } from '@assay/schema/types.ts';

const MOST_RESAMPLES = 2_000;
const FEWEST_RESAMPLES = 200;
// Draws for one interval: what a Worker does in a few tenths of a second.
const DRAWS = 20_000_000;

/**
 * The mean of paired differences with a percentile bootstrap interval. The random numbers begin
 * at the same place each time, so the same differences give the same interval.
 *
 * Source: Efron & Tibshirani 1993, chapter 13.
 * @param differences one a pair, at least one
 */
export function bootstrapMean(differences: Float64Array): Estimate & { resamples: number } {
  const count = differences.length;
  const resamples = Math.round(Math.min(MOST_RESAMPLES, Math.max(FEWEST_RESAMPLES, DRAWS / count)));
  const next = randomBelow(count);
  const means = new Float64Array(resamples);
  for (let resample = 0; resample < resamples; resample += 1) {
    let sum = 0;
    for (let draw = 0; draw < count; draw += 1) sum += differences[next()] ?? 0;
    means[resample] = sum / count;
  }
  means.sort();
  const total = differences.reduce((sum, difference) => sum + difference, 0);
  return {
    value: total / count,
    low: means[Math.floor(0.025 * (resamples - 1))] ?? 0,
    high: means[Math.ceil(0.975 * (resamples - 1))] ?? 0,
    resamples,
  };
}

const SEED = 0x9e3779b9;

/**
 * Whole numbers from 0 to below a limit, always the same ones.
 *
 * Source: Marsaglia 2003 (xorshift32); Lemire 2019 for the range, whose bias of 2⁻³² per value of
 * the limit is far below the interval's own error.
 */
function randomBelow(limit: number): () => number {
  let state = SEED;
  return () => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return Math.floor(((state >>> 0) / 2 ** 32) * limit);
  };
}
