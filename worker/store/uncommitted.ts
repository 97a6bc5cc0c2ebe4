import type { Database } from './database.ts';

/** Rows that one transaction removes: D1 ends a transaction that takes too long. */
const ROWS_A_STEP = 5_000;

/**
 * Statements that remove some of what no request has committed, of a batch that takes no more
 * samples or whose intake is held under `token`.
 */
export function removeUncommitted(d1: D1Database, batchId: string, token: string | null) {
  const remove = (table: string, place: string) =>
    d1
      .prepare(
        `DELETE FROM ${table} WHERE batch_id = ?1 AND ${place} IN
           (SELECT ${place} FROM ${table} WHERE batch_id = ?1 AND ${place} >=
              (SELECT next_index FROM batches
               WHERE id = ?1 AND (intake_token = ?2 OR status NOT IN ('receiving', 'open')))
            ORDER BY ${place} LIMIT ?3)`,
      )
      .bind(batchId, token, ROWS_A_STEP);
  return { samples: remove('batch_samples', 'at'), ranges: remove('batch_ranges', 'start') };
}

/** Removes all of it, in bounded steps. */
export async function clearUncommitted(
  { d1, transaction }: Database,
  batchId: string,
  token: string | null,
): Promise<void> {
  for (;;) {
    const { samples, ranges } = await transaction<{ samples: unknown; ranges: unknown }>(
      removeUncommitted(d1, batchId, token),
    );
    if (samples.changes < ROWS_A_STEP && ranges.changes < ROWS_A_STEP) return;
  }
}
