import { integer, primaryKey, sqliteTable, text } from 'drizzle-orm/sqlite-core';

/**
 * The keys that samples and judge exchanges of a project are encrypted with, wrapped by a master key
 * of the deployment. A dropped one keeps its row, so that what it encrypted is known to be gone.
 */
export const dataKeys = sqliteTable(
  'data_keys',
  {
    projectId: text('project_id').notNull(),
    id: text('id').notNull(),
    /** Id of the master key that wrapped it. */
    masterKey: text('master_key').notNull(),
    /** As base64; empty once it was dropped. */
    wrapped: text('wrapped').notNull(),
    createdAtMs: integer('created_at_ms').notNull(),
    droppedAtMs: integer('dropped_at_ms'),
  },
  (table) => [primaryKey({ columns: [table.projectId, table.id] })],
);
