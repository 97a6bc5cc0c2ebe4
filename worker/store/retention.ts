import { retention } from '@assay/schema/db/retention.ts';
import type { RetentionDays, RetentionRun } from '@assay/schema/types.ts';
import { asc, eq, lte } from 'drizzle-orm';
import type { Database } from './database.ts';
import { deleteInSteps } from './delete-in-steps.ts';
import { insertOutboxEntries } from './log-outbox.ts';

export type StoredRetention = typeof retention.$inferSelect;

/** How long projects keep their data, in D1, and the deletion of what is older. */
export interface RetentionStore {
  find(projectId: string): Promise<StoredRetention | undefined>;
  put(projectId: string, days: RetentionDays, atMs: number): Promise<void>;
  /** Those that are to be enforced, the longest due first. */
  due(nowMs: number, limit: number): Promise<StoredRetention[]>;
  /** Sets when it is due next; keeps the run, and puts it on its way to the log, if it deleted anything. */
  record(
    of: Pick<StoredRetention, 'projectId' | 'updatedAtMs'>,
    dueAtMs: number,
    made: { run: RetentionRun; hash: string } | null,
  ): Promise<void>;
  /**
   * Remembers the id below which no verdict has a sample, until the days are set anew; null where older
   * verdicts were added.
   */
  markSamplesDropped(projectId: string, id: string | null): Promise<void>;
  /** Batches that ended before a time. */
  endedBatches(projectId: string, beforeMs: number, limit: number): Promise<string[]>;
  /** Each deletes in steps, and returns how many rows are gone. */
  deleteLabels(projectId: string, before: { id: string; atMs: number }): Promise<number>;
  deleteJudgeAnswers(projectId: string, expiringBeforeMs: number): Promise<number>;
  /** Deliveries of webhooks and of alerts that ended, and alerts that are over. */
  deleteDeliveries(projectId: string, beforeMs: number): Promise<number>;
}

export function createRetentionStore(database: Database): RetentionStore {
  const { d1, orm, attempt } = database;
  return {
    find: (projectId) =>
      attempt(() => orm.select().from(retention).where(eq(retention.projectId, projectId)).get()),

    async put(projectId, days, atMs) {
      const set = { days, updatedAtMs: atMs, dueAtMs: atMs, samplesDroppedTo: null };
      await attempt(() =>
        orm
          .insert(retention)
          .values({ projectId, ...set })
          .onConflictDoUpdate({ target: retention.projectId, set })
          .run(),
      );
    },

    due: (nowMs, limit) =>
      attempt(() =>
        orm
          .select()
          .from(retention)
          .where(lte(retention.dueAtMs, nowMs))
          .orderBy(asc(retention.dueAtMs))
          .limit(limit)
          .all(),
      ),

    async record({ projectId, updatedAtMs }, dueAtMs, made) {
      const run = made === null ? null : JSON.stringify(made.run);
      const entries =
        made === null
          ? []
          : [{ projectId, kind: 'deletion' as const, id: made.run.id, hash: made.hash }];
      await attempt(() =>
        d1.batch([
          d1
            .prepare(
              // What was set in the meantime is due as that says.
              `UPDATE retention SET last_run = coalesce(?3, last_run),
                 due_at_ms = CASE WHEN updated_at_ms = ?4 THEN ?2 ELSE due_at_ms END
               WHERE project_id = ?1`,
            )
            .bind(projectId, dueAtMs, run, updatedAtMs),
          ...insertOutboxEntries(d1, entries),
        ]),
      );
    },

    async markSamplesDropped(projectId, id) {
      await attempt(() =>
        orm
          .update(retention)
          .set({ samplesDroppedTo: id })
          .where(eq(retention.projectId, projectId))
          .run(),
      );
    },

    async endedBatches(projectId, beforeMs, limit) {
      const query = d1
        .prepare(
          `SELECT id FROM batches WHERE project_id = ?1 AND status IN ('completed', 'cancelled')
             AND ended_at_ms < ?2 LIMIT ?3`,
        )
        .bind(projectId, beforeMs, limit);
      const { results } = await attempt(() => query.all<{ id: string }>());
      return results.map(({ id }) => id);
    },

    async deleteLabels(projectId, { id, atMs }) {
      const labels = await deleteInSteps(
        database,
        'labels',
        'project_id = ?1 AND id < ?2',
        projectId,
        id,
      );
      const condition = 'project_id = ?1 AND submitted_at_ms < ?2';
      return labels + (await deleteInSteps(database, 'reviews', condition, projectId, atMs));
    },

    deleteJudgeAnswers: (projectId, expiringBeforeMs) =>
      deleteInSteps(
        database,
        'judge_cache',
        'project_id = ?1 AND expires_at_ms < ?2',
        projectId,
        expiringBeforeMs,
      ),

    async deleteDeliveries(projectId, beforeMs) {
      const ended = "project_id = ?1 AND created_at_ms < ?2 AND status <> 'pending'";
      const resolved = "project_id = ?1 AND resolved_at_ms < ?2 AND status = 'resolved'";
      const gone = [
        await deleteInSteps(database, 'webhook_deliveries', ended, projectId, beforeMs),
        await deleteInSteps(database, 'alert_deliveries', ended, projectId, beforeMs),
        await deleteInSteps(database, 'alerts', resolved, projectId, beforeMs),
      ];
      return gone.reduce((sum, count) => sum + count, 0);
    },
  };
}
