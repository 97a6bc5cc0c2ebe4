import { index, integer, sqliteTable, text } from 'drizzle-orm/sqlite-core';
import type { ReviewerInput, Scope } from '../types.ts';

/** An API key: its SHA-256, never the key. */
export const apiKeys = sqliteTable(
  'api_keys',
  {
    id: text('id').primaryKey(),
    projectId: text('project_id').notNull(),
    name: text('name').notNull(),
    hash: text('hash').notNull().unique(),
    hint: text('hint').notNull(),
    scopes: text('scopes', { mode: 'json' }).$type<Scope[]>().notNull(),
    /** Of a key with the scope `review`. */
    review: text('review', { mode: 'json' }).$type<ReviewerInput>(),
    createdAtMs: integer('created_at_ms').notNull(),
    expiresAtMs: integer('expires_at_ms'),
    /** When the overlap with the key's successor is over; null for a key that was not rotated. */
    endsAtMs: integer('ends_at_ms'),
    revokedAtMs: integer('revoked_at_ms'),
  },
  (table) => [index('api_keys_by_project').on(table.projectId, table.id)],
);
