import { studentCritical, studentTail } from '../distributions/student.ts';
import { type Estimate, estimateWithin } from '../estimate.ts';
import { wilsonInterval } from '../intervals.ts';
import { momentsOf } from '../moments.ts';

/** A mean of paired differences, with what speaks against there being none. */
export interface PairedDifference {
  difference: Estimate;
  /** Probability of a mean at least as far from 0 if either sign were as likely. */
  p: number;
  /** The variance of the differences. */
  variance: number;
}

/** Up to so many differences other than 0, every choice of signs is tried. */
const MOST_SIGNS = 14;

/**
 * The mean of the differences of pairs, such as two prompts on the same questions, with Student's
 * interval. The probability is exact for few differences, by trying every choice of signs; for more it
 * is Student's. Differences that are all alike have an interval as wide as so few of them leave open.
 *
 * Source: Fisher 1935, "The design of experiments", section 21, for the signs; Student 1908.
 * @param differences from -1 to 1, one a pair, two or more
 */
export function pairedDifference(differences: readonly number[]): PairedDifference {
  const { count, mean, variance: biased } = momentsOf(differences);
  const variance = (biased * count) / (count - 1);
  // What rounding leaves of equal differences is no variance.
  const isAlike = variance < 1e-18;
  const margin = isAlike
    ? 1 - wilsonInterval(count, count).low
    : studentCritical(0.95, count - 1) * Math.sqrt(variance / count);
  const unequal = differences.filter((difference) => difference !== 0);
  const p =
    unequal.length <= MOST_SIGNS
      ? signFlip(unequal)
      : studentTail(
          isAlike ? Number.POSITIVE_INFINITY : mean / Math.sqrt(variance / count),
          count - 1,
        );
  return { difference: estimateWithin(mean, margin, -1, 1), p, variance };
}

/** The share of all choices of signs whose sum is at least as far from 0. */
function signFlip(differences: readonly number[]): number {
  if (differences.length === 0) return 1;
  const sum = Math.abs(differences.reduce((total, each) => total + each, 0));
  const choices = 2 ** differences.length;
  let extreme = 0;
  for (let signs = 0; signs < choices; signs += 1) {
    const other = differences.reduce(
      (total, each, i) => total + ((signs >> i) & 1 ? each : -each),
      0,
    );
    // Rounding must not decide what is as far.
    if (Math.abs(other) >= sum - 1e-12) extreme += 1;
  }
  return extreme / choices;
}
