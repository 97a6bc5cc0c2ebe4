import { ApiProblem } from '../core/problem.ts';
import { LEAF_COLUMNS, type LeafRow, leafId, readLeaf, type StoredLeaf } from './batch-leaves.ts';
import { selectPacks } from './batch-packs.ts';
import type { Database } from './database.ts';
import { hasPlace, type Places, type ResultColumns } from './result-leaf.ts';
import { type PackRow, unpackVerdicts, verdictIn } from './verdict-packs.ts';

/** The row of a result, and of its sample, in all of their columns. */
export interface LoggedResult extends ResultColumns {
  at: number;
  /** As JSON. */
  verdict: string | null;
  /** As JSON; null if it is missing, or its key was dropped. */
  sample: string | null;
  sampleId: string | null;
  hasSample: boolean;
}

/** A leaf, and what the database has of its results today. */
export interface LoggedLeaf {
  leaf: StoredLeaf;
  /** Whether results of the batch may be in the middle of a retry. */
  mayRetry: boolean;
  results: ReadonlyMap<number, LoggedResult>;
  /** Places that a later leaf has. */
  replaced: ReadonlySet<number>;
  bytes: number;
}

/** Results of batches in D1, as the log of their project is held against them. */
export interface LoggedResultStore {
  /** The leaf that the log calls so; undefined where there is none, or it is not as it was written. */
  leaf(projectId: string, id: string): Promise<LoggedLeaf | undefined>;
  /** What the log calls the leaf in which a result is now; undefined where it is in none. */
  leafOfPlace(batchId: string, at: number): Promise<string | undefined>;
  /** Batches after an id, in order. */
  batchesAfter(projectId: string, id: string, limit: number): Promise<string[]>;
  /** Batches after an id, in order, that have results which get their leaves later. */
  olderAfter(projectId: string, id: string, limit: number): Promise<string[]>;
  /** Results after a place that should be in leaves, and the leaves about there. */
  covered(batchId: string, after: number, limit: number): Promise<CoveredResults>;
}

export interface CoveredResults {
  /** Places of results, in order. */
  ats: number[];
  leaves: { id: string; places: Places }[];
}

interface BatchedLeafRow extends LeafRow {
  status: string;
}

interface ResultRow extends LoggedResult {
  packedAt: number | null;
  packedVersion: number | null;
}

const ID = /^(bat_[0-9a-z]+)\/(\d+)\/(-?\d+)$/;

