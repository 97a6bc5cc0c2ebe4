import { fieldCalled as fieldElsewhere } from '@assay/schema/other-field-names.ts';
import { CliError } from './cli-error.ts';
import { folded, nearest } from './nearest.ts';

/** How the columns of a CSV file become fields of samples. */
export interface ColumnRules {
  /** Columns as fields, each as `column=field`. */
  map?: readonly string[] | undefined;
  /** Columns to leave out. */
  ignore?: readonly string[] | undefined;
  /** Whether samples may lack an output. */
  isInputEnough?: boolean | undefined;
}

/** What one column becomes: a field, a key of metadata, or nothing. */
export type Column = { field: string } | { metadata: string; isExtra: boolean } | { ignored: true };

export const TEXT_FIELDS = ['id', 'input', 'output', 'generator'] as const;
export const JSON_OR_TEXT_FIELDS = ['expected', 'contexts', 'referenceContexts'] as const;
const JSON_FIELDS = [
  'messages',
  'tools',
  'toolCalls',
  'expectedToolCalls',
  'generation',
  'metadata',
] as const;
const FIELDS: readonly string[] = [...TEXT_FIELDS, ...JSON_OR_TEXT_FIELDS, ...JSON_FIELDS];
const METADATA = /^metadata\./i;
/** What there must be one of, for there to be something to score. */
const JUDGED = ['output', 'messages', 'toolCalls'];

/**
 * Reads the header row of a CSV file. Fields are found in any case and with any separators
 * (`Reference Contexts`); other columns become metadata, unless they look like a mistyped field.
 *
 * @throws CliError that names every fault of the header row at once
 */
export function columnsOf(head: readonly string[], rules: ColumnRules, name: string): Column[] {
  const mapped = new Map((rules.map ?? []).map(readMapping));
  const ignored = new Set((rules.ignore ?? []).map(folded));
  const has = (column: string) => head.some((each) => folded(each) === folded(column));
  const columns = head.map((column) => columnOf(column, mapped, ignored));
  const fields = columns.map((column) => ('field' in column ? column.field : undefined));
  const judged = rules.isInputEnough ? [...JUDGED, 'input'] : JUDGED;
  const faults = [
    ...[...mapped.values()]
      .filter(({ column }) => !has(column))
      .map(({ column }) => `There is no column “${column}” to map.`),
    ...(rules.ignore ?? [])
      .filter((column) => !has(column))
      .map((column) => `There is no column “${column}” to ignore.`),
    ...[...mapped.values()]
      .filter(({ field }) => !FIELDS.includes(field) && !METADATA.test(field))
      .map(({ field }) => `--map: a sample has no field “${field}”.`),
    ...columns
      .filter((column) => 'metadata' in column && column.metadata === '__proto__')
      .map(() => `“__proto__” is not allowed as a metadata key.`),
    ...columns.flatMap((column, i) => mistyped(column, head[i] ?? '', fields)),
    ...fields.flatMap((field, i) => (field === undefined ? [] : twice(field, i, fields, head))),
    ...(fields.some((field) => field !== undefined && judged.includes(field))
      ? []
      : [
          `No column is mapped to the output. Add --map with its column, such as ${mappingFor(head)}.`,
        ]),
  ];
  if (faults.length === 0) return columns;
  const list = faults.map((fault) => `\n  ${fault}`).join('');
  throw new CliError(
    `${name}: the header row (${head.join(', ').slice(0, 300)}) is not valid.${list}\nFields of a sample: ${FIELDS.join(', ')}, metadata.<name>.`,
  );
}

/** The options that read a table whose columns have the names of other tools. */
function mappingFor(head: readonly string[]): string {
  const options = new Map<string, string>();
  for (const column of head) {
    const field = fieldElsewhere(column);
    if (field === undefined || !FIELDS.includes(field) || options.has(field)) continue;
    options.set(
      field,
      `--map ${/\s/.test(column) ? `"${column}=${field}"` : `${column}=${field}`}`,
    );
  }
  return options.has('output') ? [...options.values()].join(' ') : '--map answer=output';
}

function readMapping(text: string): [string, { column: string; field: string }] {
  const at = text.lastIndexOf('=');
  const column = text.slice(0, at).trim();
  const given = text.slice(at + 1).trim();
  if (at < 1 || given === '') {
    throw new CliError(`--map must be COLUMN=FIELD, such as question=input, not “${text}”.`);
  }
  return [folded(column), { column, field: fieldCalled(given) ?? given }];
}

function fieldCalled(name: string): string | undefined {
  return FIELDS.find((field) => folded(field) === folded(name));
}

function columnOf(
  column: string,
  mapped: ReadonlyMap<string, { field: string }>,
  ignored: ReadonlySet<string>,
): Column {
  const field = mapped.get(folded(column))?.field;
  if (field !== undefined) {
    return METADATA.test(field)
      ? { metadata: field.replace(METADATA, ''), isExtra: false }
      : { field };
  }
  if (ignored.has(folded(column)) || column === '') return { ignored: true };
  if (METADATA.test(column)) return { metadata: column.replace(METADATA, ''), isExtra: false };
  const found = fieldCalled(column);
  return found === undefined ? { metadata: column, isExtra: true } : { field: found };
}

/** A column that would be metadata, and whose name is a slip away from a field that is missing. */
function mistyped(
  column: Column,
  title: string,
  fields: readonly (string | undefined)[],
): string[] {
  if (!('metadata' in column) || !column.isExtra || title.length < 4) return [];
  const near = nearest(title, FIELDS);
  if (near === undefined || fields.includes(near)) return [];
  return [
    `“${title}” is not a field. Did you mean “${near}”? Otherwise use --map "${title}=metadata.${title}" or --ignore "${title}".`,
  ];
}

function twice(
  field: string,
  place: number,
  fields: readonly (string | undefined)[],
  head: readonly string[],
): string[] {
  const first = fields.indexOf(field);
  if (first === place) return [];
  return head[first] === head[place]
    ? [`The column “${field}” occurs twice.`]
    : [`The columns “${head[first]}” and “${head[place]}” both map to “${field}”.`];
}
