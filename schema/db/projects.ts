import { integer, sqliteTable, text } from 'drizzle-orm/sqlite-core';

/** A tenant. Everything else belongs to one. */
export const projects = sqliteTable('projects', {
  id: text('id').primaryKey(),
  name: text('name').notNull().unique(),
  createdAtMs: integer('created_at_ms').notNull(),
});
