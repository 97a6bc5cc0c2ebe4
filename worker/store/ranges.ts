import type { ItemStatus, VerdictMetadata } from '@assay/schema/types.ts';
import type { Database } from './database.ts';
import { pack } from './pack.ts';
import type { RangeReference } from './range-queue.ts';

/** A queued range as a delivery finds it. */
export interface OpenRange extends RangeReference {
  projectId: string;
  version: number;
  run: number;
  /** The frozen plan of the batch, as JSON. */
  plan: string;
  tags: string[];
  metadata: VerdictMetadata;
  hasWebhook: boolean;
  items: RangeItem[];
}

/** A sample of a range, and what came of it so far. */
export interface RangeItem {
  at: number;
  sample: string;
  status: FinalStatus | 'retry' | null;
  attempts: number;
  /** The verdict of a sample to be tried again, as JSON. */
  partial: string | null;
  digest: string | null;
}

export type FinalStatus = Exclude<ItemStatus, 'pending'>;

/** A result on its way to the database; `verdict` and `digest` are JSON already. */
export interface NewResult {
  at: number;
  status: FinalStatus | 'retry';
  attempts: number;
  verdict: string | null;
  digest: string;
  errorCode: string | null;
  errorMessage: string | null;
}

/** Everything that scoring a range writes, in one transaction. */
export interface RangeWrite {
  range: OpenRange;
  results: NewResult[];
  isDone: boolean;
  /** Set when the dead-letter queue brought the range. */
  deadAtMs: number | null;
  counts: Record<FinalStatus, number>;
  usage: { inputTokens: number; outputTokens: number; costUsd: number };
  /** Of all final results of the range, as JSON. */
  summary: string;
  /** Id for the webhook delivery, should this end the batch. */
  deliveryId: string;
  nowMs: number;
  /** Lease of what becomes due: ranges and a delivery. */
  leaseUntilMs: number;
  /** Lease of the range itself when it is to be tried again. */
  retryUntilMs: number;
}

/** What a write brought about. */
export interface RangeOutcome {
  /** False when another delivery wrote first, or the batch has ended: nothing was written then. */
  isWritten: boolean;
  /** Ranges of the project whose turn has come: to be sent to the queue. */
  next: RangeReference[];
  /** The webhook delivery that is due. */
  deliveryId: string | null;
}

/** A batch to be set running. */
export interface Sealing {
  projectId: string;
  batchId: string;
  token: string | null;
  /** Id for the webhook delivery, should there be nothing to score. */
  deliveryId: string;
}

/** Ranges in D1: their turns, their results, their loss. */
export interface RangeStore {
  /** The range when it is to be scored; undefined when it is done, or its batch has ended. */
  open(reference: RangeReference): Promise<OpenRange | undefined>;
  write(write: RangeWrite): Promise<RangeOutcome>;
  /** Sets a batch running, unless a request is adding samples; `token` is that of its own intake. */
  seal(batch: Sealing, nowMs: number, leaseUntilMs: number): Promise<RangeOutcome>;
  /** Makes the errors of a batch pending again, and the batch running. */
  retry(projectId: string, batchId: string, leaseUntilMs: number): Promise<RangeOutcome>;
  /** Gives ranges their turn, as far as the project's share of the queue goes. */
  takeTurns(projectId: string, leaseUntilMs: number): Promise<RangeReference[]>;
  /** Projects with ranges that wait for their turn. */
  waitingProjects(limit: number): Promise<string[]>;
  /** Leases ranges anew whose message was lost; `losses` counts how often that was so. */
  reclaimLost(
    nowMs: number,
    leaseUntilMs: number,
    limit: number,
  ): Promise<(RangeReference & { losses: number })[]>;
}

type Claimed = { batch_id: string; start: number; end: number };

const UNFINISHED = "('held', 'waiting', 'queued')";

