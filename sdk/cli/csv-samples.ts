import { Readable } from 'node:stream';
import type { Sample } from '@assay/schema/types.ts';
import { CsvError, parse } from 'csv-parse';
import { CliError } from './cli-error.ts';
import {
  type Column,
  type ColumnRules,
  columnsOf,
  JSON_OR_TEXT_FIELDS,
  TEXT_FIELDS,
} from './csv-columns.ts';

export interface CsvOptions extends ColumnRules {
  /** What the file is called in errors. */
  name: string;
  /** Called with the columns that become metadata although their name does not say so. */
  onExtra?: ((columns: readonly string[]) => void) | undefined;
}

const DELIMITERS = [',', ';', '\t', '|'] as const;
/** A header row that is longer is none. */
const HEAD_CHARACTERS = 1_048_576;

/**
 * Samples of a CSV file with a header row: one column per field of the sample, `metadata.x` for
 * metadata. The delimiter is the one that the header row has most of. Lists and objects are JSON; a
 * context that is not JSON is a text. Empty cells are omitted, except for an output, which may be
 * empty; rows of nothing but empty cells are no samples.
 *
 * @throws CliError for a header row that cannot be used, or a row that cannot be read
 */
export async function* csvSamples(
  text: AsyncIterable<string>,
  { name, onExtra, ...rules }: CsvOptions,
): AsyncGenerator<Sample> {
  const { head, rest } = await headLineOf(text);
  const declared = /^sep=(.)\r?\n/i.exec(head);
  let columns: Column[] | undefined;
  const rows = Readable.from(skipped(rest, declared?.[0].length ?? 0), {
    objectMode: false,
  }).compose(
    parse({
      delimiter: declared?.[1] ?? delimiterOf(head),
      skip_empty_lines: true,
      skip_records_with_empty_values: true,
      info: true,
    }),
  );
  try {
    for await (const { record, info } of rows as AsyncIterable<Row>) {
      if (columns === undefined) {
        const titles = record.map((title) => title.trim());
        columns = columnsOf(titles, rules, name);
        onExtra?.(titles.filter((_, i) => isExtra(columns?.[i])));
      } else {
        yield sampleOf(record, columns, `${name}, line ${info.lines}`);
      }
    }
  } catch (cause) {
    if (!(cause instanceof CsvError)) throw cause;
    throw new CliError(faultOf(cause, name), { cause });
  }
}

function faultOf({ message }: CsvError, name: string): string {
  const [, wanted, found, line] = /expect (\d+), got (\d+) on line (\d+)/.exec(message) ?? [];
  if (line === undefined) return `${name} is not CSV: ${message}.`;
  return `${name}, line ${line}: the header row has ${wanted} columns, but this row has ${found}. Put quotation marks around cells that contain the delimiter.`;
}

interface Row {
  record: string[];
  info: { lines: number };
}

function isExtra(column: Column | undefined): boolean {
  return column !== undefined && 'metadata' in column && column.isExtra;
}

/** The first line, whichever way the text is cut, and the whole text. */
async function headLineOf(
  text: AsyncIterable<string>,
): Promise<{ head: string; rest: AsyncIterable<string> }> {
  const pieces = text[Symbol.asyncIterator]();
  let head = '';
  while (!head.includes('\n', head.search(/[^\r\n]/) + 1) && head.length < HEAD_CHARACTERS) {
    const next = await pieces.next();
    if (next.done) break;
    head += next.value;
  }
  const all = async function* () {
    yield head;
    yield* { [Symbol.asyncIterator]: () => pieces };
  };
  return { head: head.replace(/^[\r\n]+/, ''), rest: all() };
}

async function* skipped(text: AsyncIterable<string>, count: number): AsyncGenerator<string> {
  let left = count;
  for await (const piece of text) {
    yield piece.slice(left);
    left = Math.max(0, left - piece.length);
  }
}

/**
 * The delimiter of which a header row has most outside of quotation marks; the comma where it has
 * none.
 */
function delimiterOf(text: string): string {
  const [head = ''] = text.replace(/"[^"]*"/g, '').split(/\r?\n/, 1);
  const counts = DELIMITERS.map((delimiter) => ({
    delimiter,
    count: head.split(delimiter).length,
  }));
  return counts.reduce((best, each) => (each.count > best.count ? each : best)).delimiter;
}

function sampleOf(cells: readonly string[], columns: readonly Column[], place: string): Sample {
  const sample: Record<string, unknown> = {};
  const metadata: Record<string, unknown> = {};
  for (const [i, column] of columns.entries()) {
    const cell = cells[i] ?? '';
    if ('ignored' in column) continue;
    if ('metadata' in column) {
      if (cell !== '') metadata[column.metadata] = cell;
    } else if (cell !== '' || column.field === 'output') {
      sample[column.field] = readCell(column.field, cell, place);
    }
  }
  if (Object.keys(metadata).length > 0) {
    sample.metadata = { ...(sample.metadata as object | undefined), ...metadata };
  }
  return sample;
}

const TEXT: ReadonlySet<string> = new Set(TEXT_FIELDS);
const JSON_OR_TEXT: ReadonlySet<string> = new Set(JSON_OR_TEXT_FIELDS);

function readCell(field: string, cell: string, place: string): unknown {
  if (TEXT.has(field)) return cell;
  const isList = field === 'contexts' || field === 'referenceContexts';
  if (JSON_OR_TEXT.has(field)) {
    // An expected “12” is a text still: only lists and objects are told by their brackets.
    const value = /^\s*[[{]/.test(cell) ? parsed(cell) : undefined;
    if (value !== undefined && !(isList && !Array.isArray(value))) return value;
    return isList ? [cell] : cell;
  }
  const value = parsed(cell);
  if (value === undefined) throw new CliError(`${place}: “${field}” must be JSON.`);
  return value;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
