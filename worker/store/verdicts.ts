import type { Database } from './database.ts';
import { deleteInSteps } from './delete-in-steps.ts';
import { pack } from './pack.ts';

/** A verdict on its way to the database, its parts already JSON. */
export interface VerdictRow {
  id: string;
  projectId: string;
  createdAtMs: number;
  passed: boolean | null;
  labels: string[];
  verdict: string;
  sample: string;
}

export interface VerdictQuery {
  projectId: string;
  /** Labels that all must be there. */
  labels: string[];
  /** Only ids below this one. */
  before?: string | undefined;
  /** Only ids not below this one. */
  from?: string | undefined;
  limit: number;
}

/** Verdicts in D1. */
export interface VerdictStore {
  /** Writes verdicts, all or none; those that are there already stay as they are. */
  insert(rows: readonly VerdictRow[]): Promise<void>;
  /** The verdict and its sample, as JSON. */
  find(projectId: string, id: string): Promise<{ verdict: string; sample: string } | undefined>;
  /** Verdicts as JSON, newest first. */
  list(query: VerdictQuery): Promise<{ id: string; verdict: string }[]>;
  /**
   * Empties a verdict and its sample. The empty row stays until `sweep`.
   *
   * @param labels those the verdict was stored under
   */
  remove(projectId: string, id: string, labels: readonly string[], nowMs: number): Promise<void>;
  /** Drops the empty rows of verdicts that were deleted before a time. */
  sweep(deletedBeforeMs: number): Promise<void>;
}

export function createVerdictStore({ d1, attempt }: Database): VerdictStore {
  return {
    async insert(rows) {
      if (rows.length === 0) return;
      const statements = [
        ...pack(rows.map(toJson)).map(insertRows),
        ...pack(rows.flatMap(labelsToJson)).map(insertLabels),
      ];
      await attempt(() => d1.batch(statements));
    },

    async find(projectId, id) {
      const query = d1
        .prepare(
          'SELECT verdict, sample FROM verdicts WHERE project_id = ?1 AND id = ?2 AND deleted_at_ms IS NULL',
        )
        .bind(projectId, id);
      return (await attempt(() => query.first<{ verdict: string; sample: string }>())) ?? undefined;
    },

    async list({ projectId, labels, before, from, limit }) {
      const [first, ...others] = labels;
      const id = first === undefined ? 'v.id' : 'l.verdict_id';
      const conditions = [
        ...(first === undefined ? ['v.project_id = ?1'] : ['l.project_id = ?1', 'l.label = ?4']),
        'v.deleted_at_ms IS NULL',
        `${id} < ?2`,
        `${id} >= ?3`,
        ...others.map(
          (_, i) =>
            `EXISTS (SELECT 1 FROM verdict_labels o WHERE o.project_id = ?1 AND o.label = ?${i + 6} AND o.verdict_id = ${id})`,
        ),
      ];
      const source =
        first === undefined
          ? 'verdicts v'
          : 'verdict_labels l JOIN verdicts v ON v.project_id = l.project_id AND v.id = l.verdict_id';
      const query = d1
        .prepare(
          `SELECT v.id, v.verdict FROM ${source} WHERE ${conditions.join(' AND ')} ORDER BY ${id} DESC LIMIT ?5`,
        )
        .bind(projectId, before ?? '~', from ?? '', first ?? null, limit, ...others);
      const { results } = await attempt(() => query.all<{ id: string; verdict: string }>());
      return results;
    },

    async remove(projectId, id, labels, nowMs) {
      await attempt(() =>
        d1.batch([
          d1
            .prepare(
              `DELETE FROM verdict_labels WHERE project_id = ?1 AND verdict_id = ?2
                 AND label IN (SELECT value FROM json_each(?3))`,
            )
            .bind(projectId, id, JSON.stringify(labels)),
          d1
            .prepare(
              `UPDATE verdicts SET verdict = '', sample = '', deleted_at_ms = ?3
               WHERE project_id = ?1 AND id = ?2`,
            )
            .bind(projectId, id, nowMs),
        ]),
      );
    },

    async sweep(deletedBeforeMs) {
      await deleteInSteps({ d1, attempt }, 'verdicts', 'deleted_at_ms < ?1', deletedBeforeMs);
    },
  };

  // D1 binds at most 100 parameters, so all rows travel in one, as JSON.
  function insertRows(rows: string): D1PreparedStatement {
    return d1
      .prepare(
        `INSERT INTO verdicts (project_id, id, created_at_ms, passed, verdict, sample)
         SELECT json_extract(value, '$.projectId'), json_extract(value, '$.id'),
                json_extract(value, '$.createdAtMs'), json_extract(value, '$.passed'),
                json_extract(value, '$.verdict'), json_extract(value, '$.sample')
         FROM json_each(?1) WHERE true ON CONFLICT DO NOTHING`,
      )
      .bind(rows);
  }

  function insertLabels(labels: string): D1PreparedStatement {
    return d1
      .prepare(
        `INSERT INTO verdict_labels (project_id, label, verdict_id)
         SELECT json_extract(value, '$[0]'), json_extract(value, '$[1]'), json_extract(value, '$[2]')
         FROM json_each(?1) WHERE true ON CONFLICT DO NOTHING`,
      )
      .bind(labels);
  }
}

function toJson({ labels: _, verdict, sample, ...columns }: VerdictRow): string {
  // Verdict and sample are JSON already: reading them to write them again would only cost time.
  return `${JSON.stringify(columns).slice(0, -1)},"verdict":${verdict},"sample":${sample}}`;
}

function labelsToJson({ projectId, id, labels }: VerdictRow): string[] {
  return labels.map((label) => JSON.stringify([projectId, label, id]));
}
