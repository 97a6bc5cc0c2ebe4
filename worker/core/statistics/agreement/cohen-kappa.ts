import { sum } from '../moments.ts';
import { type Agreement, withInterval } from './coefficient.ts';
import { type AgreementTable, sharesOf } from './table.ts';

/** How near to agreement two different categories are: not at all, or by their distance. */
export type Weighting = 'nominal' | 'linear' | 'quadratic';

/**
 * Cohen's kappa: the agreement of two raters beyond what their own habits would give by chance. Where
 * nearly all items are of one category it is low however often the raters agree, so show the raw
 * agreement and Gwet's AC1 next to it.
 *
 * Source: Cohen 1960 and 1968; Fleiss, Cohen & Everitt 1969 for the standard error, as in irrCAC's
 * `kappa2.table`.
 * @param table counts of at least one item
 * @param weighting `linear` or `quadratic` if the categories are in order
 * @param coverage of the interval, between 0 and 1
 * @returns null if chance alone would agree always, as when both raters use one category only
 * @throws RangeError if the table is not square, or counts nothing
 */
export function cohenKappa(
  table: AgreementTable,
  weighting: Weighting = 'nominal',
  coverage = 0.95,
): Agreement | null {
  const { items, cells, rows, columns } = sharesOf(table);
  const weight = weightsOf(weighting, table.length);
  const observed = sum(cells.map(({ row, column, share }) => weight(row, column) * share));
  const byChance = sum(
    cells.map(({ row, column }) => weight(row, column) * (rows[row] ?? 0) * (columns[column] ?? 0)),
  );
  if (byChance >= 1) return null;
  const value = (observed - byChance) / (1 - byChance);
  const rowWeights = rows.map((_, row) =>
    sum(columns.map((share, column) => share * weight(row, column))),
  );
  const columnWeights = columns.map((_, column) =>
    sum(rows.map((share, row) => share * weight(row, column))),
  );
  const squares = sum(
    cells.map(({ row, column, share }) => {
      const expected = (1 - value) * ((rowWeights[row] ?? 0) + (columnWeights[column] ?? 0));
      return share * (weight(row, column) - expected) ** 2;
    }),
  );
  const variance = squares - (observed - 2 * (1 - value) * byChance) ** 2;
  const standardError = Math.sqrt(Math.max(0, variance) / items) / (1 - byChance);
  return withInterval({ value, standardError, items, byChance, coverage });
}

function weightsOf(weighting: Weighting, categories: number) {
  return (a: number, b: number): number => {
    if (a === b) return 1;
    if (weighting === 'nominal') return 0;
    const distance = Math.abs(a - b) / (categories - 1);
    return 1 - (weighting === 'linear' ? distance : distance ** 2);
  };
}
