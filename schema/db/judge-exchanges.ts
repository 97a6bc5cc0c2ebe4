import { integer, primaryKey, sqliteTable, text } from 'drizzle-orm/sqlite-core';

/**
 * What judges were asked for a verdict and answered, one row a call, in the order of the answers.
 * Must be deleted with its verdict: `deleteExchanges`.
 */
export const judgeExchanges = sqliteTable(
  'judge_exchanges',
  {
    projectId: text('project_id').notNull(),
    verdictId: text('verdict_id').notNull(),
    n: integer('n').notNull(),
    /** As JSON. */
    exchange: text('exchange').notNull(),
  },
  (table) => [primaryKey({ columns: [table.projectId, table.verdictId, table.n] })],
);

/** The same for the samples of batches. Must be deleted with the batch: its purge does. */
export const batchExchanges = sqliteTable(
  'batch_exchanges',
  {
    batchId: text('batch_id').notNull(),
    at: integer('at').notNull(),
    n: integer('n').notNull(),
    exchange: text('exchange').notNull(),
  },
  (table) => [primaryKey({ columns: [table.batchId, table.at, table.n] })],
);
