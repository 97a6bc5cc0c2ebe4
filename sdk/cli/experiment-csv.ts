import type { ExperimentCell } from '@assay/schema/types.ts';

/** Every answer of an experiment as CSV, one a line. Source: RFC 4180. */
export async function* experimentCsv(
  cells: AsyncIterable<ExperimentCell>,
  scores: readonly string[],
): AsyncGenerator<string> {
  yield csvLine([
    ...['sampleId', 'variant', 'repeat', 'status', 'passed', 'value'],
    ...scores,
    ...['model', 'costUsd', 'latencyMs', 'firstTokenMs', 'error', 'output'],
  ]);
  for await (const cell of cells) {
    const { verdict } = cell;
    const values = new Map(verdict?.scores.map(({ name, value }) => [name, value]));
    yield csvLine([
      ...[cell.sampleId, cell.variant, cell.repeat, cell.status],
      ...[verdict?.passed, verdict?.value],
      ...scores.map((name) => values.get(name)),
      ...[cell.model, cell.costUsd, cell.latencyMs, cell.firstTokenMs],
      ...[cell.error?.code, cell.output],
    ]);
  }
}

type Cell = string | number | boolean | null | undefined;

function csvLine(cells: readonly Cell[]): string {
  return `${cells.map(csvCell).join(',')}\r\n`;
}

function csvCell(value: Cell): string {
  if (value === null || value === undefined) return '';
  if (typeof value !== 'string') return String(value);
  // Spreadsheets run what begins like a formula (OWASP, CSV injection).
  const safe = /^[=+\-@\t\r\n＝＋－＠]/.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
