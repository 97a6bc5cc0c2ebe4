import type { Database } from './database.ts';
import { pack } from './pack.ts';

/** A sample on its way into a batch; `json` is the sample as it came. */
export interface NewSample {
  at: number;
  sampleId: string | null;
  json: string;
}

/** A sample whose id another one of the batch has. */
export interface Repeat {
  at: number;
  earlier: number;
}

/** Where a request's samples go while it has the batch to itself. */
export interface Intake {
  projectId: string;
  batchId: string;
  token: string;
  priority: number;
}

/** Adds samples to batches in D1. All but `claim` do nothing once the intake is another's. */
export interface IntakeStore {
  /** Takes the intake of a batch and removes what a broken request left; false when it is taken or closed. */
  claim(intake: Intake, nowMs: number, untilMs: number): Promise<boolean>;
  /**
   * Adds samples; those whose id is there already are left out and returned.
   *
   * @param ranges `[start, end)` of the ranges they make
   * @returns undefined when the intake is another's
   */
  add(
    intake: Intake,
    samples: readonly NewSample[],
    ranges: readonly (readonly [number, number])[],
    untilMs: number,
  ): Promise<Repeat[] | undefined>;
  /**
   * Makes what was added part of the batch; false when the intake is another's.
   *
   * @param isOpen whether others may append then; the intake stays taken otherwise
   */
  commit(intake: Intake, nextIndex: number, invalid: string, isOpen: boolean): Promise<boolean>;
  /** Removes what was added and frees the intake; a batch that never had samples is deleted. */
  abandon(intake: Intake): Promise<void>;
}

export function createIntakeStore({ d1, attempt }: Database): IntakeStore {
  const HELD = 'EXISTS (SELECT 1 FROM batches WHERE id = ?1 AND intake_token = ?2)';

  return {
    async claim(intake, nowMs, untilMs) {
      const claim = d1
        .prepare(
          `UPDATE batches SET intake_token = ?3, intake_until_ms = ?4
           WHERE project_id = ?1 AND id = ?2 AND status IN ('receiving', 'open')
             AND (intake_until_ms <= ?5 OR intake_token = ?3)`,
        )
        .bind(intake.projectId, intake.batchId, intake.token, untilMs, nowMs);
      const [claimed] = await attempt(() => d1.batch([claim, ...removeUncommitted(intake)]));
      return claimed?.meta.changes === 1;
    },

    async add({ projectId, batchId, token, priority }, samples, ranges, untilMs) {
      const rows = pack(
        samples.map(({ at, sampleId, json }) => `[${at},${JSON.stringify(sampleId)},${json}]`),
      );
      const ids = samples.flatMap(({ at, sampleId }) =>
        sampleId === null ? [] : [[at, sampleId]],
      );
      const statements = [
        d1
          .prepare('UPDATE batches SET intake_until_ms = ?3 WHERE id = ?1 AND intake_token = ?2')
          .bind(batchId, token, untilMs),
        ...rows.map((json) =>
          d1
            .prepare(
              `INSERT INTO batch_samples (batch_id, at, sample_id, sample)
               SELECT ?1, json_extract(value, '$[0]'), json_extract(value, '$[1]'), json_extract(value, '$[2]')
               FROM json_each(?3) WHERE ${HELD} ON CONFLICT DO NOTHING`,
            )
            .bind(batchId, token, json),
        ),
        d1
          .prepare(
            `INSERT INTO batch_ranges (batch_id, start, "end", project_id, priority, status, version,
               lease_until_ms, losses, total, passed, failed, abstained, error,
               input_tokens, output_tokens, cost_usd, summary)
             SELECT ?1, json_extract(value, '$[0]'), json_extract(value, '$[1]'), ?4, ?5, 'held', 0,
               0, 0, (SELECT count(*) FROM batch_samples WHERE batch_id = ?1
                        AND at >= json_extract(value, '$[0]') AND at < json_extract(value, '$[1]')),
               0, 0, 0, 0, 0, 0, 0, '[]'
             FROM json_each(?3) WHERE ${HELD} ON CONFLICT DO NOTHING`,
          )
          .bind(batchId, token, JSON.stringify(ranges), projectId, priority),
        // CROSS JOIN keeps the order: the other way round it would read the whole batch each time.
        d1
          .prepare(
            `SELECT json_extract(value, '$[0]') AS at, s.at AS earlier
             FROM json_each(?2) CROSS JOIN batch_samples s
               ON s.batch_id = ?1 AND s.sample_id = json_extract(value, '$[1]')
             WHERE s.at <> json_extract(value, '$[0]')`,
          )
          .bind(batchId, JSON.stringify(ids)),
      ];
      const answers = await attempt(() => d1.batch<Repeat>(statements));
      if (answers[0]?.meta.changes !== 1) return undefined;
      return answers.at(-1)?.results ?? [];
    },

    async commit({ batchId, token }, nextIndex, invalid, isOpen) {
      const commit = d1
        .prepare(
          `UPDATE batches SET next_index = ?3, invalid = ?4,
             status = CASE WHEN ?5 THEN 'open' ELSE status END,
             intake_until_ms = CASE WHEN ?5 THEN 0 ELSE intake_until_ms END,
             total = (SELECT coalesce(sum(total), 0) FROM batch_ranges WHERE batch_id = ?1)
           WHERE id = ?1 AND intake_token = ?2`,
        )
        .bind(batchId, token, nextIndex, invalid, isOpen ? 1 : 0);
      return (await attempt(() => commit.run())).meta.changes === 1;
    },

    async abandon(intake) {
      const free = d1
        .prepare(
          `UPDATE batches SET intake_until_ms = 0,
             status = CASE status WHEN 'receiving' THEN 'deleted' ELSE status END
           WHERE id = ?1 AND intake_token = ?2`,
        )
        .bind(intake.batchId, intake.token);
      await attempt(() => d1.batch([...removeUncommitted(intake), free]));
    },
  };

  function removeUncommitted({ batchId, token }: Intake): D1PreparedStatement[] {
    const uncommitted = '(SELECT next_index FROM batches WHERE id = ?1 AND intake_token = ?2)';
    return [
      d1
        .prepare(`DELETE FROM batch_samples WHERE batch_id = ?1 AND at >= ${uncommitted}`)
        .bind(batchId, token),
      d1
        .prepare(`DELETE FROM batch_ranges WHERE batch_id = ?1 AND start >= ${uncommitted}`)
        .bind(batchId, token),
    ];
  }
}
