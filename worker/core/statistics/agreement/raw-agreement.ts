import { studentCritical } from '../distributions/student.ts';
import { type Estimate, estimateWithin } from '../estimate.ts';
import { wilsonInterval } from '../intervals.ts';
import { sum } from '../moments.ts';
import type { CategoryCounts } from './rated-items.ts';
import { type AgreementTable, sharesOf } from './table.ts';

/**
 * The share of items that two raters put into the same category, with Wilson's interval.
 *
 * @param table counts of at least one item
 * @throws RangeError if the table is not square, or counts nothing
 */
export function rawAgreement(table: AgreementTable, coverage = 0.95): Estimate {
  const { items } = sharesOf(table);
  const same = sum(table.map((counts, category) => counts[category] ?? 0));
  return wilsonInterval(same, items, coverage);
}

/**
 * The probability that two raters of the same item agree, for any number of raters: the share of
 * agreeing pairs of each item, averaged over the items that have two ratings. Complete agreement has
 * Wilson's interval, other values Student's.
 *
 * Source: Gwet 2014, chapter 2, as in irrCAC's `pa.coeff.raw`.
 * @param items how many raters put each item into each category
 * @returns null if no item has two ratings
 */
export function rawAgreementOfMany(
  items: readonly CategoryCounts[],
  coverage = 0.95,
): Estimate | null {
  const shares = items.filter((counts) => sum(counts) > 1).map(shareOfAgreeingPairs);
  const n = shares.length;
  if (n === 0) return null;
  const value = sum(shares) / n;
  if (value === 0 || value === 1) return wilsonInterval(value * n, n, coverage);
  if (n === 1) return { value, low: 0, high: 1 };
  const variance = sum(shares.map((share) => (share - value) ** 2)) / (n - 1);
  const margin = studentCritical(coverage, n - 1) * Math.sqrt(variance / n);
  return estimateWithin(value, margin, 0, 1);
}

/** Of two or more ratings of one item, the share of pairs that are the same. */
export function shareOfAgreeingPairs(counts: CategoryCounts): number {
  const raters = sum(counts);
  return sum(counts.map((count) => count * (count - 1))) / raters / (raters - 1);
}
