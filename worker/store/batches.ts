import type { BatchFilter } from '@assay/schema/batch-query.ts';
import { batches } from '@assay/schema/db/batches.ts';
import { lowestId } from '@assay/schema/ids.ts';
import { and, desc, eq, gte, inArray, lt, sql } from 'drizzle-orm';
import type { Database } from './database.ts';

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

/** Batches in D1. */
export interface BatchStore {
  /** False when there is a batch of this id. */
  insert(batch: StoredBatch): Promise<boolean>;
  /** A batch that a caller can know of. */
  find(projectId: string, id: string): Promise<StoredBatch | undefined>;
  /** Newest first. */
  list(projectId: string, filter: BatchFilter, limit: number): Promise<StoredBatch[]>;
  tallies(ids: readonly string[]): Promise<Map<string, BatchTally>>;
  /** Summaries of the ranges of a batch as JSON, a thousand at a time. */
  summaries(id: string): AsyncIterable<string[]>;
  /** What a project has under way. */
  load(projectId: string): Promise<{ batches: number; samples: number }>;
  /** Ends an unfinished batch; its ranges can write no more. */
  cancel(projectId: string, id: string, atMs: number): Promise<void>;
  /** Hides a batch at once; `purge` removes its rows. */
  markDeleted(projectId: string, id: string): Promise<void>;
  /** Removes some rows of a batch marked as deleted; true when nothing is left of it. */
  purge(id: string): Promise<boolean>;
  /** Ids of batches marked as deleted. */
  deleted(limit: number): Promise<string[]>;
  /** Deletes batches whose first request broke off, and cancels open ones that nobody seals. */
  endAbandoned(nowMs: number, openBeforeMs: number): Promise<number>;
}

const SUMMARIES_A_PAGE = 1_000;
const ROWS_A_PURGE = 5_000;
const VISIBLE = ['open', 'running', 'completed', 'cancelled'] as const;

