import { sql } from 'drizzle-orm';
import {
  index,
  integer,
  primaryKey,
  real,
  sqliteTable,
  text,
  uniqueIndex,
} from 'drizzle-orm/sqlite-core';

/** Review queues. A deleted one keeps its row, so that no key is let into another of its name. */
export const reviewQueues = sqliteTable(
  'review_queues',
  {
    projectId: text('project_id').notNull(),
    name: text('name').notNull(),
    description: text('description').notNull(),
    question: text('question').notNull(),
    questionVersion: integer('question_version').notNull(),
    /** Where its items come from and how they were drawn, as JSON. */
    source: text('source').notNull(),
    sampling: text('sampling').notNull(),
    reviewsPerItem: integer('reviews_per_item').notNull(),
    isBlind: integer('is_blind', { mode: 'boolean' }).notNull(),
    suggestion: text('suggestion'),
    leaseSeconds: integer('lease_seconds').notNull(),
    status: text('status', { enum: ['open', 'closed'] }).notNull(),
    population: integer('population').notNull(),
    createdAtMs: integer('created_at_ms').notNull(),
    deletedAtMs: integer('deleted_at_ms'),
    /** The request that made it: tells a repeated attempt from another request. */
    attempt: text('attempt').notNull(),
  },
  (table) => [primaryKey({ columns: [table.projectId, table.name] })],
);

/** What a queue asks about, in the order in which it is given out. */
export const reviewItems = sqliteTable(
  'review_items',
  {
    projectId: text('project_id').notNull(),
    queue: text('queue').notNull(),
    /** Its place, from 1. */
    at: integer('at').notNull(),
    /** As in `labels`. */
    target: text('target').notNull(),
    stratum: text('stratum'),
    /** null where it was chosen, not drawn. */
    inclusionProbability: real('inclusion_probability'),
    wanted: integer('wanted').notNull(),
    /** Reviews that were submitted. */
    done: integer('done').notNull().default(0),
    /** Whether those who submitted differ. */
    isDisputed: integer('is_disputed', { mode: 'boolean' }).notNull().default(false),
    decidedAtMs: integer('decided_at_ms'),
    /** Whether its sample is gone. */
    isGone: integer('is_gone', { mode: 'boolean' }).notNull().default(false),
  },
  (table) => [
    primaryKey({ columns: [table.projectId, table.queue, table.at] }),
    uniqueIndex('review_items_by_target').on(table.projectId, table.queue, table.target),
    index('review_items_open')
      .on(table.projectId, table.queue, table.at)
      .where(sql`done < wanted AND is_gone = 0`),
    index('review_items_disputed')
      .on(table.projectId, table.queue, table.at)
      .where(sql`is_disputed = 1 AND decided_at_ms IS NULL`),
  ],
);

/**
 * A reviewer's hold on an item: one row each, whatever happens at the same time. What was submitted
 * is a label too, where corrections are added and nothing is overwritten.
 */
export const reviews = sqliteTable(
  'reviews',
  {
    projectId: text('project_id').notNull(),
    queue: text('queue').notNull(),
    at: integer('at').notNull(),
    reviewer: text('reviewer').notNull(),
    status: text('status', { enum: ['leased', 'draft', 'submitted', 'skipped'] }).notNull(),
    /** Until when the item is kept for the reviewer, unless it is submitted. */
    leaseUntilMs: integer('lease_until_ms').notNull(),
    startedAtMs: integer('started_at_ms').notNull(),
    /** The answer as JSON, and its value alone; null before the first draft. */
    answer: text('answer'),
    value: text('value'),
    submittedAtMs: integer('submitted_at_ms'),
    /** From opening the item to submitting it first. */
    leadMs: integer('lead_ms'),
    /** When the reviewer saw what a blind queue hides: from then on the answer is final. */
    revealedAtMs: integer('revealed_at_ms'),
    /** The request that submitted it last. */
    submission: text('submission'),
  },
  (table) => [
    primaryKey({ columns: [table.projectId, table.queue, table.at, table.reviewer] }),
    index('reviews_by_reviewer').on(table.projectId, table.queue, table.reviewer, table.at),
  ],
);
