import { primaryKey, sqliteTable, text } from 'drizzle-orm/sqlite-core';

/**
 * Entries that the log of their project does not have yet. They are written with what they are about,
 * and deleted once the log has them. The migrations make it WITHOUT ROWID.
 */
export const logOutbox = sqliteTable(
  'log_outbox',
  {
    projectId: text('project_id').notNull(),
    kind: text('kind', { enum: ['verdict', 'results', 'deletion', 'audit'] }).notNull(),
    /** Id of the verdict, of the results of a batch, or of the audit entry. */
    entryId: text('entry_id').notNull(),
    /** SHA-256 of the canonical JSON, as hex digits; null for a verdict whose row is to be read. */
    hash: text('hash'),
    /** The same of the stored sample of a verdict, where that is not the judged one. */
    sampleHash: text('sample_hash'),
  },
  (table) => [primaryKey({ columns: [table.projectId, table.kind, table.entryId] })],
);
