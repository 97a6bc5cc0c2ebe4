import { auditEntries } from '@assay/schema/db/audit.ts';
import { and, asc, desc, eq, gt, gte, lt, type SQL, sql } from 'drizzle-orm';
import type { Database } from './database.ts';
import { insertOutboxEntries } from './log-outbox.ts';

export type StoredAuditEntry = typeof auditEntries.$inferSelect;

/** An entry, and the SHA-256 of the canonical JSON that the API shows of it, as hex digits. */
export interface NewAuditEntry {
  entry: StoredAuditEntry;
  hash: string;
}

/** An act that has begun; its id is that of the entry to be. */
export interface AuditIntent {
  id: string;
  projectId: string;
  /** JSON. */
  entry: string;
}

export interface AuditQuery {
  projectId: string;
  kind?: StoredAuditEntry['kind'] | undefined;
  actorId?: string | undefined;
  operation?: string | undefined;
  subject?: string | undefined;
  /** Only ids below this one. */
  before?: string | undefined;
  /** Only ids not below this one. */
  from?: string | undefined;
  limit: number;
}

/** The audit logs of projects, in D1. */
export interface AuditStore {
  /** Notes an act before it begins. */
  begin(intent: AuditIntent): Promise<void>;
  /**
   * Adds an entry, in the place of its intent if there is one, and puts it on its way to the project's
   * log: all of it or nothing. An entry that is there already stays as it is.
   */
  add(added: NewAuditEntry): Promise<void>;
  find(projectId: string, id: string): Promise<StoredAuditEntry | undefined>;
  /** Newest first. */
  list(query: AuditQuery): Promise<StoredAuditEntry[]>;
  /** Those of some ids, in any order. */
  some(projectId: string, ids: readonly string[]): Promise<StoredAuditEntry[]>;
  /** Ids of entries after one. */
  idsAfter(projectId: string, id: string, limit: number): Promise<string[]>;
  /** Intents with ids below this one, oldest first. */
  intentsBefore(id: string, limit: number): Promise<AuditIntent[]>;
}

export function createAuditStore({ d1, orm, attempt, transaction }: Database): AuditStore {
  return {
    async begin({ id, projectId, entry }) {
      const insert = d1
        .prepare(
          'INSERT INTO audit_intents (id, project_id, entry) VALUES (?1, ?2, ?3) ON CONFLICT DO NOTHING',
        )
        .bind(id, projectId, entry);
      await attempt(() => insert.run());
    },

    async add({ entry, hash }) {
      const { id, projectId } = entry;
      await transaction({
        entry: insertAuditEntry(d1, entry),
        outbox: insertOutboxEntries(d1, [{ projectId, kind: 'audit', id, hash }]),
        intent: d1.prepare('DELETE FROM audit_intents WHERE id = ?1').bind(id),
      });
    },

    find: (projectId, id) =>
      attempt(() =>
        orm
          .select()
          .from(auditEntries)
          .where(and(eq(auditEntries.projectId, projectId), eq(auditEntries.id, id)))
          .get(),
      ),

    list: ({ projectId, kind, actorId, operation, subject, before, from, limit }) =>
      attempt(() =>
        orm
          .select()
          .from(auditEntries)
          .where(
            and(
              eq(auditEntries.projectId, projectId),
              ...given(kind, (value) => eq(auditEntries.kind, value)),
              ...given(actorId, (value) => eq(auditEntries.actorId, value)),
              ...given(operation, (value) => eq(auditEntries.operation, value)),
              ...given(subject, (value) => eq(auditEntries.subject, value)),
              ...given(before, (value) => lt(auditEntries.id, value)),
              ...given(from, (value) => gte(auditEntries.id, value)),
            ),
          )
          .orderBy(desc(auditEntries.id))
          .limit(limit)
          .all(),
      ),

    some: (projectId, ids) =>
      attempt(() =>
        orm
          .select()
          .from(auditEntries)
          .where(
            and(
              eq(auditEntries.projectId, projectId),
              sql`${auditEntries.id} IN (SELECT value FROM json_each(${JSON.stringify(ids)}))`,
            ),
          )
          .all(),
      ),

    async idsAfter(projectId, id, limit) {
      const rows = await attempt(() =>
        orm
          .select({ id: auditEntries.id })
          .from(auditEntries)
          .where(and(eq(auditEntries.projectId, projectId), gt(auditEntries.id, id)))
          .orderBy(asc(auditEntries.id))
          .limit(limit)
          .all(),
      );
      return rows.map((row) => row.id);
    },

    async intentsBefore(id, limit) {
      const query = d1
        .prepare(
          'SELECT id, project_id AS projectId, entry FROM audit_intents WHERE id < ?1 ORDER BY id LIMIT ?2',
        )
        .bind(id, limit);
      return (await attempt(() => query.all<AuditIntent>())).results;
    },
  };
}

function given<Value>(value: Value | undefined, condition: (value: Value) => SQL): SQL[] {
  return value === undefined ? [] : [condition(value)];
}

/** A trigger refuses a second entry of an id, so that no entry can be replaced. */
function insertAuditEntry(d1: D1Database, entry: StoredAuditEntry): D1PreparedStatement {
  return d1
    .prepare(
      `INSERT INTO audit_entries (id, project_id, at_ms, kind, actor_id, actor_name, operation, subject,
         outcome, code, before, after, request_id)
       SELECT ?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13
       WHERE NOT EXISTS (SELECT 1 FROM audit_entries WHERE id = ?1)`,
    )
    .bind(
      entry.id,
      entry.projectId,
      entry.atMs,
      entry.kind,
      entry.actorId,
      entry.actorName,
      entry.operation,
      entry.subject,
      entry.outcome,
      entry.code,
      entry.before,
      entry.after,
      entry.requestId,
    );
}
