import { index, integer, sqliteTable, text } from 'drizzle-orm/sqlite-core';
import type { RetentionDays, RetentionRun } from '../types.ts';

/** For how many days a project keeps each class of data. No row where all is kept. */
export const retention = sqliteTable(
  'retention',
  {
    projectId: text('project_id').primaryKey(),
    days: text('days', { mode: 'json' }).$type<RetentionDays>().notNull(),
    updatedAtMs: integer('updated_at_ms').notNull(),
    /** Samples of verdicts below this id are dropped; null if none ever were. */
    samplesDroppedTo: text('samples_dropped_to'),
    /** When it is to be enforced next. */
    dueAtMs: integer('due_at_ms').notNull(),
    lastRun: text('last_run', { mode: 'json' }).$type<RetentionRun>(),
  },
  (table) => [index('retention_by_due').on(table.dueAtMs)],
);
