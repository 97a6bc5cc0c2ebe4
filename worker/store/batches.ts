import type { BatchFilter } from '@assay/schema/batch-query.ts';
import { batches } from '@assay/schema/db/batches.ts';
import { ID_PREFIXES, lowestId } from '@assay/schema/ids.ts';
import { and, desc, eq, gte, inArray, lt, notInArray, sql } from 'drizzle-orm';
import type { Database } from './database.ts';
import { countErased, type DeletionJob } from './erased-count.ts';
import { deletionHash, insertOutboxEntries } from './log-outbox.ts';
import { pack } from './pack.ts';
import { insertDefinitions, type ScorerDefinition } from './scorer-definitions.ts';
import { clearUncommitted } from './uncommitted.ts';

export type StoredBatch = typeof batches.$inferSelect;

/** What the final results of a batch add up to. */
export interface BatchTally {
  batchId: string;
  passed: number;
  failed: number;
  abstained: number;
  error: number;
  inputTokens: number;
  outputTokens: number;
  costUsd: number;
}

/** What a scored range adds to the statistics of its batch. */
export interface RangeSummary {
  start: number;
  /** JSON. */
  summary: string;
}

/** Batches in D1. */
export interface BatchStore {
  /**
   * Makes a batch that receives samples, instead of what an earlier attempt at the same request
   * left; false when that has become a batch.
   *
   * @param definitions those of its scorers, which its verdicts refer to
   */
  insert(batch: StoredBatch, definitions: readonly ScorerDefinition[]): Promise<boolean>;
  /** A batch that a caller can know of. */
  find(projectId: string, id: string): Promise<StoredBatch | undefined>;
  /** The batch whose verdicts' ids begin so: see `derivationOf`. */
  findByStart(projectId: string, start: string): Promise<StoredBatch | undefined>;
  /** Newest first: up to the limit, and to about 2 MB. */
  list(
    projectId: string,
    filter: BatchFilter,
    limit: number,
  ): Promise<{ rows: StoredBatch[]; isLast: boolean }>;
  tallies(ids: readonly string[]): Promise<Map<string, BatchTally>>;
  /** Up to a thousand scored ranges of a batch, those after the one that starts at `start`. */
  summariesAfter(id: string, start: number): Promise<{ ranges: RangeSummary[]; isLast: boolean }>;
  /** What a project has in flight, but for one of its batches. */
  load(projectId: string, except?: string): Promise<{ batches: number; samples: number }>;
  /** Ends an unfinished batch; its ranges can write no more. */
  cancel(projectId: string, id: string, atMs: number): Promise<void>;
  /** Cancels those of its batches that run, if the experiment is cancelled at this moment. */
  cancelOf(experimentId: string, ids: readonly string[], atMs: number): Promise<void>;
  /** Those of a project's batches that are not deleted. */
  present(projectId: string, ids: readonly string[]): Promise<string[]>;
  /** Keeps what the gate of a batch came to, as JSON. */
  setGate(projectId: string, id: string, gate: string): Promise<void>;
  /** Hides a batch at once, and puts its deletion on its way to the log; `purge` removes its rows. */
  markDeleted(projectId: string, id: string, atMs: number, job?: DeletionJob): Promise<void>;
  /** Removes some rows of a batch marked as deleted; true when nothing is left of it. */
  purge(id: string): Promise<boolean>;
  /** Ids of batches marked as deleted. */
  deleted(limit: number): Promise<string[]>;
  /** Deletes batches whose first request ended early, and cancels open ones that nobody seals. */
  endAbandoned(nowMs: number, openBeforeMs: number): Promise<number>;
}

const SUMMARIES_A_PAGE = 1_000;
const PAGE_BYTES = 2_000_000;
/** What a row takes, read without its texts. */
const BYTES = sql<number>`${sql.join(
  [batches.plan, batches.tags, batches.metadata, batches.invalid, batches.gate].map(
    (column) => sql`coalesce(octet_length(${column}), 0)`,
  ),
  sql` + `,
)}`;
const ROWS_A_PURGE = 5_000;
/** Batches that one sweep ends. */
const MOST_ENDED = 100;
const VISIBLE = ['open', 'running', 'completed', 'cancelled'] as const;