export function createLoggedResultStore({ d1, attempt }: Database): LoggedResultStore {
  async function rowOf(projectId: string, id: string): Promise<BatchedLeafRow | undefined> {
    const [, batchId, start, version] = ID.exec(id) ?? [];
    if (batchId === undefined) return undefined;
    const query = d1
      .prepare(
        `SELECT ${LEAF_COLUMNS}, b.status FROM batches b JOIN batch_leaves l ON l.batch_id = b.id
         WHERE b.project_id = ?1 AND b.id = ?2 AND b.status <> 'deleted'
           AND l.start = ?3 AND l.version = ?4`,
      )
      .bind(projectId, batchId, Number(start), Number(version));
    return (await attempt(() => query.first<BatchedLeafRow>())) ?? undefined;
  }

  async function replacedIn(leaf: StoredLeaf): Promise<ReadonlySet<number>> {
    // What cannot be replaced has no later leaf.
    if (leaf.known.size === 0) return new Set();
    const query = d1
      .prepare(
        `SELECT places FROM batch_leaves
         WHERE batch_id = ?1 AND start < ?3 AND "end" > ?2 AND version > ?4`,
      )
      .bind(leaf.batchId, leaf.start, leaf.end, leaf.version);
    const { results } = await attempt(() => query.all<{ places: string }>());
    const later = results.map(({ places }) => readPlaces(places));
    return new Set(leaf.ats.filter((at) => later.some((places) => hasPlace(places, at))));
  }

  async function resultsOf({ batchId, places }: StoredLeaf) {
    const query = d1
      .prepare(
        `SELECT r.at, r.status, r.attempts, r.digest, p.names, r.error_code AS errorCode,
           r.error_message AS errorMessage, r.verdict, r.packed_at AS packedAt,
           r.packed_version AS packedVersion, s.sample, s.sample_id AS sampleId,
           s.at IS NOT NULL AS hasSample
         FROM json_each(?2) k
         CROSS JOIN batch_results r ON r.batch_id = ?1
           AND r.at >= json_extract(k.value, '$[0]') AND r.at < json_extract(k.value, '$[1]')
         LEFT JOIN batch_samples s ON s.batch_id = r.batch_id AND s.at = r.at
         LEFT JOIN batch_packs p ON p.batch_id = r.batch_id AND p.at = r.packed_at
           AND p.version = r.packed_version`,
      )
      .bind(batchId, JSON.stringify(places));
    const { results: rows } = await attempt(() => query.all<ResultRow>());
    const packs = await unpackVerdicts(await packsOf(batchId, rows));
    return rows.map(({ packedAt, packedVersion, ...row }) => ({
      ...row,
      verdict:
        packedAt === null || packedVersion === null
          ? row.verdict
          : verdictIn(packs, { packedAt, packedVersion }, row.at),
    }));
  }

  async function packsOf(batchId: string, rows: readonly ResultRow[]): Promise<PackRow[]> {
    const query = selectPacks(d1, batchId, rows);
    return (await attempt(() => query.all<PackRow>())).results;
  }

  async function idsAfter(projectId: string, id: string, limit: number, condition: string) {
    const query = d1
      .prepare(
        `SELECT id FROM batches WHERE project_id = ?1 AND id > ?2 AND status <> 'deleted' ${condition}
         ORDER BY id LIMIT ?3`,
      )
      .bind(projectId, id, limit);
    const { results } = await attempt(() => query.all<{ id: string }>());
    return results.map((row) => row.id);
  }

  return {
    async leaf(projectId, id) {
      const row = await rowOf(projectId, id);
      if (row === undefined) return undefined;
      const { status, ...columns } = row;
      try {
        const leaf = readLeaf(columns);
        const results = await resultsOf(leaf);
        return {
          leaf,
          mayRetry: status === 'running' || status === 'cancelled',
          results: new Map(results.map((result) => [result.at, result])),
          replaced: await replacedIn(leaf),
          bytes: results.reduce(
            (sum, { verdict, sample }) => sum + size(verdict) + size(sample),
            0,
          ),
        };
      } catch (cause) {
        // Whatever cannot be read is not what was stored; a database that is out says nothing of it.
        if (cause instanceof ApiProblem) throw cause;
        return undefined;
      }
    },

    batchesAfter: (projectId, id, limit) => idsAfter(projectId, id, limit, ''),
    olderAfter: (projectId, id, limit) =>
      idsAfter(projectId, id, limit, 'AND unlogged_from IS NOT NULL'),

    async covered(batchId, after, limit) {
      const results = d1
        .prepare(
          `SELECT at FROM batch_results WHERE batch_id = ?1 AND at > ?2 AND status <> 'retry'
             AND at < (SELECT coalesce(unlogged_from, ${Number.MAX_SAFE_INTEGER}) FROM batches WHERE id = ?1)
           ORDER BY at LIMIT ?3`,
        )
        .bind(batchId, after, limit);
      const ats = (await attempt(() => results.all<{ at: number }>())).results.map(({ at }) => at);
      const [first, last] = [ats[0], ats.at(-1)];
      if (first === undefined || last === undefined) return { ats, leaves: [] };
      const leaves = d1
        .prepare(
          `SELECT start, version, places FROM batch_leaves
           WHERE batch_id = ?1 AND start <= ?3 AND "end" > ?2`,
        )
        .bind(batchId, first, last);
      const { results: rows } = await attempt(() => leaves.all<LeafPlaces>());
      return {
        ats,
        leaves: rows.map((row) => ({
          id: leafId({ batchId, ...row }),
          places: readPlaces(row.places),
        })),
      };
    },

    async leafOfPlace(batchId, at) {
      const query = d1
        .prepare(
          `SELECT start, version, places FROM batch_leaves
           WHERE batch_id = ?1 AND start <= ?2 AND "end" > ?2 ORDER BY version DESC`,
        )
        .bind(batchId, at);
      const { results } = await attempt(() => query.all<LeafPlaces>());
      const found = results.find(({ places }) => hasPlace(readPlaces(places), at));
      return found && leafId({ batchId, ...found });
    },
  };
}

interface LeafPlaces {
  start: number;
  version: number;
  places: string;
}

/** None where they are not what was written. */
function readPlaces(json: string): Places {
  try {
    return JSON.parse(json);
  } catch {
    return [];
  }
}

const size = (text: string | null) => text?.length ?? 0;
