import { blob, index, integer, primaryKey, sqliteTable, text } from 'drizzle-orm/sqlite-core';

/** The answers of POST requests that came with an Idempotency-Key, sealed under the caller's key. */
export const idempotency = sqliteTable(
  'idempotency',
  {
    apiKeyId: text('api_key_id').notNull(),
    key: text('key').notNull(),
    requestHash: text('request_hash').notNull(),
    /** The attempt that runs or ran it: an attempt that lost its lease must not write. */
    attempt: text('attempt').notNull(),
    /** What the ids of its results are made from, the same for every attempt at the request. */
    seed: text('seed').notNull().default(''),
    leaseUntilMs: integer('lease_until_ms').notNull(),
    status: integer('status'),
    answer: blob('answer', { mode: 'buffer' }),
    expiresAtMs: integer('expires_at_ms').notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.apiKeyId, table.key] }),
    index('idempotency_by_expiry').on(table.expiresAtMs),
  ],
);
