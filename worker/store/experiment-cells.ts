import type { Database } from './database.ts';

/** The result of a cell, with that of its answer in the batch that scores it. */
export interface StoredCell {
  at: number;
  status: 'generated' | 'error';
  outputHash: string | null;
  model: string | null;
  attempts: number;
  costUsd: number | null;
  latencyMs: number | null;
  firstTokenMs: number | null;
  inputTokens: number | null;
  outputTokens: number | null;
  errorCode: string | null;
  errorMessage: string | null;
}

/** An answer that no batch has yet. */
export interface UnscoredCell {
  projectId: string;
  at: number;
  /** The sample with the answer, as JSON. */
  sample: string;
}

/** A sample of an experiment, as JSON. */
export interface StoredExperimentSample {
  projectId: string;
  at: number;
  sampleId: string;
  sample: string;
}

/** Why an answer is none any more. */
export interface CellError {
  code: string;
  message: string;
}

/** The result of an answer in a batch. */
export interface ScoredCell {
  at: number;
  batchId: string;
  /** Its place in the batch. */
  batchAt: number;
  status: 'retry' | 'passed' | 'failed' | 'abstained' | 'error' | null;
  digest: string | null;
  names: string | null;
}

/** The answer as the batch keeps it. */
export interface AnswerText {
  at: number;
  projectId: string;
  batchId: string;
  batchAt: number;
  sample: string;
}

/** Cells of experiments in D1. */
export interface ExperimentCellStore {
  /** Results in the order of the cells: up to the limit, those from a cell on. */
  page(experimentId: string, from: number, to: number, limit: number): Promise<StoredCell[]>;
  /** Answers of a chunk that no batch has, after a cell: about 1 MB. */
  unscored(experimentId: string, chunk: number, after: number): Promise<UnscoredCell[]>;
  /** Whether there are answers that no batch has. */
  hasUnscored(experimentId: string): Promise<boolean>;
  /** Chunks with answers that no batch has. */
  chunks(experimentId: string): Promise<number[]>;
  /** Makes errors of answers that no batch has. */
  lose(experimentId: string, cells: readonly number[], error: CellError): Promise<void>;
  /** What batches have of the cells from one to another. */
  scored(batchIds: readonly string[], after: ScoredPlace, limit: number): Promise<ScoredCell[]>;
  /** The same of some cells. */
  scoredOf(batchIds: readonly string[], cells: readonly number[]): Promise<ScoredCell[]>;
  /** Answers of some cells, as their batches keep them. */
  answers(batchIds: readonly string[], cells: readonly number[]): Promise<AnswerText[]>;
  /** Samples from one place on. */
  samples(experimentId: string, from: number, limit: number): Promise<StoredExperimentSample[]>;
  sampleIds(experimentId: string): Promise<string[]>;
  /** Place of the sample with an id. */
  placeOf(experimentId: string, sampleId: string): Promise<number | undefined>;
}

/** Where a listing of results goes on. */
export interface ScoredPlace {
  batch: number;
  at: number;
}

const PAGE_BYTES = 1_000_000;
const COLUMNS = `at, status, output_hash AS outputHash, model, attempts, cost_usd AS costUsd,
  latency_ms AS latencyMs, first_token_ms AS firstTokenMs, input_tokens AS inputTokens,
  output_tokens AS outputTokens, error_code AS errorCode, error_message AS errorMessage`;
const PROJECT = '(SELECT project_id FROM experiments WHERE id = ?1) AS projectId';
// Samples of an experiment's batches are named by their cells.
const CELL = 'CAST(substr(s.sample_id, 6) AS INTEGER)';

