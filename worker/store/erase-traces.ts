import type { Database } from './database.ts';
import { countErased, type DeletionJob } from './erased-count.ts';

/** Finds and erases live traces that wait to be scored, in D1. */
export interface TraceErasure {
  /** Ids of waiting traces and sessions after one, in their order. */
  waiting(projectId: string, after: string, limit: number): Promise<string[]>;
  /** Erases a trace that waits, or only some parts of it. */
  erase(job: DeletionJob, traceId: string, parts?: readonly string[]): Promise<void>;
  /** Erases some of what previews know of spans; true when none is left. */
  eraseSomeFacts(job: DeletionJob): Promise<boolean>;
}

const ROWS_A_STEP = 5_000;

export function createTraceErasure({ d1, attempt, transaction }: Database): TraceErasure {
  return {
    async waiting(projectId, after, limit) {
      const query = d1
        .prepare(
          `SELECT DISTINCT trace_id AS traceId FROM trace_parts
           WHERE project_id = ?1 AND trace_id > ?2 ORDER BY trace_id LIMIT ?3`,
        )
        .bind(projectId, after, limit);
      const { results } = await attempt(() => query.all<{ traceId: string }>());
      return results.map(({ traceId }) => traceId);
    },

    async erase(job, traceId, parts) {
      const { projectId } = job;
      const ofTrace = 'project_id = ?1 AND trace_id = ?2';
      const removeParts = parts
        ? d1
            .prepare(
              `DELETE FROM trace_parts WHERE ${ofTrace} AND part IN (SELECT value FROM json_each(?3))`,
            )
            .bind(projectId, traceId, JSON.stringify(parts))
        : d1.prepare(`DELETE FROM trace_parts WHERE ${ofTrace}`).bind(projectId, traceId);
      await transaction({
        parts: removeParts,
        counted: countErased(d1, job, 'traceParts'),
        turn: d1
          .prepare(
            `DELETE FROM trace_turns WHERE ${ofTrace}
             AND NOT EXISTS (SELECT 1 FROM trace_parts WHERE ${ofTrace})`,
          )
          .bind(projectId, traceId),
      });
    },

    async eraseSomeFacts(job) {
      const remove = d1
        .prepare(
          `DELETE FROM trace_facts WHERE rowid IN
             (SELECT rowid FROM trace_facts WHERE project_id = ?1 LIMIT ${ROWS_A_STEP})`,
        )
        .bind(job.projectId);
      const [deleted] = await attempt(() => d1.batch([remove, countErased(d1, job, 'traceFacts')]));
      return (deleted?.meta.changes ?? 0) < ROWS_A_STEP;
    },
  };
}
