import type { Database } from './database.ts';
import { countErased, type DeletionJob } from './erased-count.ts';
import { metadataText } from './row-conditions.ts';

/** A value of metadata that is searched for. */
interface Searched {
  key: string;
  value: string;
}

/** Finds and erases samples of experiments in D1. Their answers are in batches, which are searched by themselves. */
export interface ExperimentErasure {
  /** Whether one that holds the value still runs: what it is about to write has no place yet. */
  isRunning(projectId: string, searched: Searched): Promise<boolean>;
  /** Removes the samples that hold the value, with what variants change in them; 0 when none is left. */
  eraseSamples(job: DeletionJob, searched: Searched): Promise<number>;
  /** Ids of experiments whose own metadata holds the value. */
  own(projectId: string, searched: Searched, limit: number): Promise<string[]>;
  /** One that is marked as deleted, and whose rows are not gone yet. */
  deleted(projectId: string): Promise<string | undefined>;
}

const SAMPLES_A_STEP = 500;
const HOLDS = (json: string) =>
  `EXISTS (SELECT 1 FROM json_each(${json}) m WHERE m.key = ?2 AND ${metadataText('m')} = ?3)`;

export function createExperimentErasure({ d1, attempt }: Database): ExperimentErasure {
  return {
    async isRunning(projectId, { key, value }) {
      const query = d1
        .prepare(
          `SELECT 1 FROM experiments e WHERE e.project_id = ?1 AND e.status IN ('receiving', 'generating', 'scoring')
             AND (${HOLDS('e.metadata')} OR EXISTS (SELECT 1 FROM experiment_samples s
               WHERE s.experiment_id = e.id AND ${HOLDS("s.sample, '$.metadata'")})) LIMIT 1`,
        )
        .bind(projectId, key, value);
      return (await attempt(() => query.first())) !== null;
    },

    async eraseSamples(job, { key, value }) {
      const found = `SELECT s.experiment_id, s.at FROM experiments e
        CROSS JOIN experiment_samples s ON s.experiment_id = e.id
        WHERE e.project_id = ?1 AND ${HOLDS("s.sample, '$.metadata'")} LIMIT ${SAMPLES_A_STEP}`;
      const changes = d1
        .prepare(
          `DELETE FROM experiment_changes WHERE EXISTS (SELECT 1 FROM (${found}) f
             JOIN experiments x ON x.id = f.experiment_id
             WHERE f.experiment_id = experiment_changes.experiment_id
               AND experiment_changes.at / x.variants = f.at)`,
        )
        .bind(job.projectId, key, value);
      // The row stays, so that places keep their order; nothing of the sample does.
      const samples = d1
        .prepare(
          `UPDATE experiment_samples SET sample = '{}', sample_id = 'erased-' || at
           WHERE (experiment_id, at) IN (${found})`,
        )
        .bind(job.projectId, key, value);
      // Answers of one that was cancelled are in no batch.
      const answers = d1
        .prepare(
          `UPDATE experiment_cells SET sample = NULL WHERE sample IS NOT NULL AND EXISTS
             (SELECT 1 FROM (${found}) f JOIN experiments x ON x.id = f.experiment_id
              WHERE f.experiment_id = experiment_cells.experiment_id
                AND experiment_cells.at / (x.variants * x.repeats) = f.at)`,
        )
        .bind(job.projectId, key, value);
      const [, , erased] = await attempt(() =>
        d1.batch([changes, answers, samples, countErased(d1, job, 'experimentSamples')]),
      );
      return erased?.meta.changes ?? 0;
    },

    async own(projectId, { key, value }, limit) {
      const query = d1
        .prepare(
          `SELECT e.id FROM experiments e WHERE e.project_id = ?1 AND e.status <> 'deleted'
             AND ${HOLDS('e.metadata')} LIMIT ?4`,
        )
        .bind(projectId, key, value, limit);
      return (await attempt(() => query.all<{ id: string }>())).results.map(({ id }) => id);
    },

    async deleted(projectId) {
      const query = d1
        .prepare("SELECT id FROM experiments WHERE project_id = ?1 AND status = 'deleted' LIMIT 1")
        .bind(projectId);
      return (await attempt(() => query.first<{ id: string }>()))?.id;
    },
  };
}
