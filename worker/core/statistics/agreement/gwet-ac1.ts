import { sum } from '../moments.ts';
import { type Agreement, withInterval } from './coefficient.ts';
import type { CategoryCounts } from './rated-items.ts';
import { shareOfAgreeingPairs } from './raw-agreement.ts';
import { type AgreementTable, sharesOf } from './table.ts';

/**
 * Gwet's AC1: the agreement of two raters beyond chance, where chance is taken from how spread out
 * the ratings are. It stays near the raw agreement when nearly all items are of one category.
 *
 * Source: Gwet 2008, "Computing inter-rater reliability and its variance in the presence of high
 * agreement", as in irrCAC's `gwet.ac1.table`.
 * @param table counts of at least one item, with two or more categories, used or not
 * @param coverage of the interval, between 0 and 1
 * @throws RangeError if the table is not square, has one category, or counts nothing
 */
export function gwetAc1(table: AgreementTable, coverage = 0.95): Agreement {
  const { items, cells, rows, columns } = sharesOf(table);
  const means = rows.map((share, category) => (share + (columns[category] ?? 0)) / 2);
  const observed = sum(cells.map(({ row, column, share }) => (row === column ? share : 0)));
  const byChance = chanceOf(means);
  const value = (observed - byChance) / (1 - byChance);
  const squares = sum(
    cells.map(({ row, column, share }) => {
      const mean = ((means[row] ?? 0) + (means[column] ?? 0)) / 2;
      const expected = (2 * (1 - value) * (1 - mean)) / (means.length - 1);
      return share * ((row === column ? 1 : 0) - expected) ** 2;
    }),
  );
  const variance = squares - (observed - 2 * (1 - value) * byChance) ** 2;
  const standardError = Math.sqrt(Math.max(0, variance) / items) / (1 - byChance);
  return withInterval({ value, standardError, items, byChance, coverage });
}

/**
 * Gwet's AC1 of any number of raters, some of whom may not have rated some items.
 *
 * Source: Gwet 2014, chapter 2 and 5, as in irrCAC's `gwet.ac1.raw`.
 * @param items how many raters put each item into each category; at least one item with two ratings
 * @param coverage of the interval, between 0 and 1
 * @returns null if no item has two ratings
 * @throws RangeError if there are fewer than two categories
 */
export function gwetAc1OfMany(items: readonly CategoryCounts[], coverage = 0.95): Agreement | null {
  const rated = items.filter((counts) => sum(counts) > 0);
  const categories = Math.max(0, ...rated.map((counts) => counts.length));
  const paired = rated.filter((counts) => sum(counts) > 1).length;
  if (paired === 0) return null;
  const n = rated.length;
  const means = Array.from(
    { length: categories },
    (_, category) => sum(rated.map((counts) => (counts[category] ?? 0) / sum(counts))) / n,
  );
  const byChance = chanceOf(means);
  const agreements = rated.map((counts) => (sum(counts) > 1 ? shareOfAgreeingPairs(counts) : null));
  const observed = sum(agreements.map((agreement) => agreement ?? 0)) / paired;
  const value = (observed - byChance) / (1 - byChance);
  const influences = rated.map((counts, item) => {
    const agreement = agreements[item] ?? byChance;
    const chance = sum(counts.map((count, category) => count * (1 - (means[category] ?? 0))));
    const excess = chance / sum(counts) / (categories - 1) - byChance;
    return ((n / paired) * (agreement - byChance) - 2 * (1 - value) * excess) / (1 - byChance);
  });
  const squares = sum(influences.map((influence) => (influence - value) ** 2));
  const standardError = n < 2 ? 0 : Math.sqrt(squares / (n * (n - 1)));
  return withInterval({ value, standardError, items: n, byChance, coverage });
}

function chanceOf(means: readonly number[]): number {
  if (means.length < 2) throw new RangeError('AC1 needs two or more categories.');
  return sum(means.map((share) => share * (1 - share))) / (means.length - 1);
}
