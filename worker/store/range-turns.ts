import { newId } from '@assay/schema/ids.ts';
import type { Database } from './database.ts';
import type { RangeReference } from './range-queue.ts';

/** A range whose message was lost, or whose consumer was. */
export interface LostRange extends RangeReference {
  /** Times its message was found lost. */
  losses: number;
  /** Deliveries that began to score it and did not come to report. */
  deaths: number;
}

/** The turns of ranges in D1: which are in the queue, and which were lost on the way. */
export interface RangeTurns {
  /** Gives ranges their turn, as far as the project's share of the queue goes. */
  take(projectId: string, leaseUntilMs: number): Promise<RangeReference[]>;
  /** Projects with ranges that wait for their turn. */
  waitingProjects(limit: number): Promise<string[]>;
  /** Lets ranges wait for another turn that the queue did not take. */
  putBack(ranges: readonly RangeReference[]): Promise<void>;
  /** Ranges unheard of for too long, leased anew: for longer, the more often that was so. */
  reclaimLost(nowMs: number, limit: number): Promise<LostRange[]>;
  /** Counts a range as lost whose message came to nothing, and leases it anew; undefined when it is queued no more. */
  countLoss(range: RangeReference, nowMs: number): Promise<LostRange | undefined>;
}

export type TurnRow = { batch_id: string; start: number; end: number };
type LostRow = TurnRow & { losses: number; deaths: number };

const FIRST_LEASE_MS = 3 * 60_000;
const LONGEST_LEASE_MS = 3 * 3_600_000;
/** Ranges that are late hold no place in the window, but there are at most twice as many of them. */
const WINDOWS_QUEUED = 3;

/** @param window how many ranges of one project may be in flight at once */
export function createRangeTurns(
  { d1, attempt, transaction }: Database,
  window: number,
): RangeTurns {
  const lose = `losses = losses + 1, is_late = 1,
    lease_until_ms = ?1 + min(${LONGEST_LEASE_MS}, ${FIRST_LEASE_MS} << min(losses, 10))`;
  const LOST = 'batch_id, start, "end", losses, deaths';

  return {
    async take(projectId, leaseUntilMs) {
      const answers = await transaction<TurnRows>(
        turns(d1, { projectId, window, leaseUntilMs, id: newId('turn') }),
      );
      return toReferences(answers.turns.rows);
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

    async putBack(ranges) {
      const update = d1
        .prepare(
          `UPDATE batch_ranges SET status = 'waiting' WHERE status = 'queued' AND deaths = 0 AND (batch_id, start) IN
             (SELECT json_extract(value, '$.batchId'), json_extract(value, '$.start') FROM json_each(?1))`,
        )
        .bind(JSON.stringify(ranges));
      await attempt(() => update.run());
    },

    async reclaimLost(nowMs, limit) {
      const reclaim = d1
        .prepare(
          `UPDATE batch_ranges SET ${lose}
           WHERE (batch_id, start) IN
             (SELECT batch_id, start FROM batch_ranges
              WHERE status = 'queued' AND lease_until_ms < ?1 ORDER BY lease_until_ms LIMIT ?2)
           RETURNING ${LOST}`,
        )
        .bind(nowMs, limit);
      return (await attempt(() => reclaim.all<LostRow>())).results.map(toLost);
    },

    async countLoss({ batchId, start }, nowMs) {
      const count = d1
        .prepare(
          `UPDATE batch_ranges SET ${lose}
           WHERE batch_id = ?2 AND start = ?3 AND status = 'queued' RETURNING ${LOST}`,
        )
        .bind(nowMs, batchId, start);
      return (await attempt(() => count.all<LostRow>())).results.map(toLost)[0];
    },
  };
}

/** Turns that one transaction gives. */
interface Giving {
  projectId: string;
  /** Ranges of the project that may be in flight at once. */
  window: number;
  leaseUntilMs: number;
  /** Of the transaction. */
  id: string;
}

/** What the statement of `turns` answers. */
export interface TurnRows {
  turns: TurnRow;
}

/**
 * Gives turns by priority, then by how far a batch has come, so that a batch that has just begun
 * catches up with one that began before it, and from there they take turns. What was given under the
 * same id is given again, so that a transaction whose answer was lost says the same when it is run again.
 */
export function turns(d1: D1Database, { projectId, window, leaseUntilMs, id }: Giving) {
  const queued = "SELECT count(*) FROM batch_ranges WHERE project_id = ?1 AND status = 'queued'";
  const turns = d1
    .prepare(
      `UPDATE batch_ranges SET status = 'queued', lease_until_ms = ?3, turn = ?4, is_late = 0
       WHERE (batch_id, start) IN
         (SELECT batch_id, start FROM batch_ranges
          WHERE project_id = ?1 AND status = 'queued' AND turn = ?4
          UNION ALL SELECT batch_id, start FROM
            (SELECT batch_id, start FROM batch_ranges
             WHERE project_id = ?1 AND status = 'waiting' ORDER BY priority, start
             LIMIT max(0, min(?2 - (${queued} AND is_late = 0), ${WINDOWS_QUEUED} * ?2 - (${queued})))))
       RETURNING batch_id, start, "end"`,
    )
    .bind(projectId, window, leaseUntilMs, id);
  return { turns };
}

export function toReferences(rows: readonly TurnRow[]): RangeReference[] {
  return rows.map(({ batch_id, start, end }) => ({ batchId: batch_id, start, end }));
}

function toLost({ batch_id, start, end, losses, deaths }: LostRow): LostRange {
  return { batchId: batch_id, start, end, losses, deaths };
}
