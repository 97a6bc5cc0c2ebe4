import { integer, primaryKey, sqliteTable, text } from 'drizzle-orm/sqlite-core';

/**
 * What scored the stored verdicts of a project, by fingerprint: written with the first verdict, never
 * changed and never deleted before the project, so that every verdict can be explained and repeated.
 */
export const scorerDefinitions = sqliteTable(
  'scorer_definitions',
  {
    projectId: text('project_id').notNull(),
    fingerprint: text('fingerprint').notNull(),
    /** JSON of scorer, version and settings. It holds nothing of a sample. */
    definition: text('definition').notNull(),
    createdAtMs: integer('created_at_ms').notNull(),
  },
  (table) => [primaryKey({ columns: [table.projectId, table.fingerprint] })],
);
