import {
  index,
  integer,
  primaryKey,
  sqliteTable,
  text,
  uniqueIndex,
} from 'drizzle-orm/sqlite-core';
import type { TraceRuleContent } from '../types.ts';

/** One row per version of a rule. Deleting marks the rows and keeps them. */
export const traceRules = sqliteTable(
  'trace_rules',
  {
    projectId: text('project_id').notNull(),
    name: text('name').notNull(),
    version: integer('version').notNull(),
    description: text('description').notNull(),
    content: text('content', { mode: 'json' }).$type<TraceRuleContent>().notNull(),
    fingerprint: text('fingerprint').notNull(),
    createdAtMs: integer('created_at_ms').notNull(),
    deletedAtMs: integer('deleted_at_ms'),
    /** The request that added it: tells a repeated attempt from another request. */
    attempt: text('attempt'),
  },
  (table) => [primaryKey({ columns: [table.projectId, table.name, table.version] })],
);

/** What spans and log records say of samples, kept until their trace is scored. */
export const traceParts = sqliteTable(
  'trace_parts',
  {
    projectId: text('project_id').notNull(),
    traceId: text('trace_id').notNull(),
    /** The id of the span; for log records, with the name of the event and its time. */
    part: text('part').notNull(),
    /** JSON. */
    reading: text('reading').notNull(),
    arrivedAtMs: integer('arrived_at_ms').notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.projectId, table.traceId, table.part] }),
    index('trace_parts_by_arrival').on(table.arrivedAtMs),
  ],
);

/** Traces that wait to be scored. */
export const traceTurns = sqliteTable(
  'trace_turns',
  {
    projectId: text('project_id').notNull(),
    traceId: text('trace_id').notNull(),
    dueAtMs: integer('due_at_ms').notNull(),
    firstAtMs: integer('first_at_ms').notNull(),
    /** It is never due longer after now than this, unless the clock that said when ran ahead. */
    waitMs: integer('wait_ms').notNull().default(3_600_000),
  },
  (table) => [
    primaryKey({ columns: [table.projectId, table.traceId] }),
    index('trace_turns_by_due').on(table.dueAtMs),
  ],
);

/** What filters test of the spans of the last hour, so that rules can be previewed. No content. */
export const traceFacts = sqliteTable(
  'trace_facts',
  {
    projectId: text('project_id').notNull(),
    traceId: text('trace_id').notNull(),
    spanId: text('span_id').notNull(),
    /** JSON. */
    facts: text('facts').notNull(),
    arrivedAtMs: integer('arrived_at_ms').notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.projectId, table.traceId, table.spanId] }),
    index('trace_facts_by_arrival').on(table.projectId, table.arrivedAtMs),
  ],
);

/** Counts by the minute: of a rule, or, with an empty name, of all spans. */
export const traceMinutes = sqliteTable(
  'trace_minutes',
  {
    projectId: text('project_id').notNull(),
    rule: text('rule').notNull(),
    minute: integer('minute').notNull(),
    matched: integer('matched').notNull(),
    scored: integer('scored').notNull(),
    failed: integer('failed').notNull().default(0),
    /** Why samples could not be scored, as JSON of code and detail. */
    fault: text('fault'),
  },
  (table) => [primaryKey({ columns: [table.projectId, table.rule, table.minute] })],
);

/** Verdicts of rules in the order in which they were stored, to follow them. */
export const ruleVerdicts = sqliteTable(
  'rule_verdicts',
  {
    seq: integer('seq').primaryKey({ autoIncrement: true }),
    projectId: text('project_id').notNull(),
    rule: text('rule').notNull(),
    verdictId: text('verdict_id').notNull(),
    storedAtMs: integer('stored_at_ms').notNull(),
  },
  (table) => [
    uniqueIndex('rule_verdicts_once').on(table.projectId, table.rule, table.verdictId),
    index('rule_verdicts_by_rule').on(table.projectId, table.rule, table.seq),
  ],
);

/** Which sample of a session a trace went into, so that a trace which comes again is in no other. */
export const sessionTraces = sqliteTable(
  'session_traces',
  {
    projectId: text('project_id').notNull(),
    session: text('session').notNull(),
    traceId: text('trace_id').notNull(),
    /** The trace that was the first of the sample. */
    sample: text('sample').notNull(),
    /** Null until the sample is scored. */
    scoredAtMs: integer('scored_at_ms'),
    claimedAtMs: integer('claimed_at_ms').notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.projectId, table.session, table.traceId] }),
    index('session_traces_by_claim').on(table.claimedAtMs),
  ],
);
