import { derivedId } from '@assay/schema/ids.ts';
import type { CalibrationReport } from '@assay/schema/types.ts';
import {
  insertLeaf,
  LEAF_COLUMNS,
  type LeafRow,
  readLeaf,
  type StoredLeaf,
} from './batch-leaves.ts';
import { selectPacks } from './batch-packs.ts';
import type { Database } from './database.ts';
import { type ErasedResult, eraseFromLeaves, type PuncturedLeaf } from './erase-leaves.ts';
import { countErased, type ErasureJob } from './erased-count.ts';
import { deletionHash } from './log-outbox.ts';
import { NO_SAMPLE } from './no-sample.ts';
import { pack } from './pack.ts';
import { type PackRow, repackVerdicts, unpackVerdicts, verdictIn } from './verdict-packs.ts';

/** A batch that deletions look through. */
export interface SearchedBatch {
  id: string;
  status: string;
  /** Counts the times it was set running. */
  run: number;
  metadata: string;
}

export interface ErasedSamples {
  batch: SearchedBatch;
  ats: readonly number[];
  /** Makes of a verdict, as JSON, what may stay of it. */
  strip(verdict: string): string;
  /** Whether the results stay with their ids and labels, and only what is said of samples goes. */
  staysNamed?: boolean;
  nowMs: number;
}

/** Finds and erases samples of batches in D1. What was counted of them stays counted. */
export interface BatchErasure {
  /** Batches after an id and before another, in order; those that are deleted are left out. */
  batches(
    projectId: string,
    ids: { after: string; before: string },
    limit: number,
  ): Promise<SearchedBatch[]>;
  batch(projectId: string, id: string): Promise<SearchedBatch | undefined>;
  /** A batch of the project that is deleted, and whose rows are not gone yet. */
  deletedBatch(projectId: string): Promise<string | undefined>;
  /** Samples after a place: as many as about 2 MB hold. */
  samples(
    projectId: string,
    batchId: string,
    after: number,
  ): Promise<{ at: number; sample: string }[]>;
  /**
   * Erases samples with the texts of their verdicts, and what calibrations have of them. False, with
   * nothing changed, if the batch was set running since it was read.
   */
  erase(job: ErasureJob, erased: ErasedSamples): Promise<boolean>;
}

const PAGE_SAMPLES = 500;
const PAGE_BYTES = 2_000_000;
const COLUMNS = 'id, status, run, metadata';
const IS_THERE = "status <> 'deleted'";

interface ResultRow extends ErasedResult {
  packedAt: number | null;
  packedVersion: number | null;
}

