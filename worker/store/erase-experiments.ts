import type { Database } from './database.ts';
import { countErased, type DeletionJob } from './erased-count.ts';
import type { DeletedExperiment } from './experiments.ts';
import { NO_SAMPLE } from './no-sample.ts';

/** An experiment that deletions look through. */
export interface SearchedExperiment {
  id: string;
  status: string;
  /** Counts the times it was set running. */
  run: number;
  metadata: string;
}

/** Finds and erases samples of experiments in D1. Answers that were scored are in batches, which are searched by themselves. */
export interface ExperimentErasure {
  /** The next after an id, and before another; those that are deleted are left out. */
  next(
    projectId: string,
    ids: { after: string; before: string },
  ): Promise<SearchedExperiment | undefined>;
  /** Samples after a place: as many as about 2 MB hold. */
  samples(
    projectId: string,
    experimentId: string,
    after: number,
  ): Promise<{ at: number; sample: string }[]>;
  /**
   * Erases samples, what variants change in them, and answers to them that were never scored. False, with
   * nothing changed, if the experiment was set running since it was read.
   */
  erase(
    job: DeletionJob,
    experiment: SearchedExperiment,
    places: readonly number[],
  ): Promise<boolean>;
  /** One that is marked as deleted, and whose rows are not gone yet. */
  deleted(projectId: string): Promise<DeletedExperiment | undefined>;
}

const PAGE_SAMPLES = 500;
const PAGE_BYTES = 2_000_000;

export function createExperimentErasure({ d1, attempt, transaction }: Database): ExperimentErasure {
  return {
    async next(projectId, { after, before }) {
      const query = d1
        .prepare(
          `SELECT id, status, run, metadata FROM experiments
           WHERE project_id = ?1 AND id > ?2 AND id < ?3 AND status <> 'deleted' ORDER BY id LIMIT 1`,
        )
        .bind(projectId, after, before);
      return (await attempt(() => query.first<SearchedExperiment>())) ?? undefined;
    },

    async samples(_projectId, experimentId, after) {
      const query = d1
        .prepare(
          `WITH place AS (
             SELECT at, octet_length(sample) AS bytes FROM experiment_samples
             WHERE experiment_id = ?1 AND at > ?2 ORDER BY at LIMIT ${PAGE_SAMPLES}),
           ahead AS (
             SELECT at, coalesce(sum(bytes) OVER (ORDER BY at
               ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING), 0) AS bytes FROM place)
           SELECT s.at, s.sample FROM ahead
           CROSS JOIN experiment_samples s ON s.experiment_id = ?1 AND s.at = ahead.at
           WHERE ahead.bytes < ${PAGE_BYTES} ORDER BY s.at`,
        )
        .bind(experimentId, after);
      return (await attempt(() => query.all<{ at: number; sample: string }>())).results;
    },

    async erase(job, { id, run }, places) {
      const given = JSON.stringify(places);
      const isSame = `EXISTS (SELECT 1 FROM experiments WHERE id = ?1 AND run = ?2
        AND status IN ('completed', 'cancelled'))`;
      const isGiven = 'IN (SELECT value FROM json_each(?3))';
      const on = (statement: string) =>
        d1.prepare(`${statement} AND ${isSame}`).bind(id, run, given);
      const { same } = await transaction<Record<EraseStep, unknown>>({
        changes: on(
          `DELETE FROM experiment_changes WHERE experiment_id = ?1
             AND at / (SELECT variants FROM experiments WHERE id = ?1) ${isGiven}`,
        ),
        answers: on(
          `UPDATE experiment_cells SET status = 'error', sample = NULL, output_hash = NULL,
             error_code = 'sample_not_kept', error_message = 'The sample was deleted.'
           WHERE experiment_id = ?1 AND sample IS NOT NULL
             AND at / (SELECT variants * repeats FROM experiments WHERE id = ?1) ${isGiven}`,
        ),
        // The row stays, so that places keep their order; nothing of the sample does.
        samples: on(
          `UPDATE experiment_samples SET sample = '${NO_SAMPLE}', sample_id = 'erased-' || at
           WHERE experiment_id = ?1 AND at ${isGiven}`,
        ),
        count: countErased(d1, job, 'experimentSamples'),
        same: d1.prepare(`SELECT 1 AS n WHERE ${isSame}`).bind(id, run),
      });
      return same.rows.length === 1;
    },

    async deleted(projectId) {
      const query = d1
        .prepare(
          `SELECT project_id AS projectId, id, created_at_ms AS createdAtMs, chunks, batches, agreements
           FROM experiments WHERE project_id = ?1 AND status = 'deleted' LIMIT 1`,
        )
        .bind(projectId);
      return (await attempt(() => query.first<DeletedExperiment>())) ?? undefined;
    },
  };
}

type EraseStep = 'changes' | 'answers' | 'samples' | 'count' | 'same';
