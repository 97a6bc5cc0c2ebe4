import { index, integer, primaryKey, sqliteTable, text } from 'drizzle-orm/sqlite-core';
import type { ScheduleContent } from '../types.ts';

/** What projects run every so often. */
export const schedules = sqliteTable(
  'schedules',
  {
    projectId: text('project_id').notNull(),
    name: text('name').notNull(),
    content: text('content', { mode: 'json' }).$type<ScheduleContent>().notNull(),
    isPaused: integer('is_paused', { mode: 'boolean' }).notNull(),
    /** When it is due next; null while it is paused, or if it never is again. */
    nextDueAtMs: integer('next_due_at_ms'),
    /** Counts the changes, so that of two at once the second looks again. */
    revision: integer('revision').notNull(),
    createdAtMs: integer('created_at_ms').notNull(),
    updatedAtMs: integer('updated_at_ms').notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.projectId, table.name] }),
    index('schedules_by_due').on(table.nextDueAtMs),
  ],
);

/** Runs of schedules: one for each time that one was due, or was run by hand. */
export const scheduleRuns = sqliteTable(
  'schedule_runs',
  {
    /** Made from the schedule and the time it was due: the same for everyone who finds it due. */
    id: text('id').primaryKey(),
    projectId: text('project_id').notNull(),
    schedule: text('schedule').notNull(),
    dueAtMs: integer('due_at_ms').notNull(),
    trigger: text('trigger', { enum: ['due', 'manual'] }).notNull(),
    /** Times that it was due in vain while nothing ran. */
    missed: integer('missed').notNull(),
    /** What it runs, as it was then, as JSON. */
    content: text('content', { mode: 'json' }).$type<ScheduleContent>().notNull(),
    status: text('status', { enum: ['waiting', 'running', 'completed', 'failed'] }).notNull(),
    /** Id of the batch, calibration or experiment that it made. */
    madeId: text('made_id'),
    /** Of its gate; null without one. */
    outcome: text('outcome', { enum: ['passed', 'failed', 'undecided'] }),
    /** What the gate said, or why it failed, as a JSON list. */
    reasons: text('reasons').notNull(),
    attempts: integer('attempts').notNull(),
    /** When the next step of it is due. */
    nextAtMs: integer('next_at_ms').notNull(),
    createdAtMs: integer('created_at_ms').notNull(),
    endedAtMs: integer('ended_at_ms'),
  },
  (table) => [
    index('schedule_runs_by_schedule').on(table.projectId, table.schedule, table.id),
    index('schedule_runs_by_step').on(table.status, table.nextAtMs),
  ],
);
