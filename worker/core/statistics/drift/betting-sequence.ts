import type { Estimate } from '../estimate.ts';

/** How much was won by betting that the mean is above, and below, each of some means. */
export interface BettingSequence {
  add(value: number): void;
  /** The larger of half the one and half the other, for the mean nearest to `mean`. */
  capitalAt(mean: number): number;
  /** The mean so far, with the means that could not be ruled out at any time. */
  interval(): Estimate;
  /** What it goes on from. */
  save(): SavedSequence;
}

/** Logarithms of what was won at each mean by betting above it and below it, and the values in short. */
export interface SavedSequence {
  above: number[];
  below: number[];
  isRuledOut: number[];
  spread: SavedSpread;
}

interface SavedSpread {
  count: number;
  sum: number;
  squares: number;
}

/** Bets may not risk more than this share of the capital. */
const MOST_RISKED = 0.5;

/**
 * A confidence sequence of the mean of values from 0 to 1: it covers the mean at all times at once, so
 * you may look after every value and stop when you like.
 *
 * Source: Waudby-Smith & Ramdas 2024, "Estimating means of bounded random variables by betting", as in
 * confseq's `betting_mart`.
 * @param alpha the probability of ever missing the mean, between 0 and 1
 * @param steps means are looked at in steps of 1 / steps
 * @param saved of a sequence with the same alpha and steps
 */
export function createBettingSequence(
  alpha = 0.05,
  steps = 200,
  saved?: SavedSequence,
): BettingSequence {
  const means = Array.from({ length: steps - 1 }, (_, i) => (i + 1) / steps);
  const above = Float64Array.from(saved?.above ?? means.map(() => 0));
  const below = Float64Array.from(saved?.below ?? means.map(() => 0));
  const isRuledOut = Uint8Array.from(saved?.isRuledOut ?? means.map(() => 0));
  const spread = createSpread(saved?.spread);
  const capital = (i: number) => Math.max(Math.exp(above[i] ?? 0) / 2, Math.exp(below[i] ?? 0) / 2);
  return {
    add: (value) => {
      const bet = betOf(spread.count() + 1, spread.variance(), alpha / 2);
      for (const [i, mean] of means.entries()) {
        const up = Math.min(bet, MOST_RISKED / mean);
        const down = Math.min(bet, MOST_RISKED / (1 - mean));
        above[i] = (above[i] ?? 0) + Math.log1p(up * (value - mean));
        below[i] = (below[i] ?? 0) + Math.log1p(-down * (value - mean));
        if (capital(i) >= 1 / alpha) isRuledOut[i] = 1;
      }
      spread.add(value);
    },
    capitalAt: (mean) =>
      capital(Math.max(0, Math.min(means.length - 1, Math.round(mean * steps) - 1))),
    interval: () => {
      const value = spread.mean();
      const left = means.filter((_, i) => isRuledOut[i] !== 1);
      const low = (left[0] ?? value) - 1 / steps;
      const high = (left.at(-1) ?? value) + 1 / steps;
      return {
        value,
        low: Math.max(0, Math.min(value, low)),
        high: Math.min(1, Math.max(value, high)),
      };
    },
    save: () => ({
      above: [...above],
      below: [...below],
      isRuledOut: [...isRuledOut],
      spread: spread.save(),
    }),
  };
}

/** The bet for the value of this number, from what came before it. */
export function betOf(number: number, variance: number, alpha: number): number {
  return Math.sqrt((2 * Math.log(1 / alpha)) / (number * Math.log(1 + number) * variance));
}

/** The variance so far, with a mean of 1/2 and a variance of 1/4 as one value before. */
function createSpread(saved: SavedSpread = { count: 0, sum: 0, squares: 0.25 }) {
  let { count, sum, squares } = saved;
  return {
    count: () => count,
    variance: () => squares / (count + 1),
    mean: () => (count === 0 ? 0.5 : sum / count),
    add: (value: number) => {
      count += 1;
      sum += value;
      squares += (value - (0.5 + sum) / (count + 1)) ** 2;
    },
    save: (): SavedSpread => ({ count, sum, squares }),
  };
}
