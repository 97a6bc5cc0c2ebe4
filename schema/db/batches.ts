import { sql } from 'drizzle-orm';
import {
  blob,
  index,
  integer,
  primaryKey,
  real,
  sqliteTable,
  text,
  uniqueIndex,
} from 'drizzle-orm/sqlite-core';

/**
 * A batch. `plan` is what it runs, settled when it was made. While a request appends samples it
 * holds the intake: rows at `nextIndex` and beyond belong to it alone until it commits.
 */
export const batches = sqliteTable(
  'batches',
  {
    projectId: text('project_id').notNull(),
    id: text('id').notNull(),
    status: text('status', {
      enum: ['receiving', 'open', 'running', 'completed', 'cancelled', 'deleted'],
    }).notNull(),
    plan: text('plan').notNull(),
    priority: integer('priority').notNull(),
    tags: text('tags').notNull(),
    metadata: text('metadata').notNull(),
    webhookUrl: text('webhook_url'),
    total: integer('total').notNull(),
    nextIndex: integer('next_index').notNull(),
    /** Lines that were skipped, `{ count, first: [{ line, message }] }`. */
    invalid: text('invalid').notNull(),
    /** The attempt that adds samples, and what it adds: the same for every attempt at one request. */
    intakeToken: text('intake_token'),
    intakeAppend: text('intake_append'),
    /** Of a batch that takes no more samples: above 0 while what was not committed is to be removed. */
    intakeUntilMs: integer('intake_until_ms').notNull(),
    /** Counts the times it was set running, so that each end has a webhook of its own. */
    run: integer('run').notNull(),
    /** What its gate came to, `{ outcome, base, at, run }`; null until it was evaluated. */
    gate: text('gate'),
    /** When its samples were dropped, so that none can be retried; 0 while they are. */
    samplesDroppedAtMs: integer('samples_dropped_at_ms'),
    /**
     * From where results may lack a leaf of the log; null where all were written with one. Batches of
     * earlier releases, and those that were imported, begin with 0.
     */
    unloggedFrom: integer('unlogged_from').default(0),
    createdAtMs: integer('created_at_ms').notNull(),
    startedAtMs: integer('started_at_ms'),
    endedAtMs: integer('ended_at_ms'),
  },
  (table) => [
    primaryKey({ columns: [table.projectId, table.id] }),
    uniqueIndex('batches_by_id').on(table.id),
    index('batches_by_status').on(table.status, table.intakeUntilMs),
    index('batches_unlogged').on(table.id).where(sql`unlogged_from IS NOT NULL`),
    index('batches_by_project_status').on(table.projectId, table.status, table.id),
    index('batches_by_suite').on(table.projectId, sql`"plan" ->> '$.suite.name'`, table.id),
  ],
);

/** Requests whose samples are part of a batch: one that is repeated adds nothing. */
export const batchAppends = sqliteTable(
  'batch_appends',
  {
    batchId: text('batch_id').notNull(),
    appendId: text('append_id').notNull(),
    /** The attempt that committed them. */
    token: text('token').notNull(),
  },
  (table) => [primaryKey({ columns: [table.batchId, table.appendId] })],
);

/** A sample of a batch: written once, never changed. `at` is its place in the input, from 0. */
export const batchSamples = sqliteTable(
  'batch_samples',
  {
    batchId: text('batch_id').notNull(),
    at: integer('at').notNull(),
    sampleId: text('sample_id'),
    sample: text('sample').notNull(),
    /** What it counts for in weighted statistics; null for 1. */
    weight: real('weight'),
    /** Of an encrypted sample, a hash of what was asked and expected, which comparisons look at. */
    question: text('question'),
  },
  (table) => [
    primaryKey({ columns: [table.batchId, table.at] }),
    uniqueIndex('batch_samples_by_sample_id')
      .on(table.batchId, table.sampleId)
      .where(sql`sample_id IS NOT NULL`),
  ],
);

/**
 * The result of a sample. `retry` keeps the scores that were given while others are retried; the
 * other statuses are final. `digest` is what statistics need of the verdict. A verdict lies in
 * `verdict`, or in the pack that `packedAt` and `packedVersion` name, and has `bytes` bytes there.
 */