export function createBatchStore(database: Database): BatchStore {
  const { d1, orm, attempt, transaction } = database;
  return {
    async insert(batch, definitions) {
      const { id, intakeToken } = batch;
      // One that ran and was deleted is not made again: messages of its ranges may still be about.
      const { sql: upsert, params } = orm
        .insert(batches)
        .values(batch)
        .onConflictDoUpdate({
          target: [batches.projectId, batches.id],
          set: batch,
          setWhere: sql`${batches.run} = 0 AND ${batches.status} IN ('receiving', 'deleted')`,
        })
        .toSQL();
      const own = 'EXISTS (SELECT 1 FROM batches WHERE id = ?1 AND intake_token = ?2)';
      const { projectId, createdAtMs } = batch;
      const defined = definitions.map(({ fingerprint, definition }) =>
        JSON.stringify([projectId, fingerprint, definition, createdAtMs]),
      );
      const answers = await transaction<Record<'insert' | 'define' | 'appends' | 'look', unknown>>({
        insert: d1.prepare(upsert).bind(...params),
        define: pack(defined).map((packed) => insertDefinitions(d1, packed)),
        appends: d1
          .prepare(`DELETE FROM batch_appends WHERE batch_id = ?1 AND ${own}`)
          .bind(id, intakeToken),
        look: d1.prepare(`SELECT 1 WHERE ${own}`).bind(id, intakeToken),
      });
      if (answers.look.rows.length === 0) return false;
      await clearUncommitted(database, id, intakeToken);
      return true;
    },

    find: (projectId, id) =>
      attempt(() =>
        orm
          .select()
          .from(batches)
          .where(
            and(
              eq(batches.projectId, projectId),
              eq(batches.id, id),
              inArray(batches.status, [...VISIBLE]),
            ),
          )
          .get(),
      ),

    findByStart: (projectId, start) =>
      attempt(() =>
        orm
          .select()
          .from(batches)
          .where(
            and(
              eq(batches.projectId, projectId),
              gte(batches.id, `${ID_PREFIXES.batch}_${start}`),
              lt(batches.id, `${ID_PREFIXES.batch}_${start}~`),
              inArray(batches.status, [...VISIBLE]),
            ),
          )
          .get(),
      ),

    async list(projectId, { status, cursor, suite, tag, from, to }, limit) {
      const found = await attempt(() =>
        orm
          .select({ id: batches.id, bytes: BYTES })
          .from(batches)
          .where(
            and(
              eq(batches.projectId, projectId),
              // Told so that where it is no filter, it is not what the rows are found by.
              status === undefined
                ? notInArray(batches.status, ['receiving', 'deleted'])
                : eq(batches.status, status),
              cursor === undefined ? undefined : lt(batches.id, cursor),
              from === undefined ? undefined : gte(batches.id, lowestId('batch', Date.parse(from))),
              to === undefined ? undefined : lt(batches.id, lowestId('batch', Date.parse(to))),
              suite === undefined ? undefined : sql`"plan" ->> '$.suite.name' = ${suite}`,
              tag === undefined
                ? undefined
                : sql`EXISTS (SELECT 1 FROM json_each(${batches.tags}) WHERE value = ${tag})`,
            ),
          )
          .orderBy(desc(batches.id))
          .limit(limit + 1)
          .all(),
      );
      const ids = fitting(found.slice(0, limit)).map(({ id }) => id);
      const rows = await attempt(() =>
        orm
          .select()
          .from(batches)
          .where(sql`${batches.id} IN (SELECT value FROM json_each(${JSON.stringify(ids)}))`)
          .orderBy(desc(batches.id))
          .all(),
      );
      return { rows, isLast: ids.length === found.length };
    },

    async tallies(ids) {
      const query = d1
        .prepare(
          `SELECT batch_id AS batchId, sum(passed) AS passed, sum(failed) AS failed,
                  sum(abstained) AS abstained, sum(error) AS error, sum(cost_usd) AS costUsd,
                  sum(input_tokens) AS inputTokens, sum(output_tokens) AS outputTokens
           FROM batch_ranges WHERE batch_id IN (SELECT value FROM json_each(?1)) GROUP BY batch_id`,
        )
        .bind(JSON.stringify(ids));
      const { results } = await attempt(() => query.all<BatchTally>());
      return new Map(results.map((tally) => [tally.batchId, tally]));
    },

    async summariesAfter(id, start) {
      const query = d1
        .prepare(
          `SELECT start, summary FROM batch_ranges
           WHERE batch_id = ?1 AND start > ?2 AND version > 0 ORDER BY start LIMIT ?3`,
        )
        .bind(id, start, SUMMARIES_A_PAGE);
      const { results } = await attempt(() => query.all<RangeSummary>());
      return { ranges: results, isLast: results.length < SUMMARIES_A_PAGE };
    },

    async load(projectId, except = '') {
      const query = d1
        .prepare(
          `SELECT (SELECT count(*) FROM batches
                   WHERE project_id = ?1 AND status IN ('receiving', 'open', 'running') AND id <> ?2) AS batches,
                  (SELECT coalesce(sum(total), 0) FROM batch_ranges
                   WHERE project_id = ?1 AND status IN ('held', 'waiting', 'queued') AND batch_id <> ?2) AS samples`,
        )
        .bind(projectId, except);
      const load = await attempt(() => query.first<{ batches: number; samples: number }>());
      return load ?? { batches: 0, samples: 0 };
    },

    async cancel(projectId, id, atMs) {
      // A lease above 0 stays: by that the sweep knows to remove what was not committed.
      const cancel = d1
        .prepare(
          `UPDATE batches SET status = 'cancelled', ended_at_ms = ?3, intake_token = NULL, intake_append = NULL
           WHERE project_id = ?1 AND id = ?2 AND status IN ('open', 'running')`,
        )
        .bind(projectId, id, atMs);
      await transaction<{ cancel: unknown; ranges: unknown }>({
        cancel,
        ranges: endRanges([id], 'cancelled'),
      });
    },

    async cancelOf(experimentId, ids, atMs) {
      const cancel = d1
        .prepare(
          `UPDATE batches SET status = 'cancelled', ended_at_ms = ?3
           WHERE id IN (SELECT value FROM json_each(?1)) AND status = 'running' AND EXISTS
             (SELECT 1 FROM experiments e WHERE e.id = ?2 AND e.status = 'cancelled'
                AND e.project_id = batches.project_id)`,
        )
        .bind(JSON.stringify(ids), experimentId, atMs);
      await transaction<{ cancel: unknown; ranges: unknown }>({
        cancel,
        ranges: endRanges(ids, 'cancelled'),
      });
    },

    present: (projectId, ids) =>
      idsOf(
        d1
          .prepare(
            `SELECT id FROM batches WHERE project_id = ?1 AND status <> 'deleted'
               AND id IN (SELECT value FROM json_each(?2))`,
          )
          .bind(projectId, JSON.stringify(ids)),
      ),

    async setGate(projectId, id, gate) {
      const set = d1
        .prepare('UPDATE batches SET gate = ?3 WHERE project_id = ?1 AND id = ?2')
        .bind(projectId, id, gate);
      await attempt(() => set.run());
    },

    async markDeleted(projectId, id, atMs, job) {
      const mark = d1
        .prepare(
          `UPDATE batches SET status = 'deleted', intake_token = NULL, intake_append = NULL
           WHERE project_id = ?1 AND id = ?2 AND status <> 'deleted'`,
        )
        .bind(projectId, id);
      const hash = deletionHash({ batch: id }, atMs);
      await transaction<Record<'mark' | 'count' | 'ranges' | 'use' | 'entry', unknown>>({
        mark,
        count: job === undefined ? [] : countErased(d1, job, 'batches'),
        ranges: endRanges([id], 'deleted'),
        use: d1
          .prepare(
            "DELETE FROM dataset_uses WHERE project_id = ?1 AND kind = 'batch' AND user_id = ?2",
          )
          .bind(projectId, id),
        entry: insertOutboxEntries(d1, [{ projectId, kind: 'deletion', id, hash }]),
      });
    },

    async purge(id) {
      // A request sent again may have made it a batch once more.
      const isDeleted = "EXISTS (SELECT 1 FROM batches WHERE id = ?1 AND status = 'deleted')";
      const slice = (table: string, place: string) =>
        d1
          .prepare(
            `DELETE FROM ${table} WHERE batch_id = ?1 AND ${isDeleted} AND ${place} IN
               (SELECT ${place} FROM ${table} WHERE batch_id = ?1 ORDER BY ${place} LIMIT ?2)`,
          )
          .bind(id, ROWS_A_PURGE);
      const emptied = [
        'batch_results',
        'batch_packs',
        'batch_leaves',
        'batch_exchanges',
        'batch_samples',
        'batch_ranges',
        'batch_appends',
      ]
        .map((table) => `NOT EXISTS (SELECT 1 FROM ${table} WHERE batch_id = ?1)`)
        .join(' AND ');
      const rest = (statement: string) => d1.prepare(statement).bind(id);
      const { left } = await transaction<Record<PurgeStep, unknown>>({
        results: slice('batch_results', 'at'),
        packs: slice('batch_packs', 'at'),
        leaves: slice('batch_leaves', 'start'),
        exchanges: slice('batch_exchanges', 'at'),
        samples: slice('batch_samples', 'at'),
        ranges: slice('batch_ranges', 'start'),
        appends: slice('batch_appends', 'append_id'),
        deliveries: rest(
          `DELETE FROM webhook_deliveries WHERE batch_id = ?1 AND ${isDeleted} AND ${emptied}`,
        ),
        use: rest(
          `DELETE FROM dataset_uses WHERE project_id = (SELECT project_id FROM batches WHERE id = ?1)
             AND kind = 'batch' AND user_id = ?1 AND ${isDeleted} AND ${emptied}`,
        ),
        batch: rest(`DELETE FROM batches WHERE id = ?1 AND status = 'deleted' AND ${emptied}`),
        left: rest("SELECT 1 FROM batches WHERE id = ?1 AND status = 'deleted'"),
      });
      return left.rows.length === 0;
    },

    deleted: (limit) =>
      idsOf(d1.prepare("SELECT id FROM batches WHERE status = 'deleted' LIMIT ?1").bind(limit)),

    async endAbandoned(nowMs, openBeforeMs) {
      const broken = await idsOf(
        d1
          .prepare(
            "SELECT id FROM batches WHERE status = 'receiving' AND intake_until_ms < ?1 LIMIT ?2",
          )
          .bind(nowMs, MOST_ENDED),
      );
      const unsealed = await idsOf(
        d1
          .prepare(
            `SELECT id FROM batches
             WHERE status = 'open' AND intake_until_ms < ?1 AND created_at_ms < ?2 LIMIT ?3`,
          )
          .bind(nowMs, openBeforeMs, MOST_ENDED),
      );
      return (await end('deleted', broken, nowMs)) + (await end('cancelled', unsealed, nowMs));
    },
  };

  async function idsOf(query: D1PreparedStatement): Promise<string[]> {
    const { results } = await attempt(() => query.all<{ id: string }>());
    return results.map(({ id }) => id);
  }

  /** Ends those of the batches that have not been taken up in the meantime; returns how many. */
  async function end(
    status: 'deleted' | 'cancelled',
    ids: readonly string[],
    nowMs: number,
  ): Promise<number> {
    if (ids.length === 0) return 0;
    const from = status === 'deleted' ? 'receiving' : 'open';
    const end = d1
      .prepare(
        `UPDATE batches SET status = ?1, ended_at_ms = ?3, intake_token = NULL, intake_append = NULL
         WHERE id IN (SELECT value FROM json_each(?2)) AND status = ?4 AND intake_until_ms < ?3`,
      )
      .bind(status, JSON.stringify(ids), nowMs, from);
    const answers = await transaction<{ end: unknown; ranges: unknown }>({
      end,
      ranges: endRanges(ids, status),
    });
    return answers.end.changes;
  }

  /** Takes the ranges of batches that have ended out of every count of what is in flight. */
  function endRanges(ids: readonly string[], status: StoredBatch['status']) {
    return d1
      .prepare(
        `UPDATE batch_ranges SET status = 'done', version = version + 1
         WHERE status <> 'done' AND batch_id IN
           (SELECT id FROM batches WHERE status = ?2 AND id IN (SELECT value FROM json_each(?1)))`,
      )
      .bind(JSON.stringify(ids), status);
  }
}

/** As many of the rows as fit into a page, and one at least. */
function fitting<Row extends { bytes: number }>(rows: readonly Row[]): Row[] {
  let bytes = 0;
  return rows.filter((row) => {
    const fits = bytes < PAGE_BYTES;
    bytes += row.bytes;
    return fits;
  });
}

type PurgeStep =
  | 'results'
  | 'packs'
  | 'leaves'
  | 'exchanges'
  | 'samples'
  | 'ranges'
  | 'appends'
  | 'deliveries'
  | 'use'
  | 'batch'
  | 'left';
