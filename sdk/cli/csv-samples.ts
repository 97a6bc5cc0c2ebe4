import { Readable } from 'node:stream';
import type { Sample } from '@assay/schema/types.ts';
import { CsvError, parse } from 'csv-parse';
import { CliError } from './cli-error.ts';

const TEXT = new Set(['id', 'input', 'output', 'generator']);
const JSON_OR_TEXT = new Set(['expected', 'contexts', 'referenceContexts']);
const JSON_ONLY = new Set([
  'messages',
  'tools',
  'toolCalls',
  'expectedToolCalls',
  'generation',
  'metadata',
]);

/**
 * Samples of a CSV file with a head line: a column a field of the sample, `metadata.x` for metadata.
 * Lists and objects stand as JSON; a context that is not JSON is a text. Empty cells are left out,
 * but for an output, which may be empty.
 *
 * @throws CliError for a column that no sample has or that is there twice, or a line that cannot be read
 */
export async function* csvSamples(
  bytes: AsyncIterable<Uint8Array>,
  name: string,
): AsyncGenerator<Sample> {
  const rows = Readable.from(bytes, { objectMode: false }).compose(
    parse({
      columns: (head: string[]) => checkHead(head, name),
      bom: true,
      skip_empty_lines: true,
    }),
  );
  let line = 1;
  try {
    for await (const row of rows) {
      line += 1;
      // `columns` makes each row an object of texts.
      yield sampleOf(row as Record<string, string>, `${name}, row ${line}`);
    }
  } catch (cause) {
    if (!(cause instanceof CsvError)) throw cause;
    throw new CliError(`${name} is not CSV: ${cause.message}.`, { cause });
  }
}

function checkHead(head: string[], name: string): string[] {
  for (const column of head) {
    const isKnown = TEXT.has(column) || JSON_OR_TEXT.has(column) || JSON_ONLY.has(column);
    if (!isKnown && !column.startsWith('metadata.')) {
      const known = [...TEXT, ...JSON_OR_TEXT, ...JSON_ONLY].join(', ');
      throw new CliError(
        `${name} has a column “${column}”. A sample has: ${known}, metadata.<name>.`,
      );
    }
  }
  const twice = head.find((column, place) => head.indexOf(column) < place);
  if (twice) throw new CliError(`${name} has the column “${twice}” twice.`);
  return head;
}

function sampleOf(row: Record<string, string>, place: string): Sample {
  const sample: Record<string, unknown> = {};
  const metadata: Record<string, unknown> = {};
  for (const [column, cell] of Object.entries(row)) {
    if (cell === '' && column !== 'output') continue;
    if (column.startsWith('metadata.')) metadata[column.slice('metadata.'.length)] = cell;
    else sample[column] = readCell(column, cell, place);
  }
  if (Object.keys(metadata).length > 0) {
    sample.metadata = { ...(sample.metadata as object | undefined), ...metadata };
  }
  return sample;
}

function readCell(column: string, cell: string, place: string): unknown {
  if (TEXT.has(column)) return cell;
  const isList = column === 'contexts' || column === 'referenceContexts';
  if (JSON_OR_TEXT.has(column)) {
    // An expected “12” is a text still: only lists and objects are told by their brackets.
    const value = /^\s*[[{]/.test(cell) ? parsed(cell) : undefined;
    if (value !== undefined && !(isList && !Array.isArray(value))) return value;
    return isList ? [cell] : cell;
  }
  const value = parsed(cell);
  if (value === undefined) throw new CliError(`${place}: “${column}” has to be JSON.`);
  return value;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
