import { index, integer, primaryKey, sqliteTable, text } from 'drizzle-orm/sqlite-core';

/** Where a project's verdicts are sent as events of OpenTelemetry. */
export const evaluationTargets = sqliteTable('evaluation_targets', {
  projectId: text('project_id').primaryKey(),
  url: text('url').notNull(),
  encoding: text('encoding', { enum: ['protobuf', 'json'] }).notNull(),
  /** Names of the headers, as JSON. */
  headerNames: text('header_names').notNull(),
  /** The headers as JSON, encrypted; null where there are none. */
  headers: text('headers'),
  updatedAtMs: integer('updated_at_ms').notNull(),
});

/** Verdicts that are sent, written before their trace is dropped. */
export const evaluationDeliveries = sqliteTable(
  'evaluation_deliveries',
  {
    projectId: text('project_id').notNull(),
    verdictId: text('verdict_id').notNull(),
    status: text('status', { enum: ['pending', 'delivered', 'failed'] }).notNull(),
    attempts: integer('attempts').notNull(),
    /** Host of the last attempt; null before. */
    host: text('host'),
    httpStatus: integer('http_status'),
    error: text('error'),
    createdAtMs: integer('created_at_ms').notNull(),
    /** When a pending delivery counts as lost. */
    leaseUntilMs: integer('lease_until_ms').notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.projectId, table.verdictId] }),
    index('evaluation_deliveries_by_lease').on(table.status, table.leaseUntilMs),
    index('evaluation_deliveries_by_age').on(table.createdAtMs),
  ],
);
