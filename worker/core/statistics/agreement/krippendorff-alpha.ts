import type { Estimate } from '../estimate.ts';
import { type Random, randomIndex } from '../random.ts';
import { lowOfComplete } from './coefficient.ts';

/** How far two different values are apart: all the same, by their ranks, or by their difference. */
export type Scale = 'nominal' | 'ordinal' | 'interval';

export interface AlphaOptions {
  /** Numbers from 0 to below 1 for the interval, such as `seededRandom(1)`. */
  random: Random;
  resamples?: number;
  coverage?: number;
}

/**
 * Krippendorff's alpha: agreement beyond chance of any number of raters, some of whom may not have
 * rated some items. 1 is complete agreement; at 0 the ratings could have been dealt out at random.
 * The interval is a percentile bootstrap over items. Resamples without any variation have no alpha
 * and are omitted. Time grows with the squared number of distinct values.
 *
 * Source: Krippendorff 2011, "Computing Krippendorff's alpha-reliability"; Efron & Tibshirani 1993,
 * chapter 13, for the interval.
 * @param items the ratings of each item, as numbers; raters who gave none are omitted
 * @param scale what the numbers mean
 * @returns null if no item has two ratings, or all ratings are the same
 */
export function krippendorffAlpha(
  items: readonly (readonly number[])[],
  scale: Scale,
  { random, resamples = 1_000, coverage = 0.95 }: AlphaOptions,
): Estimate | null {
  const paired = items.filter((ratings) => ratings.length > 1);
  const values = [...new Set(paired.flat())].sort((a, b) => a - b);
  const pairs = paired.map((ratings) => coincidencesOf(ratings, values));
  const alphaOf = createAlpha(values, scale);
  const value = alphaOf(pairs);
  if (value === null) return null;
  if (pairs.length < 2) return { value, low: -1, high: 1 };
  if (value === 1) {
    const low = lowOfComplete(pairs.length, sameByChance(paired.flat()), coverage);
    return { value, low, high: 1 };
  }
  const alphas: number[] = [];
  for (let resample = 0; resample < resamples; resample += 1) {
    const alpha = alphaOf(pairs.map((own) => pairs[randomIndex(random, pairs.length)] ?? own));
    if (alpha !== null) alphas.push(alpha);
  }
  alphas.sort((a, b) => a - b);
  const tail = (1 - coverage) / 2;
  return {
    value,
    low: Math.min(value, alphas[Math.floor(tail * (alphas.length - 1))] ?? -1),
    high: Math.max(value, alphas[Math.ceil((1 - tail) * (alphas.length - 1))] ?? 1),
  };
}

/** Each pair of values that an item has, by its place in the matrix of all pairs, and its weight. */
interface Coincidences {
  places: Uint32Array;
  weight: number;
}

function coincidencesOf(ratings: readonly number[], values: readonly number[]): Coincidences {
  const indices = ratings.map((rating) => values.indexOf(rating));
  const places = indices.flatMap((first, i) =>
    indices.flatMap((second, j) => (i === j ? [] : [first * values.length + second])),
  );
  return { places: Uint32Array.from(places), weight: 1 / (ratings.length - 1) };
}

function createAlpha(values: readonly number[], scale: Scale) {
  const size = values.length;
  const matrix = new Float64Array(size * size);
  const counts = new Float64Array(size);
  return (items: readonly Coincidences[]): number | null => {
    matrix.fill(0);
    for (const { places, weight } of items) {
      for (const place of places) matrix[place] = (matrix[place] ?? 0) + weight;
    }
    for (let row = 0; row < size; row += 1) {
      counts[row] = matrix.subarray(row * size, (row + 1) * size).reduce((a, b) => a + b, 0);
    }
    const total = counts.reduce((a, b) => a + b, 0);
    const positions = positionsOf(values, counts, scale);
    let observed = 0;
    let expected = 0;
    for (let row = 0; row < size; row += 1) {
      for (let column = 0; column < row; column += 1) {
        const distance = (positions[row] ?? 0) - (positions[column] ?? 0);
        const squared = scale === 'nominal' ? 1 : distance * distance;
        observed += (matrix[row * size + column] ?? 0) * squared;
        expected += (counts[row] ?? 0) * (counts[column] ?? 0) * squared;
      }
    }
    return expected === 0 ? null : 1 - ((total - 1) * observed) / expected;
  };
}

/** Where each value is on a line; the distance of two ranks is that of the middles of their ties. */
function positionsOf(
  values: readonly number[],
  counts: Float64Array,
  scale: Scale,
): readonly number[] {
  if (scale !== 'ordinal') return values;
  let below = 0;
  return values.map((_, i) => {
    const count = counts[i] ?? 0;
    below += count;
    return below - count / 2;
  });
}

/** The probability that two of all ratings, drawn at random, are the same. */
function sameByChance(ratings: readonly number[]): number {
  const counts = new Map<number, number>();
  for (const rating of ratings) counts.set(rating, (counts.get(rating) ?? 0) + 1);
  const pairs = [...counts.values()].reduce((total, count) => total + count * (count - 1), 0);
  return pairs / (ratings.length * (ratings.length - 1));
}
