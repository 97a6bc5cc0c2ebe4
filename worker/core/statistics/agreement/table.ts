import { sum } from '../moments.ts';
import { placeOf } from './rated-items.ts';

/**
 * How often two raters said what of the same items: a row for each category of the first rater, a
 * column for each category of the second, in the same order.
 */
export type AgreementTable = readonly (readonly number[])[];

/**
 * Counts pairs of ratings.
 *
 * @param pairs what the first and the second rater said of each item
 * @param categories all that could be said, in their order if they have one, used or not
 * @throws RangeError if a rating is none of the categories
 */
export function crosstabulate<Category>(
  pairs: Iterable<readonly [first: Category, second: Category]>,
  categories: readonly Category[],
): number[][] {
  const places = new Map(categories.map((category, place) => [category, place]));
  const table = categories.map(() => categories.map(() => 0));
  for (const [first, second] of pairs) {
    const row = table[placeOf(first, places)] ?? [];
    const column = placeOf(second, places);
    row[column] = (row[column] ?? 0) + 1;
  }
  return table;
}

/** A table as shares of all items. */
export interface Shares {
  items: number;
  cells: { row: number; column: number; share: number }[];
  /** Of each category, for the first rater. */
  rows: number[];
  /** Of each category, for the second rater. */
  columns: number[];
}

/** @throws RangeError if the table is not square, or counts nothing */
export function sharesOf(table: AgreementTable): Shares {
  const items = sum(table.flat());
  if (!(items > 0)) throw new RangeError('The table counts no items.');
  if (table.some((row) => row.length !== table.length)) {
    throw new RangeError('The table needs as many columns as rows.');
  }
  return {
    items,
    cells: table.flatMap((counts, row) =>
      counts.map((count, column) => ({ row, column, share: count / items })),
    ),
    rows: table.map((counts) => sum(counts) / items),
    columns: table.map((_, column) => sum(table.map((counts) => counts[column] ?? 0)) / items),
  };
}
