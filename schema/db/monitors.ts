import { sql } from 'drizzle-orm';
import { index, integer, primaryKey, sqliteTable, text } from 'drizzle-orm/sqlite-core';
import type { MonitorContent } from '../types.ts';

/** One row per version of a monitor. Deleting marks the rows and keeps them. */
export const monitors = sqliteTable(
  'monitors',
  {
    projectId: text('project_id').notNull(),
    name: text('name').notNull(),
    version: integer('version').notNull(),
    description: text('description').notNull(),
    content: text('content', { mode: 'json' }).$type<MonitorContent>().notNull(),
    /** What stored verdicts came to as its baseline, as JSON; null where none are. */
    baseline: text('baseline'),
    fingerprint: text('fingerprint').notNull(),
    createdAtMs: integer('created_at_ms').notNull(),
    deletedAtMs: integer('deleted_at_ms'),
    /** The request that added it: tells a repeated attempt from another request. */
    attempt: text('attempt'),
    /** When its windows are looked at next; null where it has none. */
    checkAtMs: integer('check_at_ms'),
    /** When its anchors are judged next; null where it has none. */
    anchorsAtMs: integer('anchors_at_ms'),
  },
  (table) => [
    primaryKey({ columns: [table.projectId, table.name, table.version] }),
    index('monitors_by_check')
      .on(table.checkAtMs)
      .where(sql`check_at_ms IS NOT NULL AND deleted_at_ms IS NULL`),
    index('monitors_by_anchors')
      .on(table.anchorsAtMs)
      .where(sql`anchors_at_ms IS NOT NULL AND deleted_at_ms IS NULL`),
  ],
);

/**
 * What the monitors of a project have not seen yet: verdicts that were stored or deleted, and batches
 * that ended. The migrations make it WITHOUT ROWID.
 */
export const monitorOutbox = sqliteTable(
  'monitor_outbox',
  {
    projectId: text('project_id').notNull(),
    kind: text('kind', { enum: ['verdict', 'deletion', 'batch'] }).notNull(),
    /** Id of the verdict or of the batch. */
    entryId: text('entry_id').notNull(),
    /** Of a batch, the last place that was seen. */
    place: integer('place').notNull(),
  },
  (table) => [primaryKey({ columns: [table.projectId, table.kind, table.entryId] })],
);