export function createBatchErasure({ d1, attempt, transaction }: Database): BatchErasure {
  return {
    async batches(projectId, { after, before }, limit) {
      const query = d1
        .prepare(
          `SELECT ${COLUMNS} FROM batches
           WHERE project_id = ?1 AND id > ?2 AND id < ?3 AND ${IS_THERE} ORDER BY id LIMIT ?4`,
        )
        .bind(projectId, after, before, limit);
      return (await attempt(() => query.all<SearchedBatch>())).results;
    },

    async batch(projectId, id) {
      const query = d1
        .prepare(`SELECT ${COLUMNS} FROM batches WHERE project_id = ?1 AND id = ?2 AND ${IS_THERE}`)
        .bind(projectId, id);
      return (await attempt(() => query.first<SearchedBatch>())) ?? undefined;
    },

    async deletedBatch(projectId) {
      const query = d1
        .prepare("SELECT id FROM batches WHERE project_id = ?1 AND status = 'deleted' LIMIT 1")
        .bind(projectId);
      return (await attempt(() => query.first<{ id: string }>()))?.id;
    },

    async samples(_projectId, batchId, after) {
      // Sizes are read without the texts: what does not fit into the page is not touched.
      const query = d1
        .prepare(
          `WITH place AS (
             SELECT at, octet_length(sample) AS bytes FROM batch_samples
             WHERE batch_id = ?1 AND at > ?2 ORDER BY at LIMIT ${PAGE_SAMPLES}),
           ahead AS (
             SELECT at, coalesce(sum(bytes) OVER (ORDER BY at
               ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING), 0) AS bytes FROM place)
           SELECT s.at, s.sample FROM ahead CROSS JOIN batch_samples s ON s.batch_id = ?1 AND s.at = ahead.at
           WHERE ahead.bytes < ${PAGE_BYTES} ORDER BY s.at`,
        )
        .bind(batchId, after);
      return (await attempt(() => query.all<{ at: number; sample: string }>())).results;
    },

    async erase(job, { batch, ats, strip, staysNamed = false, nowMs }) {
      const given = JSON.stringify(ats);
      const results = await resultsOf(batch.id, given);
      const packs = await packsOf(batch.id, results);
      const stripped = results.flatMap(({ at, verdict }) =>
        verdict === null ? [] : [[at, strip(verdict)]],
      );
      const doomed = new Set(ats);
      const erased = await erasedOf(results, packs, strip);
      const leaves = eraseFromLeaves(batch.id, erased, await leavesOf(batch.id, ats));
      const rewritten = await Promise.all(
        packs.map(async (row) => ({
          row,
          body: await repackVerdicts(row, (at, verdict) =>
            doomed.has(at) ? strip(verdict) : verdict,
          ),
        })),
      );
      const reports = await reportsOf(job.projectId, batch.id, doomed, staysNamed);
      const isSame = `EXISTS (SELECT 1 FROM batches WHERE id = ?1 AND run = ?2
        AND status IN ('completed', 'cancelled'))`;
      const on = (statement: string, ...values: unknown[]) =>
        d1.prepare(`${statement} AND ${isSame}`).bind(batch.id, batch.run, ...values);
      const answers = await transaction<Record<EraseStep, unknown>>({
        packs: rewritten.map(({ row, body }) =>
          on(
            'UPDATE batch_packs SET verdicts = ?5 WHERE batch_id = ?1 AND at = ?3 AND version = ?4',
            ...[row.packedAt, row.packedVersion, body],
          ),
        ),
        verdicts: on(
          `UPDATE batch_results SET error_message = NULL, verdict = (
             SELECT json_extract(e.value, '$[1]') FROM json_each(?4) e
             WHERE json_extract(e.value, '$[0]') = batch_results.at)
           WHERE batch_id = ?1 AND at IN (SELECT value FROM json_each(?3))`,
          ...[given, JSON.stringify(stripped)],
        ),
        exchanges: on(
          `DELETE FROM batch_exchanges WHERE batch_id = ?1 AND at IN (SELECT value FROM json_each(?3))`,
          given,
        ),
        labels: staysNamed
          ? []
          : on(
              `DELETE FROM calibration_labels WHERE at IN (SELECT value FROM json_each(?3))
             AND calibration_id IN (SELECT id FROM calibrations WHERE project_id = ?4 AND batch_id = ?1)`,
              ...[given, job.projectId],
            ),
        reports: reports.map(({ id, report }) =>
          on(
            'UPDATE calibrations SET report = ?5 WHERE project_id = ?3 AND id = ?4',
            ...[job.projectId, id, report],
          ),
        ),
        samples: on(
          `UPDATE batch_samples SET sample = '${NO_SAMPLE}'${staysNamed ? '' : ', sample_id = NULL, question = NULL'}
           WHERE batch_id = ?1 AND at IN (SELECT value FROM json_each(?3))`,
          given,
        ),
        count: countErased(d1, job, 'batchSamples'),
        punctured: leaves.punctured.map((leaf) => puncture(leaf)),
        leaves: leaves.added.flatMap((leaf) =>
          insertLeaf(
            d1,
            { projectId: job.projectId, leaf },
            { sql: isSame, values: [batch.id, batch.run] },
          ),
        ),
        entries: pack(staysNamed ? [] : results.map(({ at }) => entryOf(batch.id, at, nowMs))).map(
          (entries) =>
            on(
              `INSERT OR IGNORE INTO log_outbox (project_id, kind, entry_id, hash)
             SELECT ?3, 'deletion', json_extract(value, '$[0]'), json_extract(value, '$[1]')
             FROM json_each(?4) WHERE true`,
              ...[job.projectId, entries],
            ),
        ),
        same: d1.prepare(`SELECT 1 AS n WHERE ${isSame}`).bind(batch.id, batch.run),
      });
      return answers.same.rows.length === 1;

      function puncture({ start, version, salts, known, samples }: PuncturedLeaf) {
        return on(
          `UPDATE batch_leaves SET seed = NULL, salts = ?5, known = ?6, samples = ?7
           WHERE batch_id = ?1 AND start = ?3 AND version = ?4`,
          ...[start, version, salts, known, samples],
        );
      }
    },
  };

  /** The results as they are, and what stays of them. */
  async function erasedOf(
    rows: readonly ResultRow[],
    packs: readonly PackRow[],
    strip: (verdict: string) => string,
  ): Promise<ErasedResult[]> {
    const unpacked = await unpackVerdicts(packs);
    return rows.map(({ packedAt, packedVersion, ...row }) => {
      const isPacked = packedAt !== null && packedVersion !== null;
      const verdict = isPacked
        ? verdictIn(unpacked, { packedAt, packedVersion }, row.at)
        : row.verdict;
      return { ...row, verdict, stripped: verdict === null ? null : strip(verdict) };
    });
  }

  async function leavesOf(batchId: string, ats: readonly number[]): Promise<StoredLeaf[]> {
    const query = d1
      .prepare(
        `SELECT ${LEAF_COLUMNS} FROM batch_leaves l
         WHERE l.batch_id = ?1 AND l.start <= ?3 AND l."end" > ?2`,
      )
      .bind(batchId, Math.min(...ats), Math.max(...ats));
    const { results } = await attempt(() => query.all<LeafRow>());
    return results.map(readLeaf);
  }

  async function resultsOf(batchId: string, ats: string): Promise<ResultRow[]> {
    const query = d1
      .prepare(
        `SELECT r.at, r.status, r.attempts, r.verdict, r.digest, p.names, r.error_code AS errorCode,
           r.error_message AS errorMessage, r.packed_at AS packedAt, r.packed_version AS packedVersion
         FROM batch_results r LEFT JOIN batch_packs p ON p.batch_id = r.batch_id
           AND p.at = r.packed_at AND p.version = r.packed_version
         WHERE r.batch_id = ?1 AND r.at IN (SELECT value FROM json_each(?2))`,
      )
      .bind(batchId, ats);
    return (await attempt(() => query.all<ResultRow>())).results;
  }

  async function packsOf(batchId: string, rows: readonly ResultRow[]): Promise<PackRow[]> {
    const query = selectPacks(d1, batchId, rows);
    return (await attempt(() => query.all<PackRow>())).results;
  }

  /** Reports that quote what judges said of the samples, without that. */
  async function reportsOf(
    projectId: string,
    batchId: string,
    ats: ReadonlySet<number>,
    staysNamed: boolean,
  ): Promise<{ id: string; report: string }[]> {
    const query = d1
      .prepare(
        `SELECT id, report FROM calibrations
         WHERE project_id = ?1 AND batch_id = ?2 AND report IS NOT NULL`,
      )
      .bind(projectId, batchId);
    const { results } = await attempt(() => query.all<{ id: string; report: string }>());
    return results.map(({ id, report }) => {
      const parsed: CalibrationReport = JSON.parse(report);
      const disagreements = parsed.disagreements.flatMap((one) =>
        ats.has(one.index) ? (staysNamed ? [{ ...one, reason: '' }] : []) : [one],
      );
      return { id, report: JSON.stringify({ ...parsed, disagreements }) };
    });
  }
}

type EraseStep =
  | 'packs'
  | 'verdicts'
  | 'exchanges'
  | 'labels'
  | 'reports'
  | 'samples'
  | 'count'
  | 'punctured'
  | 'leaves'
  | 'entries'
  | 'same';

/** What the log is told of a result that is erased, as JSON. */
function entryOf(batchId: string, at: number, nowMs: number): string {
  const verdict = derivedId('verdict', batchId, at);
  return JSON.stringify([verdict, deletionHash({ verdict }, nowMs)]);
}
