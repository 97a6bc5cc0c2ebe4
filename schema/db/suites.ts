import { integer, primaryKey, sqliteTable, text } from 'drizzle-orm/sqlite-core';
import type { Policy, ScorerReference } from '../types.ts';

/**
 * One row a suite version. Deleting marks the rows and keeps them, so that a version number is
 * never given twice.
 */
export const suites = sqliteTable(
  'suites',
  {
    projectId: text('project_id').notNull(),
    name: text('name').notNull(),
    version: integer('version').notNull(),
    description: text('description').notNull(),
    scorers: text('scorers', { mode: 'json' }).$type<ScorerReference[]>().notNull(),
    policy: text('policy', { mode: 'json' }).$type<Policy>().notNull(),
    fingerprint: text('fingerprint').notNull(),
    createdAtMs: integer('created_at_ms').notNull(),
    deletedAtMs: integer('deleted_at_ms'),
    /** The request that added it: tells a try that was repeated from another's. */
    attempt: text('attempt'),
  },
  (table) => [primaryKey({ columns: [table.projectId, table.name, table.version] })],
);