export function createBatchStore({ d1, orm, attempt }: Database): BatchStore {
  return {
    async insert(batch) {
      const insert = () => orm.insert(batches).values(batch).onConflictDoNothing().run();
      const { meta } = await attempt(insert);
      if (meta.changes === 1) return true;
      // A try whose answer was lost may have added it: no other has its token.
      const own = and(eq(batches.id, batch.id), eq(batches.intakeToken, batch.intakeToken ?? ''));
      return (await attempt(() => orm.select().from(batches).where(own).get())) !== undefined;
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

    list: (projectId, { status, cursor, suite, tag, from, to }, limit) =>
      attempt(() =>
        orm
          .select()
          .from(batches)
          .where(
            and(
              eq(batches.projectId, projectId),
              inArray(batches.status, status === undefined ? [...VISIBLE] : [status]),
              cursor === undefined ? undefined : lt(batches.id, cursor),
              from === undefined ? undefined : gte(batches.id, lowestId('batch', Date.parse(from))),
              to === undefined ? undefined : lt(batches.id, lowestId('batch', Date.parse(to))),
              suite === undefined
                ? undefined
                : sql`json_extract(${batches.plan}, '$.suite.name') = ${suite}`,
              tag === undefined
                ? undefined
                : sql`EXISTS (SELECT 1 FROM json_each(${batches.tags}) WHERE value = ${tag})`,
            ),
          )
          .orderBy(desc(batches.id))
          .limit(limit)
          .all(),
      ),

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

    async *summaries(id) {
      let after = -1;
      for (;;) {
        const query = d1
          .prepare(
            `SELECT start, summary FROM batch_ranges
             WHERE batch_id = ?1 AND start > ?2 AND version > 0 ORDER BY start LIMIT ?3`,
          )
          .bind(id, after, SUMMARIES_A_PAGE);
        const { results } = await attempt(() => query.all<{ start: number; summary: string }>());
        yield results.map(({ summary }) => summary);
        if (results.length < SUMMARIES_A_PAGE) return;
        after = results.at(-1)?.start ?? after;
      }
    },

    async load(projectId) {
      const query = d1
        .prepare(
          `SELECT (SELECT count(*) FROM batches
                   WHERE project_id = ?1 AND status IN ('receiving', 'open', 'running')) AS batches,
                  (SELECT coalesce(sum(total), 0) FROM batch_ranges
                   WHERE project_id = ?1 AND status IN ('held', 'waiting', 'queued')) AS samples`,
        )
        .bind(projectId);
      const load = await attempt(() => query.first<{ batches: number; samples: number }>());
      return load ?? { batches: 0, samples: 0 };
    },

    async cancel(projectId, id, atMs) {
      await attempt(() =>
        d1.batch([
          d1
            .prepare(
              `UPDATE batches SET status = 'cancelled', ended_at_ms = ?3, intake_until_ms = 0, intake_token = NULL
               WHERE project_id = ?1 AND id = ?2 AND status IN ('open', 'running')`,
            )
            .bind(projectId, id, atMs),
          settleRanges(projectId, id, 'cancelled'),
        ]),
      );
    },

    async markDeleted(projectId, id) {
      await attempt(() =>
        d1.batch([
          d1
            .prepare(
              `UPDATE batches SET status = 'deleted', intake_token = NULL
               WHERE project_id = ?1 AND id = ?2`,
            )
            .bind(projectId, id),
          settleRanges(projectId, id, 'deleted'),
        ]),
      );
    },

    async purge(id) {
      const slices = ['batch_results', 'batch_samples'].map((table) =>
        d1
          .prepare(
            `DELETE FROM ${table} WHERE batch_id = ?1
               AND at < (SELECT min(at) FROM ${table} WHERE batch_id = ?1) + ?2`,
          )
          .bind(id, ROWS_A_PURGE),
      );
      const emptied = 'NOT EXISTS (SELECT 1 FROM batch_samples WHERE batch_id = ?1)';
      const rest = [
        `DELETE FROM batch_results WHERE batch_id = ?1 AND ${emptied}`,
        `DELETE FROM batch_ranges WHERE batch_id = ?1 AND ${emptied}`,
        `DELETE FROM webhook_deliveries WHERE batch_id = ?1 AND ${emptied}`,
        `DELETE FROM batches WHERE id = ?1 AND status = 'deleted' AND ${emptied}`,
        'SELECT 1 FROM batches WHERE id = ?1',
      ].map((statement) => d1.prepare(statement).bind(id));
      const left = (await attempt(() => d1.batch([...slices, ...rest]))).at(-1);
      return left?.results.length === 0;
    },

    async deleted(limit) {
      const query = d1
        .prepare("SELECT id FROM batches WHERE status = 'deleted' LIMIT ?1")
        .bind(limit);
      const { results } = await attempt(() => query.all<{ id: string }>());
      return results.map(({ id }) => id);
    },

    async endAbandoned(nowMs, openBeforeMs) {
      const [broken, unsealed] = await attempt(() =>
        d1.batch([
          d1
            .prepare(
              "UPDATE batches SET status = 'deleted' WHERE status = 'receiving' AND intake_until_ms < ?1",
            )
            .bind(nowMs),
          d1
            .prepare(
              `UPDATE batches SET status = 'cancelled', ended_at_ms = ?1
               WHERE status = 'open' AND intake_until_ms < ?1 AND created_at_ms < ?2`,
            )
            .bind(nowMs, openBeforeMs),
          d1.prepare(
            `UPDATE batch_ranges SET status = 'done', version = version + 1 WHERE status = 'held'
               AND batch_id IN (SELECT id FROM batches WHERE status IN ('deleted', 'cancelled'))`,
          ),
        ]),
      );
      return (broken?.meta.changes ?? 0) + (unsealed?.meta.changes ?? 0);
    },
  };

  function settleRanges(projectId: string, id: string, status: StoredBatch['status']) {
    return d1
      .prepare(
        `UPDATE batch_ranges SET status = 'done', version = version + 1
         WHERE batch_id = ?2 AND status <> 'done' AND EXISTS
           (SELECT 1 FROM batches WHERE project_id = ?1 AND id = ?2 AND status = ?3)`,
      )
      .bind(projectId, id, status);
  }
}
