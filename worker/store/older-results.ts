import { insertLeaf, type NewLeaf } from './batch-leaves.ts';
import { selectPacks } from './batch-packs.ts';
import type { Database } from './database.ts';
import { hasPlace, type Places, type ResultColumns } from './result-leaf.ts';
import { insertDefinitions, type ScorerDefinition } from './scorer-definitions.ts';
import { type PackRow, unpackVerdicts, verdictIn } from './verdict-packs.ts';

/** A batch that has ended, with results that no leaf has. */
export interface OlderBatch {
  projectId: string;
  id: string;
  run: number;
  plan: string;
  /** The place of the first that may be in none. */
  from: number;
}

/** A result that is in no leaf. */
export interface OlderResult extends ResultColumns {
  at: number;
  verdict: string | null;
  /** As JSON. */
  sample: string | null;
  sampleId: string | null;
}

/** Results of earlier releases, or of an import, which get their leaves later. */
export interface OlderResultStore {
  /** Batches in order of their ids. */
  batches(limit: number): Promise<OlderBatch[]>;
  /** Results from the place on that are in no leaf, as many as about 2 MB hold; `next` is null at the end. */
  some(batch: OlderBatch): Promise<{ results: OlderResult[]; next: number | null }>;
  /** Writes a leaf, if the batch is as it was read, and goes on from `next`; null ends it. */
  write(batch: OlderBatch, leaf: NewLeaf | undefined, next: number | null): Promise<void>;
  /** Writes the definitions of its scorers. */
  define(batch: OlderBatch, definitions: readonly ScorerDefinition[], nowMs: number): Promise<void>;
}

const RESULTS_A_STEP = 100;
const STEP_BYTES = 2_000_000;

interface Row extends OlderResult {
  packedAt: number | null;
  packedVersion: number | null;
}

export function createOlderResultStore({ d1, attempt }: Database): OlderResultStore {
  async function placesAbout(batchId: string, from: number, to: number): Promise<Places[]> {
    const query = d1
      .prepare(`SELECT places FROM batch_leaves WHERE batch_id = ?1 AND start <= ?3 AND "end" > ?2`)
      .bind(batchId, from, to);
    const { results } = await attempt(() => query.all<{ places: string }>());
    return results.map(({ places }) => JSON.parse(places));
  }

  return {
    async batches(limit) {
      const query = d1
        .prepare(
          `SELECT project_id AS projectId, id, run, plan, unlogged_from AS "from" FROM batches
           WHERE unlogged_from IS NOT NULL AND status IN ('completed', 'cancelled')
           ORDER BY id LIMIT ?1`,
        )
        .bind(limit);
      return (await attempt(() => query.all<OlderBatch>())).results;
    },

    async some({ id, from }) {
      const query = d1
        .prepare(
          `WITH place AS (
             SELECT r.at, coalesce(octet_length(r.verdict), r.bytes, 0) + octet_length(s.sample) AS bytes
             FROM batch_results r JOIN batch_samples s ON s.batch_id = r.batch_id AND s.at = r.at
             WHERE r.batch_id = ?1 AND r.at >= ?2 ORDER BY r.at LIMIT ${RESULTS_A_STEP}),
           ahead AS (
             SELECT at, coalesce(sum(bytes) OVER (ORDER BY at
               ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING), 0) AS bytes FROM place)
           SELECT r.at, r.status, r.attempts, r.digest, p.names, r.error_code AS errorCode,
             r.error_message AS errorMessage, r.verdict, r.packed_at AS packedAt,
             r.packed_version AS packedVersion, s.sample, s.sample_id AS sampleId
           FROM ahead CROSS JOIN batch_results r ON r.batch_id = ?1 AND r.at = ahead.at
           CROSS JOIN batch_samples s ON s.batch_id = ?1 AND s.at = ahead.at
           LEFT JOIN batch_packs p ON p.batch_id = r.batch_id AND p.at = r.packed_at
             AND p.version = r.packed_version
           WHERE ahead.bytes < ${STEP_BYTES} ORDER BY r.at`,
        )
        .bind(id, from);
      const { results: rows } = await attempt(() => query.all<Row>());
      const last = rows.at(-1)?.at;
      if (last === undefined) return { results: [], next: null };
      const covered = await placesAbout(id, from, last);
      const open = rows.filter(
        ({ at, status }) => status !== 'retry' && !covered.some((places) => hasPlace(places, at)),
      );
      const packed = selectPacks(d1, id, open);
      const packs = await unpackVerdicts((await attempt(() => packed.all<PackRow>())).results);
      const results = open.map(({ packedAt, packedVersion, ...row }) => ({
        ...row,
        verdict:
          packedAt === null || packedVersion === null
            ? row.verdict
            : verdictIn(packs, { packedAt, packedVersion }, row.at),
      }));
      return { results, next: last + 1 };
    },

    async write({ projectId, id, run, from }, leaf, next) {
      const isSame = `EXISTS (SELECT 1 FROM batches WHERE id = ?1 AND run = ?2 AND unlogged_from = ?3
        AND status IN ('completed', 'cancelled'))`;
      const values = [id, run, from];
      await attempt(() =>
        d1.batch([
          ...(leaf === undefined
            ? []
            : insertLeaf(d1, { projectId, leaf }, { sql: isSame, values })),
          d1
            .prepare(`UPDATE batches SET unlogged_from = ?4 WHERE id = ?1 AND ${isSame}`)
            .bind(...values, next),
        ]),
      );
    },

    async define({ projectId }, definitions, nowMs) {
      const rows = definitions.map(({ fingerprint, definition }) => [
        ...[projectId, fingerprint, definition, nowMs],
      ]);
      await attempt(() => insertDefinitions(d1, JSON.stringify(rows)).run());
    },
  };
}
