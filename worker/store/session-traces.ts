import type { Database } from './database.ts';
import { deleteInSteps } from './delete-in-steps.ts';
import type { TraceTurn } from './traces.ts';

/** A trace that a sample of its session was to have, or has. */
export interface SessionTrace {
  traceId: string;
  /** The trace that is the first of the sample. */
  sample: string;
  isScored: boolean;
}

/** Which trace is in which sample of its session, in D1. */
export interface SessionTraceStore {
  /** Puts traces into a sample, but for those that are in one; returns in which each of them is. */
  claim(session: SessionClaim): Promise<SessionTrace[]>;
  /** Drops traces of a session that were scored; if others came under the lease, those stay. */
  finish(turn: TraceTurn, traceIds: readonly string[], nowMs: number): Promise<void>;
  /** Forgets what was claimed before a time. */
  sweep(beforeMs: number): Promise<void>;
}

export interface SessionClaim {
  projectId: string;
  session: string;
  traceIds: readonly string[];
  /** The trace that is the first of the sample. */
  sample: string;
  nowMs: number;
}

export function createSessionTraceStore({ d1, attempt, transaction }: Database): SessionTraceStore {
  return {
    async claim({ projectId, session, traceIds, sample, nowMs }) {
      const ids = JSON.stringify(traceIds);
      const answers = await transaction<{ claim: unknown; found: FoundTrace }>({
        claim: d1
          .prepare(
            `INSERT INTO session_traces (project_id, session, trace_id, sample, claimed_at_ms)
             SELECT ?1, ?2, value, ?4, ?5 FROM json_each(?3) WHERE true ON CONFLICT DO NOTHING`,
          )
          .bind(projectId, session, ids, sample, nowMs),
        found: d1
          .prepare(
            `SELECT trace_id AS traceId, sample, scored_at_ms AS scoredAtMs FROM session_traces
             WHERE project_id = ?1 AND session = ?2 AND trace_id IN (SELECT value FROM json_each(?3))`,
          )
          .bind(projectId, session, ids),
      });
      return answers.found.rows.map(({ scoredAtMs, ...row }) => ({
        ...row,
        isScored: scoredAtMs !== null,
      }));
    },

    async finish({ projectId, traceId: session, dueAtMs }, traceIds, nowMs) {
      const ids = JSON.stringify(traceIds);
      await transaction({
        scored: d1
          .prepare(
            `UPDATE session_traces SET scored_at_ms = ?4
             WHERE project_id = ?1 AND session = ?2 AND scored_at_ms IS NULL
               AND trace_id IN (SELECT value FROM json_each(?3))`,
          )
          .bind(projectId, session, ids, nowMs),
        parts: d1
          .prepare(
            `DELETE FROM trace_parts WHERE project_id = ?1 AND trace_id = ?2
             AND part IN (SELECT value FROM json_each(?3))`,
          )
          .bind(projectId, session, ids),
        turn: d1
          .prepare(
            `DELETE FROM trace_turns WHERE project_id = ?1 AND trace_id = ?2 AND due_at_ms = ?3
             AND NOT EXISTS (SELECT 1 FROM trace_parts WHERE project_id = ?1 AND trace_id = ?2)`,
          )
          .bind(projectId, session, dueAtMs),
      });
    },

    async sweep(beforeMs) {
      await deleteInSteps({ d1, attempt }, 'session_traces', 'claimed_at_ms < ?1', beforeMs);
    },
  };
}

interface FoundTrace {
  traceId: string;
  sample: string;
  scoredAtMs: number | null;
}
