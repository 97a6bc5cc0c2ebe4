import type { Change, ItemStatus, RowSort } from '@assay/schema/types.ts';
import { changeColumn, latencyColumn, scoreColumns } from './digest-columns.ts';

/** Which samples of a batch are wanted. */
export interface RowCriteria {
  batchId: string;
  /** How many scores its samples have. */
  scores: number;
  /** Place of the score that the criteria are about; null for the verdict as a whole. */
  place: number | null;
  statuses?: readonly ItemStatus[] | undefined;
  outcome?: 'passed' | 'failed' | 'abstained' | 'error' | 'skipped' | undefined;
  min?: number | undefined;
  max?: number | undefined;
  errorCode?: string | undefined;
  /** A value of undefined asks for the key alone. */
  metadata: readonly { key: string; value: string | undefined }[];
  text?: string | undefined;
  /** A place of undefined: the base does not have the score. */
  base?: { batchId: string; place: number | null | undefined } | undefined;
  changes?: readonly Change[] | undefined;
  minDifference?: number | undefined;
}

/** The parameters of a statement, in their order. */
export class Parameters {
  readonly values: (string | number | null)[] = [];

  /** @returns what stands for the value in the statement */
  add(value: string | number | null): string {
    this.values.push(value);
    return `?${this.values.length}`;
  }
}

export interface RowConditions {
  /** What stands for the batch. */
  batch: string;
  /** Samples by index, in input order: what the conditions are held against. */
  candidates(after: string): string;
  /** Joined to the sample at `c.at`. */
  joins: string;
  conditions: string[];
  /** The score, its difference from the base and its change. */
  columns: { value: string; difference: string; change: string; latency: string };
  /** Whether texts of samples are read. */
  readsSamples: boolean;
}

/** SQL for the criteria: samples `s`, their results `r`, and those of the base `o`. */
export function rowConditions(
  { batchId, scores, place, base, ...criteria }: RowCriteria,
  parameters: Parameters,
  sort: RowSort,
): RowConditions {
  const batch = parameters.add(batchId);
  const own = scoreColumns('r', place);
  const other = scoreColumns('o', base?.place);
  const isVerdict = place === null;
  const difference = `(${own.value}) - (${other.value})`;
  const change = changeColumn(own, other, isVerdict);
  const isCompared =
    base !== undefined &&
    (criteria.changes !== undefined ||
      criteria.minDifference !== undefined ||
      sort.endsWith('difference'));
  const texts = textConditions(criteria, parameters);
  return {
    batch,
    candidates: candidatesOf(criteria, batch, parameters),
    joins: [
      `CROSS JOIN batch_samples s ON s.batch_id = ${batch} AND s.at = c.at`,
      `LEFT JOIN batch_results r ON r.batch_id = ${batch} AND r.at = c.at`,
      ...(isCompared ? baseJoins(parameters.add(base.batchId)) : []),
    ].join('\n'),
    conditions: [
      ...resultConditions(criteria, own, isVerdict, parameters),
      ...(criteria.changes
        ? [
            `${change} IN (SELECT value FROM json_each(${parameters.add(JSON.stringify(criteria.changes))}))`,
          ]
        : []),
      ...(criteria.minDifference === undefined
        ? []
        : [`abs(${difference}) >= ${parameters.add(criteria.minDifference)} - 1e-9`]),
      ...texts,
    ],
    columns: { value: own.value, difference, change, latency: latencyColumn('r', scores) },
    readsSamples: texts.length > 0,
  };
}

/** The same sample in the base, with its result. */
export function baseJoins(base: string): string[] {
  return [
    `LEFT JOIN batch_samples t ON t.batch_id = ${base} AND t.sample_id = s.sample_id`,
    `LEFT JOIN batch_results o ON o.batch_id = t.batch_id AND o.at = t.at AND o.status <> 'retry'`,
  ];
}

type Rest = Omit<RowCriteria, 'batchId' | 'scores' | 'place' | 'base'>;