export const batchResults = sqliteTable(
  'batch_results',
  {
    batchId: text('batch_id').notNull(),
    at: integer('at').notNull(),
    status: text('status', {
      enum: ['retry', 'passed', 'failed', 'abstained', 'error'],
    }).notNull(),
    attempts: integer('attempts').notNull(),
    verdict: text('verdict'),
    digest: text('digest').notNull(),
    errorCode: text('error_code'),
    errorMessage: text('error_message'),
    packedAt: integer('packed_at'),
    packedVersion: integer('packed_version'),
    bytes: integer('bytes'),
  },
  (table) => [
    primaryKey({ columns: [table.batchId, table.at] }),
    index('batch_results_by_status').on(table.batchId, table.status, table.at),
    // Only of errors, which are few.
    index('batch_results_by_error')
      .on(table.batchId, table.errorCode, table.at)
      .where(sql`error_code IS NOT NULL`),
  ],
);

/**
 * Verdicts that were written together, compressed together. `at` is the place of the first, `version`
 * that of the range which wrote them. `names` are those of the scores in each digest.
 */
export const batchPacks = sqliteTable(
  'batch_packs',
  {
    batchId: text('batch_id').notNull(),
    at: integer('at').notNull(),
    version: integer('version').notNull(),
    names: text('names').notNull(),
    verdicts: blob('verdicts').notNull(),
  },
  (table) => [primaryKey({ columns: [table.batchId, table.at, table.version] })],
);

/**
 * Results that were written together, as one leaf of the log of their project: the root of a Merkle
 * tree over their salted commitments. Of a result in several leaves, the highest `version` holds. The
 * migrations make it WITHOUT ROWID.
 */
export const batchLeaves = sqliteTable(
  'batch_leaves',
  {
    batchId: text('batch_id').notNull(),
    /** The first place, and the first one after the last. */
    start: integer('start').notNull(),
    end: integer('end').notNull(),
    /** Even where results were scored, odd where they were erased, -1 where they were added later. */
    version: integer('version').notNull(),
    /** Places of the results, as JSON: `[[from, to]]`, without `to`. */
    places: text('places').notNull(),
    /** What the salts are made of; null once a result was erased, from when on `salts` has the others. */
    seed: blob('seed'),
    /** As JSON, by place. */
    salts: text('salts'),
    /** Commitments of results that were replaced, or may be: errors, and what was erased. JSON, by place. */
    known: text('known'),
    /** Hashes of stored samples that are not the judged ones. JSON, by place. */
    samples: text('samples'),
    /** Commitments of all results in their order, 32 bytes each; null in leaves of earlier releases. */
    commitments: blob('commitments'),
  },
  (table) => [primaryKey({ columns: [table.batchId, table.start, table.version] })],
);

/**
 * Neighbouring samples that are scored together: the unit of work, and of progress. `version`
 * counts up with every write of its results, so that of two deliveries only one can write. The
 * counts and the summary are of its final results, so nothing is ever counted by adding up events.
 */
export const batchRanges = sqliteTable(
  'batch_ranges',
  {
    batchId: text('batch_id').notNull(),
    start: integer('start').notNull(),
    /** The first place after it. */
    end: integer('end').notNull(),
    projectId: text('project_id').notNull(),
    priority: integer('priority').notNull(),
    status: text('status', { enum: ['held', 'waiting', 'queued', 'done'] }).notNull(),
    version: integer('version').notNull(),
    /** The transaction that gave it its turn. */
    turn: text('turn'),
    /** When a queued range counts as lost. */
    leaseUntilMs: integer('lease_until_ms').notNull(),
    /** Times its message was found lost. */
    losses: integer('losses').notNull(),
    /** Deliveries that began to score it since it was last written, and did not come to report. */
    deaths: integer('deaths').notNull().default(0),
    /**
     * Whether it is queued without a place in the project's window: lost, or to be retried later.
     */
    isLate: integer('is_late', { mode: 'boolean' }).notNull().default(false),
    /** When the dead-letter queue brought it. */
    deadAtMs: integer('dead_at_ms'),
    total: integer('total').notNull(),
    passed: integer('passed').notNull(),
    failed: integer('failed').notNull(),
    abstained: integer('abstained').notNull(),
    error: integer('error').notNull(),
    inputTokens: integer('input_tokens').notNull(),
    outputTokens: integer('output_tokens').notNull(),
    costUsd: real('cost_usd').notNull(),
    summary: text('summary').notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.batchId, table.start] }),
    index('batch_ranges_by_turn').on(table.projectId, table.status, table.priority, table.start),
    index('batch_ranges_by_batch').on(table.batchId, table.status),
    index('batch_ranges_by_lease').on(table.status, table.leaseUntilMs),
    uniqueIndex('batch_ranges_pending')
      .on(table.batchId, table.start)
      .where(sql`total > passed + failed + abstained + error`),
  ],
);
