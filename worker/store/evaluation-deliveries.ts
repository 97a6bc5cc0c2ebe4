import { evaluationDeliveries } from '@assay/schema/db/evaluation-export.ts';
import { and, desc, eq, lt } from 'drizzle-orm';
import type { Database } from './database.ts';
import { deleteInSteps } from './delete-in-steps.ts';

export type StoredEvaluationDelivery = typeof evaluationDeliveries.$inferSelect;
type Status = StoredEvaluationDelivery['status'];

/** What became of an attempt to send verdicts. */
export interface EvaluationOutcome {
  status: Status;
  host: string;
  httpStatus: number | null;
  error: string | null;
  leaseUntilMs: number;
}

/** Verdicts that are sent as events, in D1. */
export interface EvaluationDeliveryStore {
  /** Adds those that are not there. @returns the ids of the new ones */
  add(
    projectId: string,
    verdictIds: readonly string[],
    time: { nowMs: number; leaseUntilMs: number },
  ): Promise<string[]>;
  /** Those of the verdicts that are still to be sent. */
  pending(projectId: string, verdictIds: readonly string[]): Promise<PendingEvaluation[]>;
  /** Records an attempt; those with other counts of attempts have been recorded already. */
  record(
    projectId: string,
    sent: readonly PendingEvaluation[],
    outcome: EvaluationOutcome,
  ): Promise<void>;
  /** Drops those whose verdict is gone. */
  drop(projectId: string, verdictIds: readonly string[]): Promise<void>;
  /** Newest first. */
  list(
    projectId: string,
    asked: { status?: Status | undefined; before?: string | undefined; limit: number },
  ): Promise<StoredEvaluationDelivery[]>;
  /** Begins anew with up to so many that failed. @returns their ids */
  retry(projectId: string, leaseUntilMs: number, limit: number): Promise<string[]>;
  /** Leases pending ones anew whose message was lost. */
  reclaimLost(
    nowMs: number,
    leaseUntilMs: number,
    limit: number,
  ): Promise<{ projectId: string; verdictId: string }[]>;
  /** Forgets deliveries that were made before a time, and all before another. */
  sweep(before: { deliveredMs: number; allMs: number }): Promise<void>;
}

export interface PendingEvaluation {
  verdictId: string;
  attempts: number;
}

const IN_GIVEN = 'project_id = ?1 AND verdict_id IN (SELECT value FROM json_each(?2))';

export function createEvaluationDeliveryStore(database: Database): EvaluationDeliveryStore {
  const { d1, orm, attempt } = database;
  const idsOf = async (statement: D1PreparedStatement) =>
    (await attempt(() => statement.all<{ verdictId: string }>())).results.map(
      ({ verdictId }) => verdictId,
    );
  return {
    add(projectId, verdictIds, { nowMs, leaseUntilMs }) {
      return idsOf(
        d1
          .prepare(
            `INSERT INTO evaluation_deliveries
               (project_id, verdict_id, status, attempts, created_at_ms, lease_until_ms)
             SELECT ?1, value, 'pending', 0, ?3, ?4 FROM json_each(?2) WHERE true
             ON CONFLICT DO NOTHING RETURNING verdict_id AS verdictId`,
          )
          .bind(projectId, JSON.stringify(verdictIds), nowMs, leaseUntilMs),
      );
    },

    async pending(projectId, verdictIds) {
      const query = d1
        .prepare(
          `SELECT verdict_id AS verdictId, attempts FROM evaluation_deliveries
           WHERE ${IN_GIVEN} AND status = 'pending' ORDER BY verdict_id`,
        )
        .bind(projectId, JSON.stringify(verdictIds));
      return (await attempt(() => query.all<PendingEvaluation>())).results;
    },

    async record(projectId, sent, { status, host, httpStatus, error, leaseUntilMs }) {
      const pairs = JSON.stringify(sent.map(({ verdictId, attempts }) => [verdictId, attempts]));
      const update = d1
        .prepare(
          `UPDATE evaluation_deliveries SET attempts = attempts + 1, status = ?3, host = ?4,
             http_status = ?5, error = ?6, lease_until_ms = ?7
           WHERE project_id = ?1 AND status = 'pending'
             AND (verdict_id, attempts) IN (SELECT value ->> 0, value ->> 1 FROM json_each(?2))`,
        )
        .bind(projectId, pairs, status, host, httpStatus, error, leaseUntilMs);
      await attempt(() => update.run());
    },

    async drop(projectId, verdictIds) {
      const remove = d1
        .prepare(`DELETE FROM evaluation_deliveries WHERE ${IN_GIVEN}`)
        .bind(projectId, JSON.stringify(verdictIds));
      await attempt(() => remove.run());
    },

    list: (projectId, { status, before, limit }) =>
      attempt(() =>
        orm
          .select()
          .from(evaluationDeliveries)
          .where(
            and(
              eq(evaluationDeliveries.projectId, projectId),
              status && eq(evaluationDeliveries.status, status),
              before === undefined ? undefined : lt(evaluationDeliveries.verdictId, before),
            ),
          )
          .orderBy(desc(evaluationDeliveries.verdictId))
          .limit(limit)
          .all(),
      ),

    retry(projectId, leaseUntilMs, limit) {
      return idsOf(
        d1
          .prepare(
            `UPDATE evaluation_deliveries SET status = 'pending', attempts = 0, lease_until_ms = ?2
             WHERE project_id = ?1 AND verdict_id IN (SELECT verdict_id FROM evaluation_deliveries
               WHERE project_id = ?1 AND status = 'failed' LIMIT ?3)
             RETURNING verdict_id AS verdictId`,
          )
          .bind(projectId, leaseUntilMs, limit),
      );
    },

    async reclaimLost(nowMs, leaseUntilMs, limit) {
      const reclaim = d1
        .prepare(
          `UPDATE evaluation_deliveries SET lease_until_ms = ?2
           WHERE (project_id, verdict_id) IN (SELECT project_id, verdict_id
             FROM evaluation_deliveries WHERE status = 'pending' AND lease_until_ms < ?1 LIMIT ?3)
           RETURNING project_id AS projectId, verdict_id AS verdictId`,
        )
        .bind(nowMs, leaseUntilMs, limit);
      const { results } = await attempt(() =>
        reclaim.all<{ projectId: string; verdictId: string }>(),
      );
      return results;
    },

    async sweep({ deliveredMs, allMs }) {
      const delivered = `status = 'delivered' AND created_at_ms < ?1`;
      await deleteInSteps(database, 'evaluation_deliveries', delivered, deliveredMs);
      await deleteInSteps(database, 'evaluation_deliveries', 'created_at_ms < ?1', allMs);
    },
  };
}
