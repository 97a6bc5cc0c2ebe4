import { sql } from 'drizzle-orm';
import { index, integer, primaryKey, real, sqliteTable, text } from 'drizzle-orm/sqlite-core';

/**
 * An experiment. `plan` is what it runs, settled when it was made. `run` counts the times it was set
 * running, so that each end has a batch and a webhook of its own.
 */
export const experiments = sqliteTable(
  'experiments',
  {
    projectId: text('project_id').notNull(),
    id: text('id').primaryKey(),
    name: text('name'),
    /** The kind of the probe that it runs; null for other experiments. */
    probe: text('probe'),
    status: text('status', {
      enum: ['receiving', 'generating', 'scoring', 'completed', 'cancelled', 'deleted'],
    }).notNull(),
    /** JSON. */
    plan: text('plan').notNull(),
    samples: integer('samples').notNull(),
    repeats: integer('repeats').notNull(),
    variants: integer('variants').notNull(),
    maxCostUsd: real('max_cost_usd'),
    /**
     * What its answers and the attempts for them have cost, in billionths of a dollar, also of cells that
     * are no more. Null of one that an older release made: then it is the sum of its cells.
     */
    spentNanoUsd: integer('spent_nano_usd'),
    /** JSON. */
    estimate: text('estimate').notNull(),
    tags: text('tags').notNull(),
    metadata: text('metadata').notNull(),
    webhookUrl: text('webhook_url'),
    run: integer('run').notNull(),
    /** How many chunks its answers have been divided into, each of which a batch scores. */
    chunks: integer('chunks'),
    /** Ids of the batches that score its answers, one a chunk, as JSON. */
    batches: text('batches').notNull(),
    /** Ids of the batches that compare repeated answers, as JSON. */
    agreements: text('agreements').notNull(),
    createdAtMs: integer('created_at_ms').notNull(),
    /** When the step from its answers to their batch counts as lost. */
    leaseUntilMs: integer('lease_until_ms').notNull(),
    endedAtMs: integer('ended_at_ms'),
  },
  (table) => [
    index('experiments_by_project').on(table.projectId, table.status, table.id),
    index('experiments_by_status').on(table.status, table.leaseUntilMs),
  ],
);

/** The samples of an experiment, emptied when it has ended where texts are not kept. */
export const experimentSamples = sqliteTable(
  'experiment_samples',
  {
    experimentId: text('experiment_id').notNull(),
    /** Place of the sample, from 0. */
    at: integer('at').notNull(),
    sampleId: text('sample_id').notNull(),
    /** JSON. */
    sample: text('sample').notNull(),
  },
  (table) => [primaryKey({ columns: [table.experimentId, table.at] })],
);

/** What variants change in samples. */
export const experimentChanges = sqliteTable(
  'experiment_changes',
  {
    experimentId: text('experiment_id').notNull(),
    /** Place of the sample × variants + place of the variant. */
    at: integer('at').notNull(),
    /** JSON. */
    change: text('change').notNull(),
  },
  (table) => [primaryKey({ columns: [table.experimentId, table.at] })],
);

/**
 * The cells of one target that are generated one after another, with so many calls at once: the unit
 * of a lease. `version` counts up with each lease, so that only its holder can move `next`: the place,
 * among the cells of the part, before which all have a result.
 */
export const experimentParts = sqliteTable(
  'experiment_parts',
  {
    experimentId: text('experiment_id').notNull(),
    part: integer('part').notNull(),
    projectId: text('project_id').notNull(),
    status: text('status', { enum: ['queued', 'done'] }).notNull(),
    /** Calls at once. */
    calls: integer('calls').notNull(),
    /** Cells of the part. */
    size: integer('size').notNull(),
    next: integer('next').notNull(),
    version: integer('version').notNull(),
    /** When a queued part counts as lost. */
    leaseUntilMs: integer('lease_until_ms').notNull(),
    /** Turns in a row that brought no result, because the target asked to wait. */
    stalls: integer('stalls').notNull(),
    /** The most that an answer has cost; null before the first. */
    mostNanoUsd: integer('most_nano_usd'),
  },
  (table) => [
    primaryKey({ columns: [table.experimentId, table.part] }),
    index('experiment_parts_by_lease').on(table.status, table.leaseUntilMs),
  ],
);

/**
 * What calls in flight have reserved of the most that an experiment may cost, by the cell and the lease
 * of the part that makes them. One whose lease is over stays: whether it was paid for is not known.
 */
export const experimentCalls = sqliteTable(
  'experiment_calls',
  {
    experimentId: text('experiment_id').notNull(),
    /** The cell. */
    at: integer('at').notNull(),
    part: integer('part').notNull(),
    /** Of the part, when the call was made. */
    version: integer('version').notNull(),
    /** Billionths of a dollar; null while nothing is known of what a call costs. */
    nanoUsd: integer('nano_usd'),
  },
  (table) => [primaryKey({ columns: [table.experimentId, table.at, table.version] })],
);

/**
 * The result of a cell: the first that is written stays. The sample with the answer is here until the
 * batch has it.
 */
export const experimentCells = sqliteTable(
  'experiment_cells',
  {
    experimentId: text('experiment_id').notNull(),
    at: integer('at').notNull(),
    part: integer('part').notNull(),
    run: integer('run').notNull(),
    status: text('status', { enum: ['generated', 'error'] }).notNull(),
    /** JSON; null once the batch has it, and of errors. */
    sample: text('sample'),
    /** Which batch scores it; null until one is due. */
    chunk: integer('chunk'),
    /** Of the answer, to tell equal ones. */
    outputHash: text('output_hash'),
    model: text('model'),
    attempts: integer('attempts').notNull(),
    costUsd: real('cost_usd'),
    latencyMs: integer('latency_ms'),
    firstTokenMs: integer('first_token_ms'),
    inputTokens: integer('input_tokens'),
    outputTokens: integer('output_tokens'),
    errorCode: text('error_code'),
    errorMessage: text('error_message'),
  },
  (table) => [
    primaryKey({ columns: [table.experimentId, table.at] }),
    index('experiment_cells_unscored')
      .on(table.experimentId, table.chunk, table.at)
      .where(sql`sample IS NOT NULL`),
  ],
);

/** Secrets that requests to endpoints of a project's own carry, encrypted. */
export const projectSecrets = sqliteTable(
  'project_secrets',
  {
    projectId: text('project_id').notNull(),
    name: text('name').notNull(),
    sealed: text('sealed').notNull(),
    /** That it may be sent to. */
    hosts: text('hosts', { mode: 'json' }).$type<string[]>().notNull().default([]),
    createdAtMs: integer('created_at_ms').notNull(),
    updatedAtMs: integer('updated_at_ms').notNull(),
  },
  (table) => [primaryKey({ columns: [table.projectId, table.name] })],
);
