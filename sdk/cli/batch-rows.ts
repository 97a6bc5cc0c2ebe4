import type {
  BatchRow,
  Change,
  ItemStatus,
  RowCriteria,
  RowFilter,
  RowSort,
} from '@assay/schema/types.ts';
import { defineCommand, numberOf, oneOf, type Values } from './command.ts';
import { EXIT } from './exit-code.ts';
import { collect, LIMIT_OPTION, limitOf, pageOf } from './listing.ts';
import { decimal, json, oneLine, printable, table } from './text.ts';

const STATUSES: readonly ItemStatus[] = ['pending', 'passed', 'failed', 'abstained', 'error'];
const OUTCOMES = ['passed', 'failed', 'abstained', 'error', 'skipped'] as const;
const CHANGES: readonly Change[] = ['regressed', 'fixed', 'errored', 'unchanged', 'unpaired'];
const SORTS: readonly RowSort[] = [
  'index',
  'value',
  '-value',
  'difference',
  '-difference',
  'latency',
  '-latency',
];
const SHARE = { min: 0, max: 1 };

const FILTER_OPTIONS = {
  status: {
    value: 'STATUS',
    multiple: true,
    help: `Only samples with this status: ${STATUSES.join(', ')}.`,
  },
  scorer: {
    value: 'NAME',
    short: 's',
    help: 'The score that the other options refer to. Defaults to the verdict.',
  },
  outcome: {
    value: 'OUTCOME',
    help: `Only samples with this outcome of the score: ${OUTCOMES.join(', ')}.`,
  },
  min: { value: 'VALUE', help: 'Lowest value, 0 to 1.' },
  max: { value: 'VALUE', help: 'Highest value, 0 to 1.' },
  error: { value: 'CODE', help: 'Only samples whose error has this code.' },
  metadata: { value: 'KEY[:VALUE]', multiple: true, help: 'Only samples with this metadata.' },
  text: { value: 'TEXT', help: 'Only samples that contain this text.' },
  base: { value: 'BATCH', help: 'Batch to compare with: an id, latest:TAG or previous.' },
  change: {
    value: 'CHANGE',
    multiple: true,
    help: `Only samples with this change from the base: ${CHANGES.join(', ')}.`,
  },
  'min-difference': {
    value: 'VALUE',
    help: 'Minimum difference from the base, up or down, 0 to 1.',
  },
} as const;

export const batchesRows = defineCommand({
  name: 'batches rows',
  summary: 'Finds samples of a batch by their scores and texts.',
  args: ['<id>'],
  options: {
    ...FILTER_OPTIONS,
    sort: { value: 'ORDER', help: `Order of the samples: ${SORTS.join(', ')}.` },
    ...LIMIT_OPTION,
  },
  examples: [
    'assay batches rows bat_… --base previous --change regressed',
    'assay batches rows bat_… --scorer faithfulness --max 0.5 --sort value',
  ],
  async run({ values, args: [id = ''], isJson, system, client }) {
    const limit = limitOf(values);
    const { sort } = values;
    const filter: RowFilter = {
      ...criteriaOf(values),
      ...(sort !== undefined && { sort: oneOf(SORTS, sort, 'sort') }),
      limit: pageOf(limit),
    };
    const found = await collect((await client()).batches.rows(id, filter), limit);
    system.stdout.write(isJson ? json(found) : printable(table(found.map(rowCells))));
    return EXIT.passed;
  },
});

export const batchesGroups = defineCommand({
  name: 'batches groups',
  summary: 'Counts the samples of a batch by what they have in common.',
  args: ['<id>'],
  options: {
    by: {
      value: 'WHAT',
      help: 'status, scorer (default: those that failed or errored), error, change or metadata:KEY.',
    },
    ...FILTER_OPTIONS,
  },
  examples: [
    'assay batches groups bat_… --by error',
    'assay batches groups bat_… --by metadata:lang',
  ],
  async run({ values, args: [id = ''], isJson, system, client }) {
    const query = { ...criteriaOf(values), by: values.by ?? 'scorer' };
    const groups = await (await client()).batches.groups(id, query);
    const rows = groups.items.map(({ key, count, examples }) => [
      String(count),
      key === null ? '–' : oneLine(key, 60),
      oneLine(examples.map(({ index, sampleId }) => sampleId ?? `#${index}`).join(', '), 80),
    ]);
    system.stdout.write(isJson ? json(groups) : printable(table(rows)));
    return EXIT.passed;
  },
});

/** @throws CliError for a value that an option does not take */
function criteriaOf(values: Values<typeof FILTER_OPTIONS>): RowCriteria {
  const { status, scorer, outcome, error, metadata, text, base, change } = values;
  const min = numberOf(values.min, 'min', SHARE);
  const max = numberOf(values.max, 'max', SHARE);
  const minDifference = numberOf(values['min-difference'], 'min-difference', SHARE);
  return {
    ...(status && { status: status.map((each) => oneOf(STATUSES, each, 'status')) }),
    ...(scorer !== undefined && { scorer }),
    ...(outcome !== undefined && { outcome: oneOf(OUTCOMES, outcome, 'outcome') }),
    ...(min !== undefined && { min }),
    ...(max !== undefined && { max }),
    ...(error !== undefined && { errorCode: error }),
    ...(metadata && { metadata }),
    ...(text !== undefined && { text }),
    ...(base !== undefined && { base }),
    ...(change && { change: change.map((each) => oneOf(CHANGES, each, 'change')) }),
    ...(minDifference !== undefined && { minDifference }),
  };
}

function rowCells({ index, sampleId, status, value, error, output, base }: BatchRow): string[] {
  const change = base
    ? `${base.change ?? ''} ${decimal(base.value)} → ${decimal(value)}`
    : decimal(value);
  return [
    oneLine(sampleId ?? `#${index}`, 40),
    status,
    change,
    oneLine(error ? `${error.code}: ${error.message}` : (output ?? ''), 80),
  ];
}
