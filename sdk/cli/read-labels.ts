import type { LabelInput, LabelTargetInput, LabelValue, Question } from '@assay/schema/types.ts';
import { CsvError, parse } from 'csv-parse/sync';
import { CliError } from './cli-error.ts';

/** A label and the line it stands in. */
export interface LabelLine {
  line: number;
  label: LabelInput;
}

/** The kind of a question by its reference; undefined if it does not exist. */
export type KindOf = (question: string | undefined) => Promise<Question['kind'] | undefined>;

const TARGETS = ['verdictId', 'dataset', 'itemId', 'batchId', 'index', 'sampleId', 'sampleHash'];
const COLUMNS = [
  ...TARGETS,
  ...['question', 'value', 'by', 'comment', 'inclusionProbability'],
] as const;

/**
 * The labels of a file: JSON Lines, a JSON array, or CSV with a header row, whose columns are the
 * fields of a label and of its target.
 *
 * @param kindOf tells how a cell of CSV is to be read
 * @throws CliError that names the line
 */
export async function readLabels(
  text: string,
  { name, format, kindOf }: { name: string; format: string | undefined; kindOf: KindOf },
): Promise<LabelLine[]> {
  const chosen = format ?? (/\.(csv|tsv)$/i.test(name) ? 'csv' : 'jsonl');
  if (chosen === 'csv') return csvLabels(text, name, kindOf);
  if (chosen !== 'jsonl' && chosen !== 'json') {
    throw new CliError(`--format must be jsonl, json or csv, not “${format}”.`);
  }
  if (text.trimStart().startsWith('[')) {
    const labels: LabelInput[] = jsonOf(text, name);
    return labels.map((label, i) => ({ line: i + 1, label }));
  }
  return text
    .split('\n')
    .flatMap((line, i) =>
      line.trim() === ''
        ? []
        : [{ line: i + 1, label: jsonOf<LabelInput>(line, `${name}, line ${i + 1}`) }],
    );
}

function jsonOf<Value>(text: string, name: string): Value {
  try {
    // What it holds is checked by the API.
    return JSON.parse(text);
  } catch (cause) {
    throw new CliError(`${name} is not JSON: ${String(cause)}`, { cause });
  }
}

async function csvLabels(text: string, name: string, kindOf: KindOf): Promise<LabelLine[]> {
  const rows = rowsOf(text, name);
  const lines: LabelLine[] = [];
  for (const { record, info } of rows) {
    const unknown = Object.keys(record).find((column) => !COLUMNS.some((each) => each === column));
    if (unknown !== undefined) {
      throw new CliError(`${name}: “${unknown}” is not a column. Columns: ${COLUMNS.join(', ')}.`);
    }
    const { question, by, comment, value = '', inclusionProbability } = filled(record);
    const label: LabelInput = {
      ...(question !== undefined && { question }),
      target: targetOf(record),
      value: answerIn(value, await kindOf(question)),
      ...(by !== undefined && { by }),
      ...(comment !== undefined && { comment }),
      ...(inclusionProbability !== undefined && {
        inclusionProbability: Number(inclusionProbability),
      }),
    };
    lines.push({ line: info.lines, label });
  }
  return lines;
}

interface Row {
  record: Record<string, string>;
  info: { lines: number };
}

function rowsOf(text: string, name: string): Row[] {
  try {
    return parse(text, {
      ...{ columns: true, info: true, bom: true, trim: true, skip_empty_lines: true },
      delimiter: [',', ';', '\t'],
    }) as unknown as Row[];
  } catch (cause) {
    if (!(cause instanceof CsvError)) throw cause;
    throw new CliError(`${name} is not CSV: ${cause.message}.`, { cause });
  }
}

function filled(record: Record<string, string>): { [column: string]: string | undefined } {
  return Object.fromEntries(Object.entries(record).filter(([, cell]) => cell !== ''));
}

function targetOf(record: Record<string, string>): LabelTargetInput {
  const cells = Object.entries(filled(record)).filter(([column]) => TARGETS.includes(column));
  const fields = cells.map(([column, cell]) => [column, column === 'index' ? Number(cell) : cell]);
  // What it holds is checked by the API.
  return Object.fromEntries(fields);
}

const TRUE = new Set(['true', 'pass', 'passed', 'yes', '1']);
const FALSE = new Set(['false', 'fail', 'failed', 'no', '0']);

/** A cell in the form of an answer; one that is none stays a text, for the API to refuse. */
export function answerIn(cell: string, kind: Question['kind'] | undefined): LabelValue {
  const word = cell.toLowerCase();
  if (kind === 'pass-fail') {
    if (TRUE.has(word)) return true;
    return FALSE.has(word) ? false : cell;
  }
  return kind === 'levels' && /^\d+$/.test(cell) ? Number(cell) : cell;
}
