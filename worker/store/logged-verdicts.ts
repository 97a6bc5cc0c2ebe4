import type { Database } from './database.ts';
import { type StoredRow, VERDICT_COLUMNS, WITH_SHAPE, wholeVerdict } from './verdicts.ts';

/** What the row of a verdict says, in all of its columns. */
export interface LoggedVerdict {
  id: string;
  isDeleted: boolean;
  createdAtMs: number;
  passed: boolean | null;
  /** As JSON; null where a part of it is missing. */
  verdict: string | null;
  /** As JSON; null if the key that encrypted it was dropped. */
  sample: string | null;
  bytes: number;
}

/** The row of a verdict without its sample. */
export type BareRow = Pick<LoggedVerdict, 'id' | 'createdAtMs' | 'passed' | 'verdict'>;

/** Verdicts in D1, as the log of their project is held against them. */
export interface LoggedVerdicts {
  /** The first of some verdicts, by id: as many as about 4 MB hold, and those alone that are there. */
  some(projectId: string, ids: readonly string[]): Promise<LoggedVerdict[]>;
  /** One that is not deleted, without its sample, which may be unreadable. */
  bare(projectId: string, id: string): Promise<BareRow | undefined>;
  /** Ids of verdicts that are not deleted, after one. */
  idsAfter(projectId: string, id: string, limit: number): Promise<string[]>;
}

const PAGE_BYTES = 4_000_000;

export function createLoggedVerdicts({ d1, attempt }: Database): LoggedVerdicts {
  return {
    async some(projectId, ids) {
      const query = d1
        .prepare(
          `WITH place AS (
             SELECT v.id, octet_length(v.verdict) + octet_length(v.sample) AS bytes
             FROM json_each(?2) given
             CROSS JOIN verdicts v ON v.project_id = ?1 AND v.id = given.value),
           ahead AS (
             SELECT id, bytes, coalesce(sum(bytes) OVER (ORDER BY id
               ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING), 0) AS before FROM place)
           SELECT ${VERDICT_COLUMNS}, v.passed, v.sample, v.deleted_at_ms AS deletedAtMs, ahead.bytes
           FROM ahead CROSS JOIN verdicts v ON v.project_id = ?1 AND v.id = ahead.id ${WITH_SHAPE}
           WHERE ahead.before < ${PAGE_BYTES} ORDER BY v.id`,
        )
        .bind(projectId, JSON.stringify(ids));
      const { results } = await attempt(() => query.all<Row>());
      return results.map(loggedOf);
    },

    async bare(projectId, id) {
      const query = d1
        .prepare(
          `SELECT ${VERDICT_COLUMNS}, v.passed FROM verdicts v ${WITH_SHAPE}
           WHERE v.project_id = ?1 AND v.id = ?2 AND v.deleted_at_ms IS NULL`,
        )
        .bind(projectId, id);
      const row = await attempt(() => query.first<StoredRow & Pick<Row, 'passed'>>());
      return row === null ? undefined : bareOf(row);
    },

    async idsAfter(projectId, id, limit) {
      const query = d1
        .prepare(
          `SELECT id FROM verdicts WHERE project_id = ?1 AND id > ?2 AND deleted_at_ms IS NULL
           ORDER BY id LIMIT ?3`,
        )
        .bind(projectId, id, limit);
      const { results } = await attempt(() => query.all<{ id: string }>());
      return results.map((row) => row.id);
    },
  };
}

interface Row extends StoredRow {
  passed: number | null;
  sample: string;
  deletedAtMs: number | null;
  bytes: number;
}

function loggedOf({ sample, deletedAtMs, bytes, ...row }: Row): LoggedVerdict {
  const isDeleted = deletedAtMs !== null;
  const bare = bareOf(row);
  return { ...bare, isDeleted, sample, bytes, verdict: isDeleted ? null : bare.verdict };
}

function bareOf({ passed, ...row }: StoredRow & Pick<Row, 'passed'>): BareRow {
  return {
    ...{ id: row.id, createdAtMs: row.createdAtMs },
    passed: passed === null ? null : passed === 1,
    verdict: row.shape !== null && row.parts === null ? null : wholeVerdict(row),
  };
}
