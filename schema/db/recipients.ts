import { integer, primaryKey, sqliteTable, text } from 'drizzle-orm/sqlite-core';

/** How often `http` steps of pipelines sent an answer to a host in a day (UTC). */
export const httpStepUse = sqliteTable(
  'http_step_use',
  {
    projectId: text('project_id').notNull(),
    day: text('day').notNull(),
    host: text('host').notNull(),
    calls: integer('calls').notNull(),
  },
  (table) => [primaryKey({ columns: [table.projectId, table.day, table.host] })],
);
