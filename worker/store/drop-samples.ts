import { droppedSampleId } from '@assay/schema/records/dropped-sample.ts';
import type { Database } from './database.ts';
import { deleteExchanges } from './judge-exchanges.ts';
import { deletionHash, insertOutboxEntries } from './log-outbox.ts';
import { NO_SAMPLE } from './no-sample.ts';
import { pack } from './pack.ts';
import { type StoredRow, VERDICT_COLUMNS, WITH_SHAPE, wholeVerdict } from './verdicts.ts';

/** Verdicts whose samples are due, by id. */
export interface DueSamples {
  from: string;
  before: string;
  limit: number;
  /** What stays of a verdict without its texts, and what the log is to hold of that. */
  shorten(row: DroppedRow): Promise<{ verdict: string; hash: string }>;
}

/** The row of a verdict whose sample is dropped. */
export interface DroppedRow {
  id: string;
  createdAtMs: number;
  passed: boolean | null;
  /** As JSON. */
  verdict: string;
}

/** Empties samples in D1 whose verdicts stay, with what judges said of them, were asked and answered. */
export interface SampleDrops {
  /** Drops some of verdicts, all or none, with an entry for the log of each; ids in order. */
  ofVerdicts(projectId: string, due: DueSamples): Promise<{ ids: string[]; isLast: boolean }>;
  /** Batches that ended before a time and have samples. */
  batches(projectId: string, endedBeforeMs: number, limit: number): Promise<string[]>;
  /** Marks a batch as one whose samples go, with an entry for the log; false if it has not ended. */
  beginBatch(projectId: string, id: string, nowMs: number): Promise<boolean>;
  /** Places of some samples that a batch has, in order. */
  places(batchId: string, limit: number): Promise<number[]>;
  /** Removes what judges were asked and answered, and marks the batch as done; false if some is left. */
  endBatch(projectId: string, id: string, nowMs: number): Promise<boolean>;
}

export interface DroppedSamples {
  dropped: number;
  isDone: boolean;
}

const PAGE_BYTES = 2_000_000;
const ROWS_A_STEP = 500;
const MOST_STEPS = 100;
const HAS_ENDED = "status IN ('completed', 'cancelled')";

export function createSampleDrops({ d1, attempt }: Database): SampleDrops {
  return {
    async ofVerdicts(projectId, { from, before, limit, shorten }) {
      const query = d1
        .prepare(
          `WITH place AS (
             SELECT id, octet_length(verdict) AS bytes FROM verdicts
             WHERE project_id = ?1 AND id >= ?2 AND id < ?3
               AND deleted_at_ms IS NULL AND sample <> '${NO_SAMPLE}' ORDER BY id LIMIT ?4),
           ahead AS (SELECT id, coalesce(sum(bytes) OVER (ORDER BY id
             ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING), 0) AS before FROM place)
           SELECT ${VERDICT_COLUMNS}, v.passed, (SELECT count(*) FROM place) AS placed FROM ahead
           CROSS JOIN verdicts v ON v.project_id = ?1 AND v.id = ahead.id ${WITH_SHAPE}
           WHERE ahead.before < ${PAGE_BYTES} ORDER BY v.id`,
        )
        .bind(projectId, from, before, limit);
      const { results } = await attempt(() => query.all<DueRow>());
      const [first] = results;
      if (first === undefined) return { ids: [], isLast: true };
      const left = await Promise.all(
        results.map(async (row) => {
          const { id, createdAtMs, passed } = row;
          const verdict = wholeVerdict(row);
          const whole = { id, createdAtMs, verdict, passed: passed === null ? null : passed === 1 };
          return { id, ...(await shorten(whole)) };
        }),
      );
      const ids = left.map(({ id }) => id);
      await attempt(() =>
        d1.batch([
          ...pack(left.map(({ id, verdict }) => JSON.stringify([id, verdict]))).map((rows) =>
            d1
              .prepare(
                `UPDATE verdicts SET sample = '${NO_SAMPLE}', verdict = e.value ->> 1, shape = NULL
                 FROM json_each(?2) e WHERE project_id = ?1 AND verdicts.id = e.value ->> 0
                   AND deleted_at_ms IS NULL AND sample <> '${NO_SAMPLE}'`,
              )
              .bind(projectId, rows),
          ),
          deleteExchanges(d1, projectId, JSON.stringify(ids)),
          ...insertOutboxEntries(
            d1,
            left.map(({ id, hash }) => ({
              ...{ projectId, kind: 'deletion' as const, id: droppedSampleId(id), hash },
            })),
          ),
        ]),
      );
      return { ids, isLast: first.placed < limit && ids.length === first.placed };
    },

    async batches(projectId, endedBeforeMs, limit) {
      const query = d1
        .prepare(
          `SELECT id FROM batches WHERE project_id = ?1 AND ${HAS_ENDED} AND ended_at_ms < ?2
             AND coalesce(samples_dropped_at_ms, 0) = 0 LIMIT ?3`,
        )
        .bind(projectId, endedBeforeMs, limit);
      const { results } = await attempt(() => query.all<{ id: string }>());
      return results.map(({ id }) => id);
    },

    async beginBatch(projectId, id, nowMs) {
      // From here on none of them is retried, whatever step this stops at.
      const mark = d1
        .prepare(
          `UPDATE batches SET samples_dropped_at_ms = ?3
           WHERE project_id = ?1 AND id = ?2 AND ${HAS_ENDED}`,
        )
        .bind(projectId, id, 0);
      const entry = {
        ...{ projectId, kind: 'deletion' as const, id: droppedSampleId(id) },
        hash: deletionHash({ samplesOf: id }, nowMs),
      };
      const [marked] = await attempt(() => d1.batch([mark, ...insertOutboxEntries(d1, [entry])]));
      return marked?.meta.changes === 1;
    },

    async places(batchId, limit) {
      const query = d1
        .prepare(
          `SELECT at FROM batch_samples WHERE batch_id = ?1 AND sample <> '${NO_SAMPLE}'
           ORDER BY at LIMIT ?2`,
        )
        .bind(batchId, limit);
      return (await attempt(() => query.all<{ at: number }>())).results.map(({ at }) => at);
    },

    async endBatch(projectId, id, nowMs) {
      // Of samples that were not kept.
      const exchanges = d1
        .prepare(
          `DELETE FROM batch_exchanges WHERE batch_id = ?1 AND at IN (
             SELECT DISTINCT at FROM batch_exchanges WHERE batch_id = ?1 LIMIT ?2)`,
        )
        .bind(id, ROWS_A_STEP);
      for (let steps = 0; (await attempt(() => exchanges.run())).meta.changes > 0; steps += 1) {
        if (steps === MOST_STEPS) return false;
      }
      const done = d1
        .prepare('UPDATE batches SET samples_dropped_at_ms = ?3 WHERE project_id = ?1 AND id = ?2')
        .bind(projectId, id, nowMs);
      await attempt(() => done.run());
      return true;
    },
  };
}

interface DueRow extends StoredRow {
  passed: number | null;
  placed: number;
}
