import { index, integer, sqliteTable, text, uniqueIndex } from 'drizzle-orm/sqlite-core';

/**
 * The generation of a project's signing secret. The secret itself is derived from the
 * deployment's key and the generation, and is nowhere stored.
 */
export const webhookSecrets = sqliteTable('webhook_secrets', {
  projectId: text('project_id').primaryKey(),
  generation: integer('generation').notNull(),
  /** Until then messages carry the signature of the generation before, too. */
  previousUntilMs: integer('previous_until_ms').notNull(),
  rotatedAtMs: integer('rotated_at_ms').notNull(),
});

/** A message to a webhook, made in the transaction that ends the batch. */
export const webhookDeliveries = sqliteTable(
  'webhook_deliveries',
  {
    id: text('id').primaryKey(),
    projectId: text('project_id').notNull(),
    batchId: text('batch_id').notNull(),
    run: integer('run').notNull(),
    url: text('url').notNull(),
    /** What the batch came to when it ended, as JSON; null for those made before this was kept. */
    outcome: text('outcome'),
    /** What the first attempt sent, which each further one sends again; null once it has ended. */
    body: text('body'),
    status: text('status', { enum: ['pending', 'delivered', 'failed'] }).notNull(),
    attempts: integer('attempts').notNull(),
    /** What each attempt got, oldest first, as JSON. */
    answers: text('answers').notNull(),
    createdAtMs: integer('created_at_ms').notNull(),
    /** When a pending delivery counts as lost. */
    leaseUntilMs: integer('lease_until_ms').notNull(),
  },
  (table) => [
    uniqueIndex('webhook_deliveries_by_batch').on(table.batchId, table.run),
    index('webhook_deliveries_by_project').on(table.projectId, table.createdAtMs),
    index('webhook_deliveries_by_lease').on(table.status, table.leaseUntilMs),
  ],
);
