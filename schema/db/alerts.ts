import { sql } from 'drizzle-orm';
import {
  index,
  integer,
  primaryKey,
  sqliteTable,
  text,
  uniqueIndex,
} from 'drizzle-orm/sqlite-core';
import type { AlertSettings } from '../types.ts';

/** Alerts of projects, open and resolved. */
export const alerts = sqliteTable(
  'alerts',
  {
    id: text('id').primaryKey(),
    projectId: text('project_id').notNull(),
    key: text('key').notNull(),
    source: text('source').notNull(),
    severity: text('severity', { enum: ['info', 'warning', 'error', 'critical'] }).notNull(),
    status: text('status', { enum: ['open', 'resolved'] }).notNull(),
    title: text('title').notNull(),
    summary: text('summary').notNull(),
    /** JSON. */
    details: text('details').notNull(),
    /** JSON. */
    links: text('links').notNull(),
    raised: integer('raised').notNull(),
    openedAtMs: integer('opened_at_ms').notNull(),
    raisedAtMs: integer('raised_at_ms').notNull(),
    resolvedAtMs: integer('resolved_at_ms'),
    /** Counts the writes, so that of two at once the second looks again. */
    revision: integer('revision').notNull(),
    /** The last write: tells a repeated attempt from another. */
    attempt: text('attempt').notNull(),
  },
  (table) => [
    uniqueIndex('alerts_open').on(table.projectId, table.key).where(sql`status = 'open'`),
    index('alerts_by_key').on(table.projectId, table.key, table.id),
    index('alerts_by_status').on(table.projectId, table.status, table.id),
  ],
);

/** Where alerts of a project go. */
export const alertChannels = sqliteTable(
  'alert_channels',
  {
    projectId: text('project_id').notNull(),
    name: text('name').notNull(),
    kind: text('kind', { enum: ['webhook', 'slack', 'pagerduty', 'alertmanager'] }).notNull(),
    /** JSON, without any secret. */
    settings: text('settings').notNull(),
    /** Encrypted; null where the kind has none. */
    secret: text('secret'),
    minSeverity: text('min_severity', { enum: ['info', 'warning', 'error', 'critical'] }).notNull(),
    /** Sources or kinds of sources as JSON; null for all. */
    sources: text('sources'),
    remindMinutes: integer('remind_minutes'),
    createdAtMs: integer('created_at_ms').notNull(),
    updatedAtMs: integer('updated_at_ms').notNull(),
  },
  (table) => [primaryKey({ columns: [table.projectId, table.name] })],
);

/** Channels and sources that are muted until a time. */
export const alertMutes = sqliteTable(
  'alert_mutes',
  {
    projectId: text('project_id').notNull(),
    /** A channel as `channel:name`, a source, or a kind of sources. */
    target: text('source').notNull(),
    untilMs: integer('until_ms').notNull(),
    reason: text('reason').notNull(),
    createdAtMs: integer('created_at_ms').notNull(),
  },
  (table) => [primaryKey({ columns: [table.projectId, table.target] })],
);

/** What is sent of an alert to a channel, written in the transaction that changes the alert. */
export const alertDeliveries = sqliteTable(
  'alert_deliveries',
  {
    id: text('id').primaryKey(),
    projectId: text('project_id').notNull(),
    /** Null for a test. */
    alertId: text('alert_id'),
    channel: text('channel').notNull(),
    event: text('event', {
      enum: ['triggered', 'escalated', 'reminder', 'resolved', 'test'],
    }).notNull(),
    /** The alert as it was then, as JSON: each attempt sends the same. */
    message: text('message').notNull(),
    status: text('status', {
      enum: ['pending', 'delivered', 'failed', 'muted', 'superseded'],
    }).notNull(),
    /** Host that the last attempt was sent to; null before. */
    host: text('host'),
    attempts: integer('attempts').notNull(),
    /** What each attempt got, oldest first, as JSON. */
    answers: text('answers').notNull(),
    createdAtMs: integer('created_at_ms').notNull(),
    /** When a pending delivery counts as lost. */
    leaseUntilMs: integer('lease_until_ms').notNull(),
  },
  (table) => [
    index('alert_deliveries_by_alert').on(table.alertId, table.channel, table.id),
    index('alert_deliveries_by_project').on(table.projectId, table.createdAtMs),
    index('alert_deliveries_by_lease').on(table.status, table.leaseUntilMs),
  ],
);

/** What a project's administrators decided about alerts. */
export const alertSettings = sqliteTable('alert_settings', {
  projectId: text('project_id').primaryKey(),
  settings: text('settings', { mode: 'json' }).$type<AlertSettings>().notNull(),
  updatedAtMs: integer('updated_at_ms').notNull(),
});

/** What was asked of models that fail, now and then: error shares are differences of these. */
export const healthMarks = sqliteTable(
  'health_marks',
  {
    projectId: text('project_id').notNull(),
    model: text('model').notNull(),
    day: text('day').notNull(),
    atMs: integer('at_ms').notNull(),
    calls: integer('calls').notNull(),
    errors: integer('errors').notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.projectId, table.model, table.atMs] }),
    index('health_marks_by_time').on(table.atMs),
  ],
);
