import { index, integer, sqliteTable, text } from 'drizzle-orm/sqlite-core';

/**
 * What was done in a project. Triggers refuse every change and deletion, also when the project is
 * deleted. The hash of each entry is in the project's log.
 */
export const auditEntries = sqliteTable(
  'audit_entries',
  {
    id: text('id').primaryKey(),
    projectId: text('project_id').notNull(),
    atMs: integer('at_ms').notNull(),
    kind: text('kind', { enum: ['change', 'read'] }).notNull(),
    actorId: text('actor_id').notNull(),
    actorName: text('actor_name'),
    operation: text('operation').notNull(),
    subject: text('subject'),
    outcome: text('outcome', { enum: ['succeeded', 'refused', 'failed', 'unknown'] }).notNull(),
    code: text('code'),
    /** JSON. */
    before: text('before').notNull(),
    /** JSON. */
    after: text('after').notNull(),
    requestId: text('request_id'),
  },
  (table) => [
    index('audit_by_project').on(table.projectId, table.id),
    index('audit_by_actor').on(table.projectId, table.actorId, table.id),
    index('audit_by_operation').on(table.projectId, table.operation, table.id),
    index('audit_by_subject').on(table.projectId, table.subject, table.id),
  ],
);

/**
 * Acts that have begun and whose outcome is not recorded yet. The entry takes the place of the row;
 * where the Worker ended before that, a sweep makes the entry.
 */
export const auditIntents = sqliteTable('audit_intents', {
  /** That of the entry to be. */
  id: text('id').primaryKey(),
  projectId: text('project_id').notNull(),
  /** The entry as it is known so far, as JSON. */
  entry: text('entry').notNull(),
});
