import { studentTail } from '../distributions/student.ts';
import type { Estimate } from '../estimate.ts';
import { momentsOf } from '../moments.ts';
import { meanGap } from './paired-differences.ts';
import { signFlipShare } from './sign-flips.ts';

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
  const unequal = differences.filter((difference) => difference !== 0);
  // What rounding leaves of equal differences is no variance.
  const t = variance < 1e-18 ? Number.POSITIVE_INFINITY : mean / Math.sqrt(variance / count);
  const p = unequal.length <= MOST_SIGNS ? signFlipShare(unequal) : studentTail(t, count - 1);
  return { difference: meanGap(differences), p, variance };
}
