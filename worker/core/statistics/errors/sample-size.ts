import { normalQuantile } from '../distributions/normal.ts';

/** How sure a comparison should be. */
export interface Certainty {
  /** The probability of finding a difference where there is none, between 0 and 1. */
  alpha?: number;
  /** The probability of finding the difference if it is there, between 0 and 1. */
  power?: number;
}

export interface PairedSpread {
  /** The variance of the true differences between items. */
  between: number;
  /** Of both sides, the variance within an item, and how often each item is repeated. */
  within?: readonly { variance: number; repeats: number }[];
}

/**
 * How many items a paired comparison needs to find a difference.
 *
 * Source: Miller 2024, "Adding error bars to evals", section 5.
 * @param difference of the means, not 0
 */
export function itemsForPaired(
  difference: number,
  { between, within = [] }: PairedSpread,
  certainty: Certainty = {},
): number {
  const variance = within.reduce((sum, side) => sum + side.variance / side.repeats, between);
  return itemsFor(difference, variance, certainty);
}

/**
 * How many items each side of an unpaired comparison of shares needs.
 *
 * Source: Fleiss, Levin & Paik 2003, section 4.2, without correction for continuity.
 */
export function itemsForShares(first: number, second: number, certainty: Certainty = {}): number {
  return itemsFor(second - first, first * (1 - first) + second * (1 - second), certainty);
}

function itemsFor(
  difference: number,
  variance: number,
  { alpha = 0.05, power = 0.8 }: Certainty,
): number {
  if (difference === 0) throw new RangeError('The difference must not be 0.');
  const quantiles = normalQuantile(1 - alpha / 2) + normalQuantile(power);
  return Math.ceil((quantiles ** 2 * variance) / difference ** 2 - 1e-9);
}
