import { index, integer, primaryKey, sqliteTable, text } from 'drizzle-orm/sqlite-core';

/**
 * A deletion that was asked for. Its row stays as the proof of what was deleted, and holds nothing of it.
 */
export const deletions = sqliteTable(
  'deletions',
  {
    projectId: text('project_id').notNull(),
    id: text('id').notNull(),
    status: text('status', { enum: ['running', 'completed'] }).notNull(),
    /** What is searched for, as JSON; null once it is deleted. */
    target: text('target'),
    /** What callers and the report see of it, as JSON. */
    shown: text('shown').notNull(),
    /** The key that asked. */
    keyId: text('key_id').notNull(),
    /** The step that is next, and where in it. */
    phase: integer('phase').notNull(),
    cursor: text('cursor'),
    /** What is gone, by class, as JSON. */
    erased: text('erased').notNull(),
    /** The signed report, as JSON. */
    report: text('report'),
    createdAtMs: integer('created_at_ms').notNull(),
    completedAtMs: integer('completed_at_ms'),
    /** Until then one run has it. */
    leaseUntilMs: integer('lease_until_ms').notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.projectId, table.id] }),
    index('deletions_by_status').on(table.status, table.leaseUntilMs),
  ],
);
