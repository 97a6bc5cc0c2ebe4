import {
  index,
  integer,
  primaryKey,
  sqliteTable,
  text,
  uniqueIndex,
} from 'drizzle-orm/sqlite-core';

/**
 * What is known of a judge against labels of people. The batch scores the labels; `report`, and
 * `applied`, which scores are read by, are written once it has ended.
 */
export const calibrations = sqliteTable(
  'calibrations',
  {
    projectId: text('project_id').notNull(),
    id: text('id').notNull(),
    status: text('status', { enum: ['running', 'completed', 'failed'] }).notNull(),
    /** The name that the scorer was given by. */
    name: text('name').notNull(),
    /** Its settings with all defaults, as JSON. */
    scorer: text('scorer').notNull(),
    fingerprint: text('fingerprint').notNull(),
    /** The models and versions that it holds for, as JSON; `[]` until it has completed. */
    judges: text('judges').notNull(),
    dataset: text('dataset'),
    question: text('question'),
    n: integer('n').notNull(),
    /** Risk, confidence and width, and from which grade on people pass, as JSON. */
    terms: text('terms').notNull(),
    batchId: text('batch_id').notNull(),
    /** The agreement with people, as JSON. */
    agreement: text('agreement'),
    report: text('report'),
    applied: text('applied'),
    error: text('error'),
    createdAtMs: integer('created_at_ms').notNull(),
    endedAtMs: integer('ended_at_ms'),
  },
  (table) => [
    primaryKey({ columns: [table.projectId, table.id] }),
    uniqueIndex('calibrations_by_id').on(table.id),
    index('calibrations_by_fingerprint').on(
      table.projectId,
      table.fingerprint,
      table.status,
      table.id,
    ),
    index('calibrations_by_name').on(table.projectId, table.name, table.id),
    index('calibrations_by_status').on(table.status, table.id),
  ],
);

/** What people said of the samples of a calibration, by their place in its batch. */
export const calibrationLabels = sqliteTable(
  'calibration_labels',
  {
    projectId: text('project_id').notNull(),
    calibrationId: text('calibration_id').notNull(),
    at: integer('at').notNull(),
    label: text('label').notNull(),
  },
  (table) => [primaryKey({ columns: [table.calibrationId, table.at] })],
);

/**
 * An attempt to improve a custom judge from labels. The calibration of its present version has the
 * labels and the baseline; `trials` are the batches that score candidates on held-out folds.
 */
export const alignments = sqliteTable(
  'alignments',
  {
    projectId: text('project_id').notNull(),
    id: text('id').notNull(),
    status: text('status', { enum: ['running', 'completed', 'failed'] }).notNull(),
    /** The custom scorer, and the version that is to be improved. */
    name: text('name').notNull(),
    version: integer('version').notNull(),
    calibrationId: text('calibration_id').notNull(),
    /** What was asked for, as JSON. */
    terms: text('terms').notNull(),
    /** The candidates and their batches, as JSON; null until the baseline has ended. */
    trials: text('trials'),
    result: text('result'),
    error: text('error'),
    createdAtMs: integer('created_at_ms').notNull(),
    endedAtMs: integer('ended_at_ms'),
  },
  (table) => [
    primaryKey({ columns: [table.projectId, table.id] }),
    uniqueIndex('alignments_by_id').on(table.id),
    index('alignments_by_name').on(table.projectId, table.name, table.id),
    index('alignments_by_status').on(table.status, table.id),
  ],
);