/** @param rangesInQueue how many ranges of one project may be queued at once */
export function createRangeStore({ d1, attempt }: Database, rangesInQueue: number): RangeStore {
  return {
    async open({ batchId, start, end }) {
      const range = d1
        .prepare(
          `SELECT r.project_id AS projectId, r.version, b.run, b.plan, b.tags, b.metadata,
                  b.webhook_url IS NOT NULL AS hasWebhook
           FROM batch_ranges r JOIN batches b ON b.id = r.batch_id
           WHERE r.batch_id = ?1 AND r.start = ?2 AND r.status = 'queued' AND b.status = 'running'`,
        )
        .bind(batchId, start);
      // The verdicts of final results stay where they are: only what is tried again is read.
      const items = d1
        .prepare(
          `SELECT s.at, CASE WHEN r.status IN ('passed', 'failed', 'abstained', 'error') THEN '' ELSE s.sample END AS sample,
                  r.status, coalesce(r.attempts, 0) AS attempts,
                  CASE r.status WHEN 'retry' THEN r.verdict END AS partial, r.digest
           FROM batch_samples s LEFT JOIN batch_results r ON r.batch_id = s.batch_id AND r.at = s.at
           WHERE s.batch_id = ?1 AND s.at >= ?2 AND s.at < ?3 ORDER BY s.at`,
        )
        .bind(batchId, start, end);
      const [found, rows] = await attempt(() => d1.batch([range, items]));
      const row = found?.results[0] as
        | {
            projectId: string;
            version: number;
            run: number;
            plan: string;
            tags: string;
            metadata: string;
            hasWebhook: number;
          }
        | undefined;
      if (row === undefined) return undefined;
      return {
        ...row,
        batchId,
        start,
        end,
        hasWebhook: row.hasWebhook === 1,
        tags: JSON.parse(row.tags),
        metadata: JSON.parse(row.metadata),
        items: (rows?.results ?? []) as RangeItem[],
      };
    },

    async write(write) {
      const { range } = write;
      const statements = [
        ...pack(write.results.map(resultJson)).map((json) => insertResults(range, json)),
        updateRange(write),
        takeTurns(range.projectId, write.leaseUntilMs),
        ...complete(
          range.projectId,
          range.batchId,
          write.deliveryId,
          range.hasWebhook,
          write.nowMs,
          write.leaseUntilMs,
        ),
      ];
      const answers = await attempt(() => d1.batch<Claimed & { id: string }>(statements));
      const at = statements.length - (range.hasWebhook ? 4 : 3);
      return {
        isWritten: answers[at]?.meta.changes === 1,
        next: (answers[at + 1]?.results ?? []).map(toReference),
        deliveryId: range.hasWebhook ? (answers.at(-1)?.results[0]?.id ?? null) : null,
      };
    },

    async seal({ projectId, batchId, token, deliveryId }, nowMs, leaseUntilMs) {
      const isRunning = "EXISTS (SELECT 1 FROM batches WHERE id = ?1 AND status = 'running')";
      const uncommitted = `(SELECT next_index FROM batches WHERE id = ?1 AND status = 'running')`;
      const answers = await attempt(() =>
        d1.batch<Claimed & { id: string }>([
          d1
            .prepare(
              `UPDATE batches SET status = 'running', run = 1, started_at_ms = ?3,
                 intake_token = NULL, intake_append = NULL,
                 intake_until_ms = CASE WHEN intake_token = ?4 THEN 0 ELSE intake_until_ms END
               WHERE project_id = ?1 AND id = ?2
                 AND (intake_token = ?4 OR (status = 'open' AND intake_until_ms <= ?3))
                 AND status IN ('receiving', 'open')`,
            )
            .bind(projectId, batchId, nowMs, token),
          d1
            .prepare(`DELETE FROM batch_samples WHERE batch_id = ?1 AND at >= ${uncommitted}`)
            .bind(batchId),
          d1
            .prepare(`DELETE FROM batch_ranges WHERE batch_id = ?1 AND start >= ${uncommitted}`)
            .bind(batchId),
          d1
            .prepare(
              `UPDATE batch_ranges SET status = 'waiting'
               WHERE batch_id = ?1 AND status = 'held' AND ${isRunning}`,
            )
            .bind(batchId),
          takeTurns(projectId, leaseUntilMs),
          ...complete(projectId, batchId, deliveryId, true, nowMs, leaseUntilMs),
        ]),
      );
      return {
        isWritten: answers[0]?.meta.changes === 1,
        next: (answers[4]?.results ?? []).map(toReference),
        deliveryId: answers.at(-1)?.results[0]?.id ?? null,
      };
    },

    async retry(projectId, batchId, leaseUntilMs) {
      const answers = await attempt(() =>
        d1.batch<Claimed>([
          d1
            .prepare(
              `UPDATE batches SET status = 'running', ended_at_ms = NULL,
                 run = run + CASE status WHEN 'completed' THEN 1 ELSE 0 END
               WHERE project_id = ?1 AND id = ?2 AND status IN ('running', 'completed')
                 AND EXISTS (SELECT 1 FROM batch_results WHERE batch_id = ?2 AND status = 'error')`,
            )
            .bind(projectId, batchId),
          d1
            .prepare(
              `UPDATE batch_ranges SET status = 'waiting', version = version + 1, losses = 0, dead_at_ms = NULL
               WHERE batch_id = ?1 AND error > 0 AND status = 'done'
                 AND EXISTS (SELECT 1 FROM batches WHERE id = ?1 AND status = 'running')`,
            )
            .bind(batchId),
          // Ranges do not overlap, so the last one to start before a sample is its own.
          d1
            .prepare(
              `UPDATE batch_results SET status = 'retry', error_code = NULL, error_message = NULL
               WHERE batch_id = ?1 AND status = 'error' AND EXISTS
                 (SELECT 1 FROM batch_ranges r WHERE r.batch_id = ?1 AND r.status = 'waiting'
                    AND r.start = (SELECT max(start) FROM batch_ranges WHERE batch_id = ?1 AND start <= batch_results.at))
                 AND EXISTS (SELECT 1 FROM batches WHERE id = ?1 AND status = 'running')`,
            )
            .bind(batchId),
          d1
            .prepare(
              `UPDATE batch_ranges SET error = 0
               WHERE batch_id = ?1 AND status = 'waiting' AND error > 0`,
            )
            .bind(batchId),
          takeTurns(projectId, leaseUntilMs),
        ]),
      );
      return {
        isWritten: answers[0]?.meta.changes === 1,
        next: (answers[4]?.results ?? []).map(toReference),
        deliveryId: null,
      };
    },

    async takeTurns(projectId, leaseUntilMs) {
      const { results } = await attempt(() => takeTurns(projectId, leaseUntilMs).all<Claimed>());
      return results.map(toReference);
    },

    async waitingProjects(limit) {
      const query = d1
        .prepare(
          "SELECT DISTINCT project_id AS id FROM batch_ranges WHERE status = 'waiting' LIMIT ?1",
        )
        .bind(limit);
      const { results } = await attempt(() => query.all<{ id: string }>());
      return results.map(({ id }) => id);
    },

    async reclaimLost(nowMs, leaseUntilMs, limit) {
      const reclaim = d1
        .prepare(
          `UPDATE batch_ranges SET lease_until_ms = ?2, losses = losses + 1
           WHERE (batch_id, start) IN
             (SELECT batch_id, start FROM batch_ranges
              WHERE status = 'queued' AND lease_until_ms < ?1 ORDER BY lease_until_ms LIMIT ?3)
           RETURNING batch_id, start, "end", losses`,
        )
        .bind(nowMs, leaseUntilMs, limit);
      const { results } = await attempt(() => reclaim.all<Claimed & { losses: number }>());
      return results.map((row) => ({ ...toReference(row), losses: row.losses }));
    },
  };

  /**
   * By priority, then by how far a batch has come, so that a batch that has just begun catches up
   * with one that began before it, and from there they take turns.
   */
  function takeTurns(projectId: string, leaseUntilMs: number): D1PreparedStatement {
    return d1
      .prepare(
        `UPDATE batch_ranges SET status = 'queued', lease_until_ms = ?3
         WHERE (batch_id, start) IN
           (SELECT batch_id, start FROM batch_ranges
            WHERE project_id = ?1 AND status = 'waiting' ORDER BY priority, start
            LIMIT max(0, ?2 - (SELECT count(*) FROM batch_ranges WHERE project_id = ?1 AND status = 'queued')))
         RETURNING batch_id, start, "end"`,
      )
      .bind(projectId, rangesInQueue, leaseUntilMs);
  }

  function insertResults({ batchId, start, version }: OpenRange, json: string) {
    return d1
      .prepare(
        `INSERT INTO batch_results (batch_id, at, status, attempts, verdict, digest, error_code, error_message)
         SELECT ?1, json_extract(value, '$.at'), json_extract(value, '$.status'),
                json_extract(value, '$.attempts'), json_extract(value, '$.verdict'),
                json_extract(value, '$.digest'), json_extract(value, '$.errorCode'),
                json_extract(value, '$.errorMessage')
         FROM json_each(?2) WHERE EXISTS
           (SELECT 1 FROM batch_ranges r JOIN batches b ON b.id = r.batch_id
            WHERE r.batch_id = ?1 AND r.start = ?3 AND r.version = ?4 AND r.status = 'queued' AND b.status = 'running')
         ON CONFLICT (batch_id, at) DO UPDATE SET
           status = excluded.status, attempts = excluded.attempts, verdict = excluded.verdict,
           digest = excluded.digest, error_code = excluded.error_code, error_message = excluded.error_message
         WHERE batch_results.status = 'retry'`,
      )
      .bind(batchId, json, start, version);
  }

  function updateRange({ range, counts, usage, ...write }: RangeWrite): D1PreparedStatement {
    return d1
      .prepare(
        `UPDATE batch_ranges SET version = version + 1, status = ?4, lease_until_ms = ?5,
           passed = ?6, failed = ?7, abstained = ?8, error = ?9,
           input_tokens = ?10, output_tokens = ?11, cost_usd = ?12, summary = ?13, dead_at_ms = ?14
         WHERE batch_id = ?1 AND start = ?2 AND version = ?3 AND status = 'queued'
           AND EXISTS (SELECT 1 FROM batches WHERE id = ?1 AND status = 'running')`,
      )
      .bind(
        range.batchId,
        range.start,
        range.version,
        write.isDone ? 'done' : 'queued',
        write.retryUntilMs,
        counts.passed,
        counts.failed,
        counts.abstained,
        counts.error,
        usage.inputTokens,
        usage.outputTokens,
        usage.costUsd,
        write.summary,
        write.deadAtMs,
      );
  }

  function complete(
    projectId: string,
    batchId: string,
    deliveryId: string,
    hasWebhook: boolean,
    nowMs: number,
    leaseUntilMs: number,
  ): D1PreparedStatement[] {
    const complete = d1
      .prepare(
        `UPDATE batches SET status = 'completed', ended_at_ms = ?3
         WHERE project_id = ?1 AND id = ?2 AND status = 'running' AND NOT EXISTS
           (SELECT 1 FROM batch_ranges WHERE batch_id = ?2 AND status IN ${UNFINISHED})`,
      )
      .bind(projectId, batchId, nowMs);
    if (!hasWebhook) return [complete];
    const deliver = d1
      .prepare(
        `INSERT INTO webhook_deliveries
           (id, project_id, batch_id, run, url, status, attempts, answers, created_at_ms, lease_until_ms)
         SELECT ?3, project_id, id, run, webhook_url, 'pending', 0, '[]', ?4, ?5
         FROM batches WHERE project_id = ?1 AND id = ?2 AND status = 'completed' AND webhook_url IS NOT NULL
         ON CONFLICT DO NOTHING RETURNING id`,
      )
      .bind(projectId, batchId, deliveryId, nowMs, leaseUntilMs);
    return [complete, deliver];
  }
}

function resultJson({ verdict, digest, ...columns }: NewResult): string {
  // Verdict and digest are JSON already: reading them to write them again would only cost time.
  return `${JSON.stringify(columns).slice(0, -1)},"verdict":${verdict ?? 'null'},"digest":${digest}}`;
}

function toReference({ batch_id, start, end }: Claimed): RangeReference {
  return { batchId: batch_id, start, end };
}
