import type { Estimate } from './estimate.ts';

/** How often the differences are drawn anew. */
export const RESAMPLES = 2_000;
/** Beyond so many differences a closed form is as good, and does not grow with them. */
export const MOST_RESAMPLED = 1_000;

/** The interval of a mean of differences, of which there are 1 to `MOST_RESAMPLED`. */
export type BootstrapMean = (differences: Float64Array) => Estimate;

/**
 * Makes a percentile bootstrap of means of paired differences. The random numbers begin at the same
 * place each time, so the same differences give the same interval, and all differences of one length
 * share what was drawn.
 *
 * Source: Efron & Tibshirani 1993, chapter 13.
 */
export function createBootstrap(): BootstrapMean {
  let drawn = { count: 0, indices: new Uint16Array() };
  const means = new Float64Array(RESAMPLES);
  return (differences) => {
    const count = differences.length;
    if (drawn.count !== count) drawn = { count, indices: drawIndices(count) };
    for (let resample = 0, at = 0; resample < RESAMPLES; resample += 1) {
      let sum = 0;
      for (const end = at + count; at < end; at += 1) {
        sum += differences[drawn.indices[at] ?? 0] ?? 0;
      }
      means[resample] = sum / count;
    }
    means.sort();
    const total = differences.reduce((sum, difference) => sum + difference, 0);
    return {
      value: total / count,
      low: means[Math.floor(0.025 * (RESAMPLES - 1))] ?? 0,
      high: means[Math.ceil(0.975 * (RESAMPLES - 1))] ?? 0,
    };
  };
}

const SEED = 0x9e3779b9;

/**
 * The indices of all resamples of `count` values, one after the other, always the same ones.
 *
 * Source: Marsaglia 2003 (xorshift32); Lemire 2019 for the range, whose bias of 2⁻³² per value of
 * the limit is far below the interval's own error.
 */
function drawIndices(count: number): Uint16Array<ArrayBuffer> {
  const indices = new Uint16Array(RESAMPLES * count);
  let state = SEED;
  for (let at = 0; at < indices.length; at += 1) {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    indices[at] = Math.floor(((state >>> 0) / 2 ** 32) * count);
  }
  return indices;
}
