import type { BatchRow } from '@assay/sdk';

export const EXPORT_COLUMNS = [
  ...['status', 'value', 'scores', 'input', 'output', 'error', 'latency', 'cost'],
] as const;
export const BASE_COLUMNS = ['base', 'difference', 'change'] as const;

export type ExportColumn = (typeof EXPORT_COLUMNS)[number] | (typeof BASE_COLUMNS)[number];

export type ExportedRow = Record<string, string | number | null>;

/** A row with the columns that were chosen; `scores` are a column each. */
export function exportedRow(
  row: BatchRow,
  columns: readonly ExportColumn[],
  scorers: readonly string[],
): ExportedRow {
  const exported: ExportedRow = { index: row.index, sampleId: row.sampleId };
  for (const column of columns) Object.assign(exported, cellsOf(column, row, scorers));
  return exported;
}

function cellsOf(column: ExportColumn, row: BatchRow, scorers: readonly string[]): ExportedRow {
  const { base } = row;
  switch (column) {
    case 'scores': {
      const values = new Map(row.scores.map(({ name, value }) => [name, value]));
      return Object.fromEntries(scorers.map((name) => [`score.${name}`, values.get(name) ?? null]));
    }
    case 'error':
      return { error: row.error?.code ?? null };
    case 'latency':
      return { latencyMs: row.latencyMs };
    case 'cost':
      return { costUsd: row.costUsd };
    case 'base':
      return { baseValue: base?.value ?? null, baseStatus: base?.status ?? null };
    case 'difference':
      return { difference: base?.difference ?? null };
    case 'change':
      return { change: base === null ? 'unpaired' : (base?.change ?? null) };
    default:
      return { [column]: row[column] };
  }
}
