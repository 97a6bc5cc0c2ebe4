import type { Database } from './database.ts';
import { pack } from './pack.ts';
import { unlessDropped } from './sealed-text.ts';
import { clearUncommitted, removeUncommitted } from './uncommitted.ts';

/** A sample on its way into a batch; `json` is the sample as it came. */
export interface NewSample {
  at: number;
  sampleId: string | null;
  json: string;
  /** What it counts for in weighted statistics; null for 1. */
  weight: number | null;
  /** Of an encrypted sample, the hash of what was asked, and the key: it is refused if that was dropped. */
  question?: string;
  sealedBy?: string;
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
  /** Of this attempt alone. */
  token: string;
  /** Of what is added: the same for every attempt at one request. */
  appendId: string;
  priority: number;
}

/**
 * The result of asking for the intake: `committed` when an earlier attempt at the same request has
 * added its samples, `busy` while another request adds its own.
 */
export type Claim = 'claimed' | 'committed' | 'busy' | 'closed';

/** Adds samples to batches in D1. All but `claim` do nothing once the intake is another's. */
export interface IntakeStore {
  /** Takes the intake of an open batch, also from an earlier attempt at the same request, and removes what that left. */
  claim(intake: Intake, nowMs: number, untilMs: number): Promise<Claim>;
  /**
   * Adds samples; those whose id is there already are omitted and returned.
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
   * Makes what was added part of the batch; false when the intake is another's, or the batch takes
   * no more samples.
   *
   * @param isOpen whether others may append then; the intake stays taken otherwise
   */
  commit(intake: Intake, nextIndex: number, invalid: string, isOpen: boolean): Promise<boolean>;
  /** Removes what was added and frees the intake; a batch that never had samples is deleted. */
  abandon(intake: Intake): Promise<void>;
  /** Batches that take no more samples, and may have some that were never committed. */
  leftovers(limit: number): Promise<string[]>;
  /** Removes what was never committed of a batch that takes no more samples. */
  clear(batchId: string): Promise<void>;
}

interface Found {
  status: string;
  holder: string | null;
  isCommitted: 0 | 1;
}

