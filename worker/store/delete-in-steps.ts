import type { Database } from './database.ts';

const ROWS_A_STEP = 5_000;
const MOST_STEPS = 40;

/**
 * Deletes rows in steps, none of which holds the database for long. What one call leaves, the next one
 * deletes.
 *
 * @param condition on the table, with ?1 for the first of the values
 * @returns how many rows are gone
 */
export async function deleteInSteps(
  { d1, attempt }: Pick<Database, 'd1' | 'attempt'>,
  table: string,
  condition: string,
  ...values: readonly (string | number)[]
): Promise<number> {
  const step = d1
    .prepare(
      `DELETE FROM ${table} WHERE rowid IN (SELECT rowid FROM ${table} WHERE ${condition} LIMIT ${ROWS_A_STEP})`,
    )
    .bind(...values);
  let deleted = 0;
  for (let steps = 0; steps < MOST_STEPS; steps += 1) {
    const { changes } = (await attempt(() => step.run())).meta;
    deleted += changes;
    if (changes < ROWS_A_STEP) break;
  }
  return deleted;
}