export function createExperimentCellStore({ d1, attempt }: Database): ExperimentCellStore {
  return {
    page: (experimentId, from, to, limit) =>
      all<StoredCell>(
        `SELECT ${COLUMNS} FROM experiment_cells
         WHERE experiment_id = ?1 AND at >= ?2 AND at < ?3 ORDER BY at LIMIT ?4`,
        [experimentId, from, to, limit],
      ),

    unscored: (experimentId, chunk, after) =>
      all<UnscoredCell>(
        `SELECT at, sample, ${PROJECT} FROM
           (SELECT at, sample, sum(octet_length(sample)) OVER (ORDER BY at) - octet_length(sample) AS before
            FROM (SELECT at, sample FROM experiment_cells WHERE experiment_id = ?1 AND chunk = ?2
                    AND at > ?3 AND sample IS NOT NULL ORDER BY at LIMIT 500))
         WHERE before < ${PAGE_BYTES} ORDER BY at`,
        [experimentId, chunk, after],
      ),

    async hasUnscored(experimentId) {
      const found = await all(
        'SELECT 1 FROM experiment_cells WHERE experiment_id = ?1 AND sample IS NOT NULL LIMIT 1',
        [experimentId],
      );
      return found.length > 0;
    },

    async chunks(experimentId) {
      const rows = await all<{ chunk: number }>(
        `SELECT DISTINCT chunk FROM experiment_cells
         WHERE experiment_id = ?1 AND sample IS NOT NULL AND chunk IS NOT NULL ORDER BY chunk`,
        [experimentId],
      );
      return rows.map(({ chunk }) => chunk);
    },

    async lose(experimentId, cells, { code, message }) {
      const lose = d1
        .prepare(
          `UPDATE experiment_cells SET status = 'error', sample = NULL, output_hash = NULL,
             error_code = ?3, error_message = ?4
           WHERE experiment_id = ?1 AND at IN (SELECT value FROM json_each(?2))
             AND status = 'generated' AND sample IS NOT NULL`,
        )
        .bind(experimentId, JSON.stringify(cells), code, message);
      await attempt(() => lose.run());
    },

    scored: (batchIds, { batch, at }, limit) =>
      all<ScoredCell>(
        `SELECT ${CELL} AS at, s.batch_id AS batchId, s.at AS batchAt, r.status, r.digest, p.names
         FROM batch_samples s
         LEFT JOIN batch_results r ON r.batch_id = s.batch_id AND r.at = s.at
         LEFT JOIN batch_packs p ON p.batch_id = r.batch_id AND p.at = r.packed_at
           AND p.version = r.packed_version
         WHERE s.batch_id = ?1 AND s.at > ?2 ORDER BY s.at LIMIT ?3`,
        [batchIds[batch] ?? '', at, limit],
      ),

    scoredOf: (batchIds, cells) =>
      all<ScoredCell>(
        `SELECT ${CELL} AS at, s.batch_id AS batchId, s.at AS batchAt, r.status, r.digest, p.names
         FROM json_each(?1) b CROSS JOIN json_each(?2) c
         CROSS JOIN batch_samples s ON s.batch_id = b.value AND s.sample_id = 'cell-' || c.value
         LEFT JOIN batch_results r ON r.batch_id = s.batch_id AND r.at = s.at
         LEFT JOIN batch_packs p ON p.batch_id = r.batch_id AND p.at = r.packed_at
           AND p.version = r.packed_version`,
        [JSON.stringify(batchIds), JSON.stringify(cells)],
      ),

    answers: (batchIds, cells) =>
      all<AnswerText>(
        `SELECT ${CELL} AS at, s.batch_id AS batchId, s.at AS batchAt, s.sample,
           (SELECT project_id FROM batches WHERE id = s.batch_id) AS projectId
         FROM json_each(?1) b CROSS JOIN json_each(?2) c
         CROSS JOIN batch_samples s ON s.batch_id = b.value AND s.sample_id = 'cell-' || c.value`,
        [JSON.stringify(batchIds), JSON.stringify(cells)],
      ),

    samples: (experimentId, from, limit) =>
      all(
        `SELECT at, sample_id AS sampleId, sample, ${PROJECT} FROM experiment_samples
         WHERE experiment_id = ?1 AND at >= ?2 ORDER BY at LIMIT ?3`,
        [experimentId, from, limit],
      ),

    async sampleIds(experimentId) {
      const rows = await all<{ id: string }>(
        'SELECT sample_id AS id FROM experiment_samples WHERE experiment_id = ?1 ORDER BY at',
        [experimentId],
      );
      return rows.map(({ id }) => id);
    },

    async placeOf(experimentId, sampleId) {
      const [row] = await all<{ at: number }>(
        'SELECT at FROM experiment_samples WHERE experiment_id = ?1 AND sample_id = ?2',
        [experimentId, sampleId],
      );
      return row?.at;
    },
  };

  async function all<Row>(statement: string, values: readonly (string | number)[]): Promise<Row[]> {
    const query = d1.prepare(statement).bind(...values);
    return (await attempt(() => query.all<Row>())).results;
  }
}
