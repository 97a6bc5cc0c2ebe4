import type { RowFilter } from '@assay/sdk';
import { saveFile } from '../../parts/save-file.ts';
import { session } from '../../session/session.ts';
import { csvLine } from './csv-line.ts';
import { type ExportColumn, type ExportedRow, exportedRow } from './exported-row.ts';

interface Export {
  batch: string;
  filter: RowFilter;
  columns: readonly ExportColumn[];
  scorers: readonly string[];
  format: 'csv' | 'ndjson';
  signal: AbortSignal;
  /** Told how many rows there are so far. */
  onRows(rows: number): void;
}

const PAGE_ROWS = 200;

/** Reads every row of a filter and saves them as a file. */
export async function exportRows(given: Export): Promise<void> {
  const parts: string[] = [];
  let rows = 0;
  const asked = { ...given.filter, limit: PAGE_ROWS };
  for await (const row of session().assay.batches.rows(given.batch, asked, {
    signal: given.signal,
  })) {
    const exported = exportedRow(row, given.columns, given.scorers);
    if (rows === 0 && given.format === 'csv') parts.push(csvLine(Object.keys(exported)));
    parts.push(write(exported, given.format));
    rows += 1;
    if (rows % PAGE_ROWS === 0) given.onRows(rows);
  }
  const type = given.format === 'csv' ? 'text/csv' : 'application/x-ndjson';
  saveFile(new Blob(parts, { type }), `${given.batch}.${given.format}`);
}

function write(row: ExportedRow, format: 'csv' | 'ndjson'): string {
  return format === 'csv' ? csvLine(Object.values(row)) : `${JSON.stringify(row)}\n`;
}
