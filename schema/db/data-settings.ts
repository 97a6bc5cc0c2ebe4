import { integer, sqliteTable, text } from 'drizzle-orm/sqlite-core';
import type { DataSettings } from '../types.ts';

/** What a project keeps of the data it sends; a project without a row has the defaults. */
export const dataSettings = sqliteTable('data_settings', {
  projectId: text('project_id').primaryKey(),
  settings: text('settings', { mode: 'json' }).$type<DataSettings>().notNull(),
  updatedAtMs: integer('updated_at_ms').notNull(),
});
