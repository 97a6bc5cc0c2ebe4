import { type BootstrapMean, MOST_RESAMPLED, RESAMPLES } from './bootstrap.ts';
import { alikeEstimate } from './errors/alike-values.ts';
import type { Estimate } from './estimate.ts';
import { Z } from './intervals.ts';

/**
 * Paired differences, taken one by one. The first are kept to be resampled; of many only the moments
 * and the ends are, so that memory does not grow with the pairs.
 *
 * Source: Pébay 2008 for the moments.
 */
export class Differences {
  count = 0;
  mean = 0;
  least = Number.POSITIVE_INFINITY;
  most = Number.NEGATIVE_INFINITY;
  #kept: number[] = [];
  /** Sums of the second and third powers of the deviations from the mean. */
  #squares = 0;
  #cubes = 0;

  add(difference: number): void {
    this.count += 1;
    if (this.count <= MOST_RESAMPLED) this.#kept.push(difference);
    else if (this.#kept.length > 0) this.#kept = [];
    this.least = Math.min(this.least, difference);
    this.most = Math.max(this.most, difference);
    const n = this.count;
    const deviation = difference - this.mean;
    const step = deviation / n;
    const term = deviation * step * (n - 1);
    this.mean += step;
    this.#cubes += term * step * (n - 2) - 3 * step * this.#squares;
    this.#squares += term;
  }

  /** All of them, if there are few enough to be resampled. */
  get kept(): Float64Array | undefined {
    return this.count <= MOST_RESAMPLED ? Float64Array.from(this.#kept) : undefined;
  }

  get standardError(): number {
    return Math.sqrt(this.#squares) / this.count;
  }

  /** The skewness of their mean. */
  get skewness(): number {
    const scale = this.#squares ** 1.5;
    return scale === 0 ? 0 : this.#cubes / scale;
  }
}

/** Of the difference of two scores, each from 0 to 1. */
const RANGE = { least: -1, most: 1 };
// Differences closer than this are alike: 0.3 - 0.2 is not 0.1.
const ROUNDING = 1e-9;

/**
 * The mean of paired differences from −1 to 1 with the interval of a percentile bootstrap: of up to
 * 1,000 by resampling, of more by the expansion of what resampling without end would give. That one is
 * off by a share of 1/n of its width, where 2,000 resamples are off by some percent of it. Differences
 * that are all alike can only be drawn again as they are, which would say that their mean is certain:
 * they have the interval of what so few of them leave open.
 *
 * Source: Hall 1992, "The Bootstrap and Edgeworth Expansion", chapter 3; Cornish & Fisher 1938.
 * @param differences at least one
 */
export function meanDifference(
  differences: Differences,
  bootstrap: BootstrapMean,
): Estimate & { resamples: number } {
  const { count, mean, standardError, skewness, least, most, kept } = differences;
  // One says nothing of how they spread.
  if (count === 1) return { value: mean, low: RANGE.least, high: RANGE.most, resamples: 0 };
  if (most - least < ROUNDING) return { ...alikeEstimate(mean, count, RANGE), resamples: 0 };
  if (kept !== undefined) return { ...bootstrap(kept), resamples: RESAMPLES };
  const shift = (skewness * (Z * Z - 1)) / 6;
  return {
    value: mean,
    low: Math.max(least, mean + standardError * (shift - Z)),
    high: Math.min(most, mean + standardError * (shift + Z)),
    resamples: 0,
  };
}
