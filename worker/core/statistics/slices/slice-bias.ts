import { studentCritical, studentTail } from '../distributions/student.ts';
import { type Estimate, estimateWithin } from '../estimate.ts';
import { wilsonInterval } from '../intervals.ts';
import { type Moments, momentsOf } from '../moments.ts';
import { holm } from './holm.ts';

/** Items that have something in common, such as a language. */
export interface Slice {
  name: string;
  /** Of each item of the slice, the judge's score less the label. */
  inside: readonly number[];
  /** Of each of the other items. */
  outside: readonly number[];
}

export interface SliceBias {
  name: string;
  items: number;
  /** How much higher than people the judge scores the slice. The intervals of all slices hold together. */
  bias: Estimate;
  /** Of the bias being the same outside the slice, corrected for the number of slices; null if unknown. */
  probability: number | null;
}

/** Fewer items have no interval worth showing. */
const LEAST_ITEMS = 10;

/**
 * Where a judge is kinder or harsher than people. Looking at many slices finds some by chance, so
 * intervals are widened for their number (Bonferroni) and probabilities corrected (Holm).
 *
 * Source: Dunn 1961 for the intervals; Holm 1979; Welch 1947 for the comparison with the other items.
 * @param slices those with fewer than 10 items are omitted
 * @param coverage of all intervals together, between 0 and 1
 */
export function sliceBiases(slices: readonly Slice[], coverage = 0.95): SliceBias[] {
  const large = slices.filter(({ inside }) => inside.length >= LEAST_ITEMS);
  const each = 1 - (1 - coverage) / Math.max(1, large.length);
  const probabilities = large.map(({ inside, outside }) =>
    outside.length < LEAST_ITEMS ? null : welch(momentsOf(inside), momentsOf(outside)),
  );
  const corrected = holm(probabilities.filter((probability) => probability !== null));
  let next = 0;
  return large.map(({ name, inside }, i) => ({
    name,
    items: inside.length,
    bias: meanGap(momentsOf(inside), each),
    probability: probabilities[i] === null ? null : (corrected[next++] ?? null),
  }));
}

/** The mean with Student's interval; equal gaps have that of how many others so many items may hide. */
function meanGap({ count, mean, variance }: Moments, coverage: number): Estimate {
  const margin =
    variance === 0
      ? 1 - wilsonInterval(count, count, coverage).low
      : studentCritical(coverage, count - 1) * Math.sqrt(variance / (count - 1));
  return estimateWithin(mean, margin, -1, 1);
}

/** The probability of means at least as far apart if the true ones were equal. */
function welch(one: Moments, other: Moments): number | null {
  const [a, b] = [one, other].map(({ variance, count }) => variance / (count - 1));
  if (a === undefined || b === undefined || a + b === 0) return null;
  const degrees = (a + b) ** 2 / (a ** 2 / (one.count - 1) + b ** 2 / (other.count - 1));
  return studentTail((one.mean - other.mean) / Math.sqrt(a + b), degrees);
}
