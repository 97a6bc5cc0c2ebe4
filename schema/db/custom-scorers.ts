import { integer, primaryKey, real, sqliteTable, text } from 'drizzle-orm/sqlite-core';
import type { CustomScorerBase, JsonObject } from '../types.ts';

/** Projects' own scorers, one row a version, never changed. */
export const customScorers = sqliteTable(
  'custom_scorers',
  {
    projectId: text('project_id').notNull(),
    name: text('name').notNull(),
    version: integer('version').notNull(),
    description: text('description').notNull(),
    base: text('base').$type<CustomScorerBase>().notNull(),
    params: text('params', { mode: 'json' }).$type<JsonObject>().notNull(),
    threshold: real('threshold'),
    fingerprint: text('fingerprint').notNull(),
    createdAtMs: integer('created_at_ms').notNull(),
    /** Deleted versions stay, so that no number is given twice. */
    deletedAtMs: integer('deleted_at_ms'),
  },
  (table) => [primaryKey({ columns: [table.projectId, table.name, table.version] })],
);
