import { type Estimate, estimateWithin } from '../estimate.ts';

/** What is kept of a stream for the sequence of its mean: a fixed number of numbers. */
export interface MeanSequence {
  count: number;
  sum: number;
  /** The squared deviations of each value from the mean before it. */
  deviations: number;
  /** The bets, the values times their bets, and what is paid for their spread. */
  bets: number;
  weighted: number;
  paid: number;
}

export const EMPTY_SEQUENCE: MeanSequence = {
  count: 0,
  sum: 0,
  deviations: 0.25,
  bets: 0,
  weighted: 0,
  paid: 0,
};

const LARGEST_BET = 0.5;

/**
 * Takes the next value of a stream for a confidence sequence of its mean. Somewhat wider than that by
 * betting, but of fixed size.
 *
 * Source: Waudby-Smith & Ramdas 2024, "Estimating means of bounded random variables by betting",
 * theorem 2 (predictable plug-in, empirical Bernstein).
 * @param value from 0 to 1
 * @param alpha the same for all values and for the interval
 */
export function addToSequence(before: MeanSequence, value: number, alpha = 0.05): MeanSequence {
  const count = before.count + 1;
  const variance = before.deviations / count;
  const mean = (0.5 + before.sum) / count;
  const bet = Math.min(
    LARGEST_BET,
    Math.sqrt((2 * Math.log(2 / alpha)) / (variance * count * Math.log(1 + count))),
  );
  const sum = before.sum + value;
  return {
    count,
    sum,
    deviations: before.deviations + (value - (0.5 + sum) / (count + 1)) ** 2,
    bets: before.bets + bet,
    weighted: before.weighted + bet * value,
    paid: before.paid + (value - mean) ** 2 * (-Math.log(1 - bet) - bet),
  };
}

/**
 * The mean so far, with limits that hold at all times at once: you may look after every value.
 *
 * @param alpha the probability of ever missing the mean, as it was when the values were added
 */
export function sequenceInterval(sequence: MeanSequence, alpha = 0.05): Estimate {
  const { count, sum, bets, weighted, paid } = sequence;
  if (count === 0) return { value: 0.5, low: 0, high: 1 };
  const { low, high } = estimateWithin(weighted / bets, (Math.log(2 / alpha) + paid) / bets, 0, 1);
  const value = sum / count;
  return { value, low: Math.min(low, value), high: Math.max(high, value) };
}
