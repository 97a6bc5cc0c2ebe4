import { integer, primaryKey, sqliteTable, text } from 'drizzle-orm/sqlite-core';
import type { PipelineContent } from '../types.ts';

/**
 * One row per version of a pipeline. Deleting marks the rows and keeps them, so that a version
 * number is never reused.
 */
export const pipelines = sqliteTable(
  'pipelines',
  {
    projectId: text('project_id').notNull(),
    name: text('name').notNull(),
    version: integer('version').notNull(),
    description: text('description').notNull(),
    content: text('content', { mode: 'json' }).$type<PipelineContent>().notNull(),
    fingerprint: text('fingerprint').notNull(),
    createdAtMs: integer('created_at_ms').notNull(),
    deletedAtMs: integer('deleted_at_ms'),
    /** The request that added it: tells a repeated attempt from another request. */
    attempt: text('attempt'),
  },
  (table) => [primaryKey({ columns: [table.projectId, table.name, table.version] })],
);
