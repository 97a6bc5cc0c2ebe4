import { droppedSampleId } from '@assay/schema/records/dropped-sample.ts';
import type { Database } from './database.ts';
import { deleteExchanges } from './judge-exchanges.ts';
import { deletionHash, insertOutboxEntries } from './log-outbox.ts';
import { NO_SAMPLE } from './no-sample.ts';

/** Verdicts whose samples are due, by id. */
export interface DueSamples {
  from: string;
  before: string;
  limit: number;
}

/** Empties samples in D1 whose verdicts stay, with what judges were asked for them and answered. */
export interface SampleDrops {
  /** Drops some of verdicts, all or none, with an entry for the log of each; returns their ids in order. */
  ofVerdicts(projectId: string, due: DueSamples, nowMs: number): Promise<string[]>;
  /** Batches that ended before a time and have samples. */
  batches(projectId: string, endedBeforeMs: number, limit: number): Promise<string[]>;
  /** Drops those of a batch that has ended, in steps; false if some are left, or it has not ended. */
  ofBatch(projectId: string, id: string, nowMs: number): Promise<DroppedSamples>;
}

export interface DroppedSamples {
  dropped: number;
  isDone: boolean;
}

const ROWS_A_STEP = 500;
const MOST_STEPS = 100;
const HAS_ENDED = "status IN ('completed', 'cancelled')";

export function createSampleDrops({ d1, attempt }: Database): SampleDrops {
  return {
    async ofVerdicts(projectId, { from, before, limit }, nowMs) {
      const query = d1
        .prepare(
          `SELECT id FROM verdicts WHERE project_id = ?1 AND id >= ?2 AND id < ?3
             AND deleted_at_ms IS NULL AND sample <> '${NO_SAMPLE}' ORDER BY id LIMIT ?4`,
        )
        .bind(projectId, from, before, limit);
      const ids = (await attempt(() => query.all<{ id: string }>())).results.map(({ id }) => id);
      if (ids.length === 0) return ids;
      const given = JSON.stringify(ids);
      await attempt(() =>
        d1.batch([
          d1
            .prepare(
              `UPDATE verdicts SET sample = '${NO_SAMPLE}' WHERE project_id = ?1
                 AND id IN (SELECT value FROM json_each(?2)) AND deleted_at_ms IS NULL`,
            )
            .bind(projectId, given),
          deleteExchanges(d1, projectId, given),
          ...insertOutboxEntries(
            d1,
            ids.map((id) => ({
              ...{ projectId, kind: 'deletion' as const, id: droppedSampleId(id) },
              hash: deletionHash({ sample: id }, nowMs),
            })),
          ),
        ]),
      );
      return ids;
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

    async ofBatch(projectId, id, nowMs) {
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
      if (marked?.meta.changes !== 1) return { dropped: 0, isDone: false };
      const samples = await inSteps(
        `UPDATE batch_samples SET sample = '${NO_SAMPLE}' WHERE batch_id = ?1 AND at IN (
           SELECT at FROM batch_samples WHERE batch_id = ?1 AND sample <> '${NO_SAMPLE}' LIMIT ?2)`,
        id,
      );
      const exchanges = await inSteps(
        `DELETE FROM batch_exchanges WHERE batch_id = ?1 AND at IN (
           SELECT DISTINCT at FROM batch_exchanges WHERE batch_id = ?1 LIMIT ?2)`,
        id,
      );
      const isDone = samples.isDone && exchanges.isDone;
      const done = d1
        .prepare('UPDATE batches SET samples_dropped_at_ms = ?3 WHERE project_id = ?1 AND id = ?2')
        .bind(projectId, id, nowMs);
      if (isDone) await attempt(() => done.run());
      return { dropped: samples.dropped, isDone };
    },
  };

  async function inSteps(statement: string, batchId: string): Promise<DroppedSamples> {
    const step = d1.prepare(statement).bind(batchId, ROWS_A_STEP);
    let dropped = 0;
    for (let steps = 0; steps < MOST_STEPS; steps += 1) {
      const { changes } = (await attempt(() => step.run())).meta;
      dropped += changes;
      if (changes === 0) return { dropped, isDone: true };
    }
    return { dropped, isDone: false };
  }
}
