import { kishCount } from '../../core/statistics/correction/labelled-score.ts';
import type { Estimate } from '../../core/statistics/estimate.ts';
import { wilsonInterval } from '../../core/statistics/intervals.ts';
import { type Random, seededRandom } from '../../core/statistics/random.ts';

/**
 * Weights whose sum is the effective number of labels, so that intervals are as wide as they must be:
 * 1 for each where all count alike.
 *
 * Source: Kish 1965, "Survey Sampling", on the design effect of weights.
 */
export function scaledWeights(weights: readonly number[]): number[] {
  const sum = weights.reduce((total, weight) => total + weight, 0);
  const scale = kishCount(weights) / sum;
  return weights.map((weight) => weight * scale);
}

interface Weighted {
  weight: number;
}

/** The share of items for which something holds, with Wilson's interval; null without items. */
export function weightedShare<Item extends Weighted>(
  items: readonly Item[],
  holds: (item: Item) => boolean,
  coverage = 0.95,
): Estimate | null {
  if (items.length === 0) return null;
  const weights = scaledWeights(items.map(({ weight }) => weight));
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  const held = items.reduce((sum, item, i) => sum + (holds(item) ? (weights[i] ?? 0) : 0), 0);
  // Sums of weights may miss a whole number by a hair.
  return wilsonInterval(Math.min(held, total), total, coverage);
}

const SEED = 1;

/**
 * A part of a weighted sample in which all count alike, as in one drawn at random from the start: each
 * item is kept with a probability in proportion to its weight. The same items every time.
 */
export function thinned<Item extends Weighted>(
  items: readonly Item[],
  random: Random = seededRandom(SEED),
): Item[] {
  const most = Math.max(0, ...items.map(({ weight }) => weight));
  return items.filter(({ weight }) => random() * most < weight);
}