/** Few errors and few failures are found by their own index, each in input order. */
function candidatesOf(
  { errorCode, statuses }: Rest,
  batch: string,
  parameters: Parameters,
): RowConditions['candidates'] {
  const results = `SELECT at FROM batch_results WHERE batch_id = ${batch}`;
  if (errorCode !== undefined) {
    const code = parameters.add(errorCode);
    return (after) => `${results} AND error_code = ${code} AND at > ${after} ORDER BY at`;
  }
  if (statuses !== undefined && !statuses.includes('pending')) {
    const each = [...new Set(statuses)].map((status) => parameters.add(status));
    return (after) =>
      `${each.map((status) => `${results} AND status = ${status} AND at > ${after}`).join(' UNION ALL ')} ORDER BY at`;
  }
  return (after) =>
    `SELECT at FROM batch_samples WHERE batch_id = ${batch} AND at > ${after}
       AND at < (SELECT next_index FROM batches WHERE id = ${batch}) ORDER BY at`;
}

function resultConditions(
  { statuses, outcome, min, max, errorCode }: Rest,
  { value, passed, status }: { value: string; passed: string; status: string },
  isVerdict: boolean,
  parameters: Parameters,
): string[] {
  const outcomes = isVerdict
    ? { passed: 'passed', failed: 'failed', abstained: 'abstained', error: 'error', skipped: '' }
    : { abstained: 'abstained', error: 'error', skipped: 'skipped' };
  const named =
    outcome === undefined ? undefined : Object.entries(outcomes).find(([name]) => name === outcome);
  return [
    ...(statuses === undefined
      ? []
      : [
          `CASE WHEN r.status IS NULL OR r.status = 'retry' THEN 'pending' ELSE r.status END IN
             (SELECT value FROM json_each(${parameters.add(JSON.stringify(statuses))}))`,
        ]),
    ...(outcome === undefined && min === undefined && max === undefined && errorCode === undefined
      ? []
      : ["r.status <> 'retry'"]),
    ...(named === undefined ? [] : [`${status} = ${parameters.add(named[1])}`]),
    ...(outcome !== undefined && named === undefined
      ? [`${passed} = ${outcome === 'passed' ? 1 : 0}`]
      : []),
    ...(min === undefined ? [] : [`${value} >= ${parameters.add(min)}`]),
    ...(max === undefined ? [] : [`${value} <= ${parameters.add(max)}`]),
  ];
}

function textConditions({ metadata, text }: Rest, parameters: Parameters): string[] {
  return [
    ...metadata.map(({ key, value }) => {
      const entries = "json_each(s.sample, '$.metadata') m";
      const has = `m.key = ${parameters.add(key)}`;
      if (value === undefined) return `EXISTS (SELECT 1 FROM ${entries} WHERE ${has})`;
      return `EXISTS (SELECT 1 FROM ${entries} WHERE ${has} AND ${metadataText('m')} = ${parameters.add(value)})`;
    }),
    ...(text === undefined ? [] : holding(text, parameters)),
  ];
}

/** A value of the metadata as a text, as it is written in a filter. */
export function metadataText(m: string): string {
  return `CASE ${m}.type WHEN 'true' THEN 'true' WHEN 'false' THEN 'false' ELSE CAST(${m}.value AS TEXT) END`;
}

/**
 * JSON can write one text in many ways, so its values are looked at one by one, but only of samples
 * whose JSON has the longest part of the text that is written in one way alone.
 */
function holding(text: string, parameters: Parameters): string[] {
  const wanted = lowerAscii(text);
  const plain = wanted
    .split(/[^a-z0-9 _.,:;!?()-]+/)
    .reduce((a, b) => (b.length > a.length ? b : a));
  return [
    ...(plain === '' ? [] : [`instr(lower(s.sample), ${parameters.add(plain)}) > 0`]),
    `EXISTS (SELECT 1 FROM json_tree(s.sample) j
       WHERE j.atom IS NOT NULL AND instr(lower(j.atom), ${parameters.add(wanted)}) > 0)`,
  ];
}

/** As lower() of SQLite. */
function lowerAscii(text: string): string {
  return text.replace(/[A-Z]/g, (letter) => letter.toLowerCase());
}
