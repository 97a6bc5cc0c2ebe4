import { canonicalJson } from '@assay/schema/canonical-json.ts';
import { sha256Hex } from '@assay/schema/sha256.ts';
import type { LogEntryKind } from '@assay/schema/types.ts';
import type { Database } from './database.ts';
import { HAS_MONITORS } from './monitor-outbox.ts';
import { pack } from './pack.ts';

/** What the log of a project is to hold. */
export interface OutboxEntry {
  projectId: string;
  kind: LogEntryKind;
  /** Id of the verdict or of the audit entry. With the kind it is logged once. */
  id: string;
  /** SHA-256 of the canonical JSON, as hex digits; null for a verdict whose row is to be read. */
  hash: string | null;
  /** The same of the stored sample of a verdict, where that is not the judged one. */
  sampleHash?: string | null;
}

/** An entry of a known project. */
export type PendingEntry = Omit<OutboxEntry, 'projectId'>;

/** Entries in D1 that the logs do not have yet. */
export interface LogOutbox {
  add(entries: readonly OutboxEntry[]): Promise<void>;
  /** Projects that have entries here. */
  projects(): Promise<string[]>;
  /** Entries of a project; of each kind the oldest first. */
  first(projectId: string, limit: number): Promise<PendingEntry[]>;
  /** Entries after one, by kind and id. */
  after(
    projectId: string,
    place: { kind: string; id: string },
    limit: number,
  ): Promise<PendingEntry[]>;
  find(projectId: string, kind: LogEntryKind, id: string): Promise<PendingEntry | undefined>;
  /** Of some ids, those that have an entry here. */
  have(projectId: string, kind: LogEntryKind, ids: readonly string[]): Promise<Set<string>>;
  /** What the monitors of the project, if it has any, have yet to see goes on to them. */
  remove(projectId: string, entries: readonly Pick<OutboxEntry, 'kind' | 'id'>[]): Promise<void>;
}

const MOST_PROJECTS = 1_000;

export function createLogOutbox({ d1, attempt }: Database): LogOutbox {
  async function after(
    projectId: string,
    { kind, id }: { kind: string; id: string },
    limit: number,
  ): Promise<PendingEntry[]> {
    const query = d1
      .prepare(
        `SELECT kind, entry_id AS id, hash, sample_hash AS sampleHash FROM log_outbox
         WHERE project_id = ?1 AND (kind, entry_id) > (?2, ?3) ORDER BY kind, entry_id LIMIT ?4`,
      )
      .bind(projectId, kind, id, limit);
    const { results } = await attempt(() => query.all<PendingEntry>());
    return results;
  }

  return {
    async add(entries) {
      if (entries.length === 0) return;
      await attempt(() => d1.batch(insertOutboxEntries(d1, entries)));
    },

    async projects() {
      const query = d1
        .prepare('SELECT DISTINCT project_id AS id FROM log_outbox LIMIT ?1')
        .bind(MOST_PROJECTS);
      const { results } = await attempt(() => query.all<{ id: string }>());
      return results.map(({ id }) => id);
    },

    first: (projectId, limit) => after(projectId, { kind: '', id: '' }, limit),

    after,

    async find(projectId, kind, id) {
      const query = d1
        .prepare(
          `SELECT kind, entry_id AS id, hash, sample_hash AS sampleHash FROM log_outbox
           WHERE project_id = ?1 AND kind = ?2 AND entry_id = ?3`,
        )
        .bind(projectId, kind, id);
      return (await attempt(() => query.first<PendingEntry>())) ?? undefined;
    },

    async have(projectId, kind, ids) {
      const query = d1
        .prepare(
          `SELECT entry_id AS id FROM log_outbox WHERE project_id = ?1 AND kind = ?2
             AND entry_id IN (SELECT value FROM json_each(?3))`,
        )
        .bind(projectId, kind, JSON.stringify(ids));
      const { results } = await attempt(() => query.all<{ id: string }>());
      return new Set(results.map(({ id }) => id));
    },

    async remove(projectId, entries) {
      const places = JSON.stringify(entries.map(({ kind, id }) => [kind, id]));
      const statements = [
        // In this order nothing is looked up for a project without monitors.
        `INSERT INTO monitor_outbox (project_id, kind, entry_id, place)
         SELECT o.project_id, o.kind, o.entry_id, -1
         FROM (SELECT 1 WHERE ${HAS_MONITORS}) CROSS JOIN json_each(?2) given
         CROSS JOIN log_outbox o ON o.project_id = ?1 AND o.kind = given.value ->> 0
           AND o.entry_id = given.value ->> 1
         WHERE o.kind IN ('verdict', 'deletion')
         ON CONFLICT DO NOTHING`,
        `DELETE FROM log_outbox WHERE project_id = ?1 AND (kind, entry_id) IN (
           SELECT value ->> 0, value ->> 1 FROM json_each(?2))`,
      ];
      await attempt(() =>
        d1.batch(statements.map((statement) => d1.prepare(statement).bind(projectId, places))),
      );
    },
  };
}

/**
 * Statements for the batch that writes what the entries are about: both are written, or neither.
 *
 * @param condition in SQL, for entries as the JSON `value`
 */
export function insertOutboxEntries(
  d1: D1Database,
  entries: readonly OutboxEntry[],
  condition = 'true',
): D1PreparedStatement[] {
  const rows = entries.map(({ projectId, kind, id, hash, sampleHash = null }) =>
    JSON.stringify([projectId, kind, id, hash, sampleHash]),
  );
  return pack(rows).map((packed) =>
    d1
      .prepare(
        `INSERT INTO log_outbox (project_id, kind, entry_id, hash, sample_hash)
         SELECT value ->> 0, value ->> 1, value ->> 2, value ->> 3, value ->> 4
         FROM json_each(?1) WHERE ${condition} ON CONFLICT DO NOTHING`,
      )
      .bind(packed),
  );
}

/**
 * What the log holds of a deletion, as hex digits.
 *
 * @param deleted what it was and its id, such as `{ verdict: 'ver_…' }`
 */
export function deletionHash(deleted: Record<string, string>, atMs: number): string {
  return sha256Hex(canonicalJson({ ...deleted, deletedAt: new Date(atMs).toISOString() }));
}
