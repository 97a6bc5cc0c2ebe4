import { sql } from 'drizzle-orm';
import { index, integer, primaryKey, sqliteTable, text } from 'drizzle-orm/sqlite-core';

/** A verdict and its sample, each as JSON. Ids sort by time, so the key is also the order of pages. */
export const verdicts = sqliteTable(
  'verdicts',
  {
    projectId: text('project_id').notNull(),
    id: text('id').notNull(),
    createdAtMs: integer('created_at_ms').notNull(),
    passed: integer('passed', { mode: 'boolean' }),
    /** The whole verdict; with a shape, what stands between the parts of the shape, one a line. */
    verdict: text('verdict').notNull(),
    sample: text('sample').notNull(),
    /** A deleted verdict leaves an empty row, so that a late delivery cannot bring it back. */
    deletedAtMs: integer('deleted_at_ms'),
    /** The hash of a shape of the project's; null where the verdict is whole. */
    shape: text('shape'),
  },
  (table) => [
    primaryKey({ columns: [table.projectId, table.id] }),
    // Only of those deleted: storing a verdict does not touch it.
    index('verdicts_by_deletion').on(table.deletedAtMs).where(sql`deleted_at_ms IS NOT NULL`),
  ],
);

/**
 * What verdicts of the same scorers have in common, such as fingerprints and thresholds: the parts of
 * their JSON between what differs, one a line. It holds nothing of a sample.
 */
export const verdictShapes = sqliteTable(
  'verdict_shapes',
  {
    projectId: text('project_id').notNull(),
    /** Of the parts, the first 16 digits. */
    hash: text('hash').notNull(),
    parts: text('parts').notNull(),
  },
  (table) => [primaryKey({ columns: [table.projectId, table.hash] })],
);

/**
 * What verdicts are found by, one row a label: `scorer:`, `failed:` and `errored:` with a score's
 * name, `passed:` with the decision, `tag:`, `key:` with a key of the metadata, and `meta:` with the
 * JSON of `[key, value]`. The migrations make it WITHOUT ROWID: a label is written once, into the key.
 */
export const verdictLabels = sqliteTable(
  'verdict_labels',
  {
    projectId: text('project_id').notNull(),
    label: text('label').notNull(),
    verdictId: text('verdict_id').notNull(),
  },
  (table) => [primaryKey({ columns: [table.projectId, table.label, table.verdictId] })],
);
