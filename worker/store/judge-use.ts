import type { Database } from './database.ts';

/** What was asked of one version of a model. */
export interface ModelUse {
  model: string;
  /** Empty where the provider named none. */
  version: string;
  calls: number;
  cached: number;
  errors: number;
  inputTokens: number;
  outputTokens: number;
  nanoUsd: number;
}

/** What projects ask of models a day, in D1. */
export interface JudgeUse {
  /** Of each model, version and day from `from` on, oldest first. */
  list(projectId: string, from: string): Promise<(ModelUse & { day: string })[]>;
}

export function createJudgeUse({ d1, attempt }: Database): JudgeUse {
  return {
    async list(projectId, from) {
      const query = d1
        .prepare(
          `SELECT day, model, version, calls, cached, errors, input_tokens AS inputTokens,
                  output_tokens AS outputTokens, nano_usd AS nanoUsd
           FROM judge_use WHERE project_id = ?1 AND day >= ?2 ORDER BY day, model, version LIMIT ?3`,
        )
        .bind(projectId, from, MOST_LISTED);
      return (await attempt(() => query.all<ModelUse & { day: string }>())).results;
    },
  };
}

const MOST_LISTED = 10_000;

/** A statement that adds uses, unless the flush was written before. */
export function addUses(
  d1: D1Database,
  { id, projectId, day }: { id: string; projectId: string; day: string },
  uses: readonly ModelUse[],
): D1PreparedStatement {
  const columns = COUNTED.map((column) => `coalesce(json_extract(value, '$.${column.json}'), 0)`);
  const sums = COUNTED.map(({ sql }) => `${sql} = ${sql} + excluded.${sql}`);
  return d1
    .prepare(
      `INSERT INTO judge_use (project_id, day, model, version, ${COUNTED.map(({ sql }) => sql).join(', ')})
       SELECT ?1, ?2, json_extract(value, '$.model'), json_extract(value, '$.version'), ${columns.join(', ')}
       FROM json_each(?3) WHERE NOT EXISTS (SELECT 1 FROM judge_settlements WHERE id = ?4)
       ON CONFLICT DO UPDATE SET ${sums.join(', ')}`,
    )
    .bind(projectId, day, JSON.stringify(uses), id);
}

/** What is counted of a use, by column. */
export const COUNTED = [
  { sql: 'calls', json: 'calls' },
  { sql: 'cached', json: 'cached' },
  { sql: 'errors', json: 'errors' },
  { sql: 'input_tokens', json: 'inputTokens' },
  { sql: 'output_tokens', json: 'outputTokens' },
  { sql: 'nano_usd', json: 'nanoUsd' },
] as const satisfies readonly { sql: string; json: keyof ModelUse }[];
