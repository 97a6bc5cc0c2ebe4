import * as tables from '@assay/schema/db/tables.ts';
import type { ExportRecord, ExportValue } from '@assay/schema/types.ts';
import { getTableConfig, type SQLiteTable } from 'drizzle-orm/sqlite-core';

/** A table as an export has it. */
export interface ExportedTable {
  /** The class of its records. */
  name: string;
  table: string;
  columns: readonly { name: string; isText: boolean; isRequired: boolean }[];
  /** Its key, without the project. */
  key: readonly string[];
  /** What its rows belong to, where that is not the project alone. */
  parent: { table: string; column: string } | null;
}

/** Classes in the order of an export: what others refer to comes before them. */
export const EXPORT_CLASSES = [
  ...[
    'projectSettings',
    'dataSettings',
    'retention',
    'alertSettings',
    'alertChannels',
    'alertMutes',
    'suites',
    'customScorers',
    'questions',
  ],
  ...[
    'guardPolicies',
    'pipelines',
    'traceRules',
    'monitors',
    'scorerDefinitions',
    'datasets',
    'datasetContents',
  ],
  ...['datasetItems', 'verdicts', 'judgeExchanges', 'batches', 'batchRanges', 'batchSamples'],
  ...['batchResults', 'batchExchanges', 'datasetUses', 'calibrations', 'calibrationLabels'],
  ...['alignments', 'labels', 'reviewQueues', 'reviewItems', 'reviews'],
  ...['experiments', 'experimentSamples', 'experimentChanges', 'experimentCells'],
  ...['schedules', 'alerts'],
] as const;

/** Those whose records are made of several tables; the others are rows. */
const MADE = new Set(['verdicts', 'batchResults']);

/** Why each of the others is not. */
export const NOT_EXPORTED: Record<string, string> = {
  verdictShapes: 'Made again.',
  verdictLabels: 'Made again.',
  batchPacks: 'Made again.',
  batchLeaves: 'Of the log of one deployment.',
  batchAppends: 'Of requests to one deployment.',
  datasetUploads: 'Not a version yet.',
  datasetUploadItems: 'Not a version yet.',
  apiKeys: 'Of one deployment.',
  idempotency: 'Sealed with keys of one deployment.',
  judgeCache: 'A cache.',
  judgeSpend: 'Of one deployment.',
  judgeUse: 'Of one deployment.',
  judgeSettlements: 'Of no project.',
  webhookSecrets: 'Of one deployment.',
  webhookDeliveries: 'Of one deployment.',
  experimentParts: 'Of generation that runs.',
  experimentCalls: 'Of generation that runs.',
  httpStepUse: 'Of one deployment.',
  projectSecrets: 'Sealed with keys of one deployment.',
  healthMarks: 'Counts of one deployment.',
  scheduleRuns: 'Of one deployment.',
  alertDeliveries: 'Of one deployment.',
  traceParts: 'Of traces that are being collected.',
  traceTurns: 'Of traces that are being collected.',
  traceFacts: 'Of traces that are being collected.',
  traceMinutes: 'Counts of one deployment.',
  evaluationTargets: 'Of one deployment, whose secret encrypts the headers.',
  evaluationDeliveries: 'Of one deployment.',
  ruleVerdicts: 'In the order of one deployment.',
  sessionTraces: 'Of traces that are being collected.',
  monitorOutbox: 'Of the monitors of one deployment.',
  logOutbox: 'Of the log of one deployment.',
  auditEntries: 'Of the log of one deployment.',
  auditIntents: 'Of the log of one deployment.',
  deletions: 'Their reports are signed by one deployment.',
  dataKeys: 'Of one deployment, which decrypts what it exports.',
  projects: 'Of one deployment.',
};

const PARENTS: Record<string, { table: string; column: string }> = {
  batchRanges: { table: 'batches', column: 'batch_id' },
  batchSamples: { table: 'batches', column: 'batch_id' },
  batchExchanges: { table: 'batches', column: 'batch_id' },
  calibrationLabels: { table: 'calibrations', column: 'calibration_id' },
  experimentSamples: { table: 'experiments', column: 'experiment_id' },
  experimentChanges: { table: 'experiments', column: 'experiment_id' },
  experimentCells: { table: 'experiments', column: 'experiment_id' },
};

const described: Record<string, SQLiteTable> = tables;

export function exportedTable(name: string): ExportedTable | undefined {
  const found = described[name];
  if (found === undefined || MADE.has(name) || name in NOT_EXPORTED) return undefined;
  const { name: table, columns, primaryKeys } = getTableConfig(found);
  const keys = primaryKeys[0]?.columns ?? columns.filter(({ primary }) => primary);
  return {
    name,
    table,
    columns: columns.map((column) => ({
      name: column.name,
      isText: column.getSQLType() === 'text',
      isRequired: column.notNull,
    })),
    key: keys.map((column) => column.name).filter((column) => column !== 'project_id'),
    parent: PARENTS[name] ?? null,
  };
}

/** Whether a record has the columns of its table, each of its type. */
export function fits({ columns }: ExportedTable, { record }: ExportRecord): boolean {
  const isOf = (value: ExportValue | undefined, column: ExportedTable['columns'][number]) => {
    if (value === null || value === undefined)
      return !column.isRequired || column.name === 'project_id';
    return typeof value === (column.isText ? 'string' : 'number');
  };
  const known = new Set(columns.map(({ name }) => name));
  return (
    Object.keys(record).every((name) => known.has(name)) &&
    columns.every((column) => isOf(record[column.name], column))
  );
}
