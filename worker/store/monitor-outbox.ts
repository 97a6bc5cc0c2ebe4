import type { Database } from './database.ts';

/** Something that the monitors of a project have not seen. */
export interface MonitorEntry {
  kind: 'verdict' | 'deletion' | 'batch';
  /** Of the verdict or the batch. */
  id: string;
  /** Of a batch, the last place that was seen; -1 for none. */
  place: number;
}

/** What monitors have not seen yet, in D1. It is written with what it is about. */
export interface MonitorOutbox {
  /** Projects that have entries here. */
  projects(): Promise<string[]>;
  /** The first entries of a project, of each kind the oldest first. */
  first(projectId: string, limit: number): Promise<MonitorEntry[]>;
  /** Notes how far a batch was seen, unless it has ended again since the entry was read. */
  advance(projectId: string, batch: MonitorEntry, place: number): Promise<void>;
  /** Forgets entries; a batch that has ended again since they were read stays. @param entries all of one project */
  remove(projectId: string, entries: readonly MonitorEntry[]): Promise<void>;
}

const MOST_PROJECTS = 1_000;

/** In SQL, whether the project `?1` has monitors. */
export const HAS_MONITORS =
  'EXISTS (SELECT 1 FROM monitors m WHERE m.project_id = ?1 AND m.deleted_at_ms IS NULL)';

export function createMonitorOutbox({ d1, attempt }: Database): MonitorOutbox {
  return {
    async projects() {
      const query = d1
        .prepare('SELECT DISTINCT project_id AS id FROM monitor_outbox LIMIT ?1')
        .bind(MOST_PROJECTS);
      const { results } = await attempt(() => query.all<{ id: string }>());
      return results.map(({ id }) => id);
    },

    async first(projectId, limit) {
      const query = d1
        .prepare(
          `SELECT kind, entry_id AS id, place FROM monitor_outbox
           WHERE project_id = ?1 ORDER BY kind, entry_id LIMIT ?2`,
        )
        .bind(projectId, limit);
      const { results } = await attempt(() => query.all<MonitorEntry>());
      return results;
    },

    async advance(projectId, { id, place: before }, place) {
      const update = d1
        .prepare(
          `UPDATE monitor_outbox SET place = ?4
           WHERE project_id = ?1 AND kind = 'batch' AND entry_id = ?2 AND place = ?3`,
        )
        .bind(projectId, id, before, place);
      await attempt(() => update.run());
    },

    async remove(projectId, entries) {
      const statement = d1
        .prepare(
          `DELETE FROM monitor_outbox WHERE project_id = ?1 AND (kind, entry_id, place) IN (
             SELECT json_extract(value, '$[0]'), json_extract(value, '$[1]'),
                    json_extract(value, '$[2]') FROM json_each(?2))`,
        )
        .bind(projectId, JSON.stringify(entries.map(({ kind, id, place }) => [kind, id, place])));
      await attempt(() => statement.run());
    },
  };
}

/** For the transaction that ends a batch: if it has ended, the monitors of its project are to see it. */
export function watchBatch(
  d1: D1Database,
  projectId: string,
  batchId: string,
): D1PreparedStatement {
  return d1
    .prepare(
      `INSERT INTO monitor_outbox (project_id, kind, entry_id, place)
       SELECT ?1, 'batch', id, -1 FROM batches
       WHERE project_id = ?1 AND id = ?2 AND status = 'completed' AND ${HAS_MONITORS}
       ON CONFLICT DO UPDATE SET place = -1`,
    )
    .bind(projectId, batchId);
}
