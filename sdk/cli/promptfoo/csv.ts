import type { JsonObject, JsonValue } from '@assay/schema/types.ts';
import { CsvError, parse } from 'csv-parse/sync';
import { CliError } from '../cli-error.ts';
import { splitList } from './list-text.ts';
import { ROWS } from './rows.ts';

/** Types that have a threshold in a cell, `similar(0.8): …`, and this one when it names none. */
const PRESET_THRESHOLD = 0.75;
const WITH_THRESHOLD = new Set([
  ...['answer-relevance', 'classifier', 'context-faithfulness', 'context-recall', 'cost'],
  ...['context-relevance', 'latency', 'levenshtein', 'perplexity-score', 'perplexity'],
  ...['rouge-n', 'similar', 'starts-with'],
]);
const LISTS = new Set(['contains-all', 'contains-any', 'icontains-all', 'icontains-any']);
const CODE_FILE = /^file:\/\/.*\.(?:[cm]?[jt]s|py)(?::\w+)?$/;
const ASSERTION = /^(not-)?([a-z][a-z0-9:-]*?)(?:\((\d+(?:\.\d+)?)\))?(?::([\s\S]*))?$/;

/** The rows of a file with a header row. @throws CliError that names the file */
export function csvRows(text: string, path: string): Record<string, string>[] {
  const options = { columns: true, bom: true } as const;
  try {
    return parse<Record<string, string>>(text, options);
  } catch {
    // As promptfoo does: a quotation mark within a cell may be a letter like others.
    try {
      return parse<Record<string, string>>(text, { ...options, relax_quotes: true });
    } catch (cause) {
      if (!(cause instanceof CsvError)) throw cause;
      throw new CliError(`${path} is not CSV: ${cause.message}.`, { cause });
    }
  }
}

/** A test of a row: special columns begin with two underscores, all others are variables. */
export function testOfRow(row: Readonly<Record<string, JsonValue>>): JsonObject {
  const vars: JsonObject = {};
  const options: JsonObject = {};
  const metadata: JsonObject = {};
  const test: JsonObject = {};
  const assertions: JsonObject[] = [];
  const thresholds = new Map<number, number>();
  for (const [name, given] of Object.entries(row)) {
    const key = name.trim();
    const cell = typeof given === 'string' ? given : JSON.stringify(given);
    if (key.startsWith('__expected')) {
      if (cell.trim() !== '') assertions.push(assertionOf(cell.trim()));
    } else if (key === '__prefix' || key === '__suffix') {
      options[key.slice(2)] = cell;
    } else if (key === '__description' || key === '__providerOutput') {
      if (cell !== '') test[key.slice(2)] = cell;
    } else if (key === '__threshold') {
      if (numberIn(cell) !== undefined) test.threshold = numberIn(cell) ?? null;
    } else if (key.startsWith('__metadata:')) {
      readMetadata(metadata, key.slice('__metadata:'.length), cell);
    } else if (key.startsWith('__config:')) {
      const [, index = '1'] = /^__config:__expected(\d*):threshold$/.exec(key) ?? [];
      const threshold = numberIn(cell);
      if (threshold !== undefined) thresholds.set(Number(index || '1') - 1, threshold);
    } else if (key !== '__metric' && key !== '__metadata') {
      vars[key] = given;
    }
  }
  const metric = row.__metric;
  const assert = assertions.map((assertion, i) => ({
    ...assertion,
    ...(metric !== undefined && metric !== '' && { metric }),
    ...(thresholds.has(i) && { threshold: thresholds.get(i) ?? null }),
  }));
  return { ...test, vars, assert, options, metadata };
}

/** An assertion written in one cell: `contains: Paris`, `similar(0.8): …`; otherwise `equals`. */
export function assertionOf(cell: string): JsonObject {
  const [, code] = /^(?:javascript|fn|eval):([\s\S]*)$/.exec(cell) ?? [];
  if (code !== undefined) return { type: 'javascript', value: code.trim() };
  if (CODE_FILE.test(cell)) {
    return { type: /\.py(?::\w+)?$/.test(cell) ? 'python' : 'javascript', value: cell };
  }
  const [, rubric] = /^(?:grade|llm-rubric):([\s\S]*)$/.exec(cell) ?? [];
  if (rubric !== undefined) return { type: 'llm-rubric', value: rubric };
  const [, not = '', type = '', threshold, value] = ASSERTION.exec(cell) ?? [];
  if (!Object.hasOwn(ROWS, type)) return { type: 'equals', value: cell };
  const given: JsonObject = { type: not + type };
  if (LISTS.has(type)) given.value = splitList(value ?? '');
  else if (value !== undefined) given.value = value.trim();
  if (WITH_THRESHOLD.has(type)) given.threshold = Number(threshold ?? PRESET_THRESHOLD);
  return given;
}

function readMetadata(metadata: JsonObject, key: string, cell: string): void {
  if (cell.trim() === '') return;
  if (!key.endsWith('[]')) {
    metadata[key] = cell;
    return;
  }
  const items = cell.split(/(?<!\\),/).map((item) => item.trim().replaceAll('\\,', ','));
  metadata[key.slice(0, -2)] = items;
}

function numberIn(cell: string): number | undefined {
  const number = cell.trim() === '' ? Number.NaN : Number(cell);
  return Number.isFinite(number) ? number : undefined;
}