export function createIntakeStore(database: Database): IntakeStore {
  const { d1, attempt, transaction } = database;
  const HELD = 'EXISTS (SELECT 1 FROM batches WHERE id = ?1 AND intake_token = ?2)';

  return {
    async claim({ projectId, batchId, token, appendId }, nowMs, untilMs) {
      const claim = d1
        .prepare(
          `UPDATE batches SET intake_token = ?3, intake_append = ?4, intake_until_ms = ?5
           WHERE project_id = ?1 AND id = ?2 AND status = 'open'
             AND (intake_until_ms <= ?6 OR intake_append = ?4)
             AND NOT EXISTS (SELECT 1 FROM batch_appends WHERE batch_id = ?2 AND append_id = ?4)`,
        )
        .bind(projectId, batchId, token, appendId, untilMs, nowMs);
      const look = d1
        .prepare(
          `SELECT status, intake_token AS holder, EXISTS
             (SELECT 1 FROM batch_appends WHERE batch_id = ?2 AND append_id = ?3) AS isCommitted
           FROM batches WHERE project_id = ?1 AND id = ?2`,
        )
        .bind(projectId, batchId, appendId);
      const answers = await transaction<{ claim: unknown; look: Found }>({ claim, look });
      const [found] = answers.look.rows;
      if (found?.isCommitted === 1) return 'committed';
      if (found?.status !== 'open') return 'closed';
      if (found.holder !== token) return 'busy';
      await clearUncommitted(database, batchId, token);
      return 'claimed';
    },

    async add({ projectId, batchId, token, priority }, samples, ranges, untilMs) {
      const rows = pack(
        samples.map(
          ({ at, sampleId, json, weight, question = null, sealedBy = null }) =>
            `[${at},${JSON.stringify(sampleId)},${json},${JSON.stringify([weight, question, sealedBy]).slice(1)}`,
        ),
      );
      const ids = samples.flatMap(({ at, sampleId }) =>
        sampleId === null ? [] : [[at, sampleId]],
      );
      const answers = await transaction<{
        lease: unknown;
        samples: unknown;
        ranges: unknown;
        repeats: Repeat;
      }>({
        lease: d1
          .prepare('UPDATE batches SET intake_until_ms = ?3 WHERE id = ?1 AND intake_token = ?2')
          .bind(batchId, token, untilMs),
        samples: rows.map((json) =>
          d1
            .prepare(
              // A sample whose key was dropped becomes NULL, which its column refuses.
              `INSERT INTO batch_samples (batch_id, at, sample_id, sample, weight, question)
               SELECT ?1, json_extract(value, '$[0]'), json_extract(value, '$[1]'),
                 ${unlessDropped("json_extract(value, '$[2]')", "json_extract(value, '$[5]')", '?4')},
                 json_extract(value, '$[3]'), json_extract(value, '$[4]')
               FROM json_each(?3) WHERE ${HELD} ON CONFLICT DO NOTHING`,
            )
            .bind(batchId, token, json, projectId),
        ),
        ranges: d1
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
        repeats: d1
          .prepare(
            `SELECT json_extract(value, '$[0]') AS at, s.at AS earlier
             FROM json_each(?2) CROSS JOIN batch_samples s
               ON s.batch_id = ?1 AND s.sample_id = json_extract(value, '$[1]')
             WHERE s.at <> json_extract(value, '$[0]')`,
          )
          .bind(batchId, JSON.stringify(ids)),
      });
      return answers.lease.changes === 1 ? answers.repeats.rows : undefined;
    },

    async commit({ batchId, token, appendId }, nextIndex, invalid, isOpen) {
      // The record tells a commit whose answer was lost from one that came too late.
      const record = d1
        .prepare(
          `INSERT INTO batch_appends (batch_id, append_id, token)
           SELECT id, ?3, ?2 FROM batches
           WHERE id = ?1 AND intake_token = ?2 AND status IN ('receiving', 'open')
           ON CONFLICT DO NOTHING`,
        )
        .bind(batchId, token, appendId);
      const commit = d1
        .prepare(
          `UPDATE batches SET next_index = ?4, invalid = ?5,
             status = CASE WHEN ?6 THEN 'open' ELSE status END,
             intake_until_ms = CASE WHEN ?6 THEN 0 ELSE intake_until_ms END,
             total = (SELECT coalesce(sum(total), 0) FROM batch_ranges WHERE batch_id = ?1)
           WHERE id = ?1 AND intake_token = ?2 AND status IN ('receiving', 'open') AND EXISTS
             (SELECT 1 FROM batch_appends WHERE batch_id = ?1 AND append_id = ?3 AND token = ?2)`,
        )
        .bind(batchId, token, appendId, nextIndex, invalid, isOpen ? 1 : 0);
      const look = d1
        .prepare(
          'SELECT 1 FROM batch_appends WHERE batch_id = ?1 AND append_id = ?3 AND token = ?2',
        )
        .bind(batchId, token, appendId);
      const answers = await transaction<{ record: unknown; commit: unknown; look: unknown }>({
        record,
        commit,
        look,
      });
      return answers.look.rows.length === 1;
    },

    async abandon({ batchId, token }) {
      await clearUncommitted(database, batchId, token);
      // Without its token a commit that is still on its way comes too late.
      const free = d1
        .prepare(
          `UPDATE batches SET intake_until_ms = 0, intake_token = NULL, intake_append = NULL,
             status = CASE status WHEN 'receiving' THEN 'deleted' ELSE status END
           WHERE id = ?1 AND intake_token = ?2`,
        )
        .bind(batchId, token);
      await transaction<{ samples: unknown; ranges: unknown; free: unknown }>({
        ...removeUncommitted(d1, batchId, token),
        free,
      });
    },

    async leftovers(limit) {
      const query = d1
        .prepare(
          `SELECT id FROM batches
           WHERE status IN ('running', 'completed', 'cancelled') AND intake_until_ms > 0 LIMIT ?1`,
        )
        .bind(limit);
      return (await attempt(() => query.all<{ id: string }>())).results.map(({ id }) => id);
    },

    async clear(batchId) {
      await clearUncommitted(database, batchId, null);
      const mark = d1
        .prepare(
          `UPDATE batches SET intake_until_ms = 0
           WHERE id = ?1 AND status IN ('running', 'completed', 'cancelled')`,
        )
        .bind(batchId);
      await attempt(() => mark.run());
    },
  };
}
