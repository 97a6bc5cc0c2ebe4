import type { Batch } from '@assay/schema/types.ts';
import { createBatchWorld } from './batch-world.ts';

/** Expressions of SQLite over `i`, the index of a sample. */
export interface SeededBatch {
  samples: number;
  /** As JSON. */
  sample: string;
  /** Whether its only score passes: 1 or 0. */
  passed: string;
  value: string;
  /** NULL, or the code of the error that the sample has instead. */
  errorCode?: string;
}

/** A completed batch of as many samples as a test needs, written by SQL alone. Sample ids are `s0`, `s1`, … */
export async function seedBatch(
  d1: D1Database,
  projectId: string,
  { samples, sample, passed, value, errorCode = 'NULL' }: SeededBatch,
): Promise<Batch> {
  const world = createBatchWorld();
  const batch = await world.make(projectId, [], { scorers: ['exact-match'], open: true });
  const { id } = batch;
  const rows = 'WITH RECURSIVE n(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i + 1 < ?2)';
  const digest = `CASE WHEN ${errorCode} IS NULL
    THEN json_array(${value}, ${passed}, 0, 0, 0, 0, ${value}, ${passed}, i % 50)
    ELSE json_array(NULL, NULL, 0, 0, 0, 2, NULL, NULL, i % 50) END`;
  await d1.batch([
    d1
      .prepare(
        `${rows} INSERT INTO batch_samples (batch_id, at, sample_id, sample)
         SELECT ?1, i, 's' || i, ${sample} FROM n`,
      )
      .bind(id, samples),
    d1
      .prepare(
        `${rows} INSERT INTO batch_results (batch_id, at, status, attempts, digest, error_code, error_message, packed_at, packed_version)
         SELECT ?1, i, CASE WHEN ${errorCode} IS NOT NULL THEN 'error' WHEN ${passed} THEN 'passed' ELSE 'failed' END,
           1, ${digest}, ${errorCode}, CASE WHEN ${errorCode} IS NOT NULL THEN 'It failed.' END, 0, 1 FROM n`,
      )
      .bind(id, samples),
    d1
      .prepare(
        `INSERT INTO batch_packs (batch_id, at, version, names, verdicts)
         VALUES (?1, 0, 1, '["exact-match"]', x'')`,
      )
      .bind(id),
    d1
      .prepare(
        `INSERT INTO batch_ranges (batch_id, start, "end", project_id, priority, status, version, lease_until_ms,
           losses, total, passed, failed, abstained, error, input_tokens, output_tokens, cost_usd, summary)
         SELECT ?1, 0, ?2, ?3, 1, 'done', 1, 0, 0, ?2, sum(status = 'passed'), sum(status = 'failed'), 0,
           sum(status = 'error'), 0, 0, 0, '[]' FROM batch_results WHERE batch_id = ?1`,
      )
      .bind(id, samples, projectId),
    d1
      .prepare(
        `UPDATE batches SET status = 'completed', total = ?2, next_index = ?2, run = 1, started_at_ms = created_at_ms,
           ended_at_ms = created_at_ms + 1000, intake_until_ms = 0 WHERE id = ?1`,
      )
      .bind(id, samples),
  ]);
  return batch;
}
