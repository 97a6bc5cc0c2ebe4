import { index, integer, primaryKey, real, sqliteTable, text } from 'drizzle-orm/sqlite-core';
import type { LabelOrigin, LabelSpan, LabelValue } from '../types.ts';

/**
 * What people said. Rows are only added: a correction is another revision by the same person, and
 * the newest one counts.
 */
export const labels = sqliteTable(
  'labels',
  {
    projectId: text('project_id').notNull(),
    question: text('question').notNull(),
    version: integer('version').notNull(),
    /** `verdict:ver_…`, `batch:bat_…:17`, `item:name@3:id` or `sample:sha256:…`. */
    target: text('target').notNull(),
    by: text('by').notNull(),
    origin: text('origin').$type<LabelOrigin>().notNull(),
    revision: integer('revision').notNull(),
    id: text('id').notNull(),
    value: text('value', { mode: 'json' }).$type<LabelValue>().notNull(),
    comment: text('comment'),
    spans: text('spans', { mode: 'json' }).$type<LabelSpan[]>().notNull(),
    /** The review queue; empty for bulk labels. */
    queue: text('queue').notNull(),
    inclusionProbability: real('inclusion_probability'),
    createdAtMs: integer('created_at_ms').notNull(),
  },
  (table) => [
    primaryKey({
      columns: [
        table.projectId,
        table.question,
        table.version,
        table.target,
        table.by,
        table.origin,
        table.queue,
        table.revision,
      ],
    }),
    index('labels_by_id').on(table.projectId, table.id),
    index('labels_by_question').on(table.projectId, table.question, table.id),
    index('labels_by_person').on(table.projectId, table.by, table.id),
    index('labels_by_queue').on(table.projectId, table.queue, table.id),
  ],
);
