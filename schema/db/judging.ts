import { index, integer, primaryKey, sqliteTable, text } from 'drizzle-orm/sqlite-core';
import type { ProjectSettings } from '../types.ts';

/** Judges' answers and vectors, kept for a time, each for the project that paid for it. */
export const judgeCache = sqliteTable(
  'judge_cache',
  {
    projectId: text('project_id').notNull(),
    key: text('key').notNull(),
    value: text('value').notNull(),
    expiresAtMs: integer('expires_at_ms').notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.projectId, table.key] }),
    index('judge_cache_by_expiry').on(table.expiresAtMs),
  ],
);

/** What a project spent on models in a day (UTC). Billionths of a dollar, so that sums are exact. */
export const judgeSpend = sqliteTable(
  'judge_spend',
  {
    projectId: text('project_id').notNull(),
    day: text('day').notNull(),
    /** What calls in flight may come to is counted until they end. */
    nanoUsd: integer('nano_usd').notNull(),
    calls: integer('calls').notNull(),
    inputTokens: integer('input_tokens').notNull(),
    outputTokens: integer('output_tokens').notNull(),
  },
  (table) => [primaryKey({ columns: [table.projectId, table.day] })],
);

/** What a project asked of each version of a model in a day (UTC): an answer from the cache is no call. */
export const judgeUse = sqliteTable(
  'judge_use',
  {
    projectId: text('project_id').notNull(),
    day: text('day').notNull(),
    model: text('model').notNull(),
    /** As the provider named it; empty where it named none. */
    version: text('version').notNull(),
    calls: integer('calls').notNull(),
    cached: integer('cached').notNull(),
    errors: integer('errors').notNull(),
    inputTokens: integer('input_tokens').notNull(),
    outputTokens: integer('output_tokens').notNull(),
    nanoUsd: integer('nano_usd').notNull(),
  },
  (table) => [primaryKey({ columns: [table.projectId, table.day, table.model, table.version] })],
);

/** What was written of spending, so that none is written twice; forgotten after a while. */
export const judgeSettlements = sqliteTable(
  'judge_settlements',
  {
    id: text('id').primaryKey(),
    expiresAtMs: integer('expires_at_ms').notNull(),
  },
  (table) => [index('judge_settlements_by_expiry').on(table.expiresAtMs)],
);

/** What a project's administrators decided. */
export const projectSettings = sqliteTable('project_settings', {
  projectId: text('project_id').primaryKey(),
  settings: text('settings', { mode: 'json' }).$type<ProjectSettings>().notNull(),
  updatedAtMs: integer('updated_at_ms').notNull(),
});
