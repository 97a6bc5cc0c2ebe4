import type { DailySpend, TokenUsage } from '@assay/schema/types.ts';
import type { Database } from './database.ts';

export interface Spending {
  /** Billionths of a dollar; negative where more was reserved. */
  nanoUsd: number;
  calls: number;
  usage: TokenUsage;
}

/** What projects spend on models a day, in D1. */
export interface JudgeSpend {
  /**
   * Adds amounts, each unless that would pass the cap.
   *
   * @returns of each whether it was added
   */
  reserve(
    projectId: string,
    day: string,
    nanoUsd: readonly number[],
    capNanoUsd: number,
  ): Promise<boolean[]>;
  /** Days from `from`, newest first. */
  list(projectId: string, from: string): Promise<DailySpend[]>;
}

interface Row {
  day: string;
  nano_usd: number;
  calls: number;
  input_tokens: number;
  output_tokens: number;
}

export function createJudgeSpend({ d1, attempt }: Database): JudgeSpend {
  return {
    async reserve(projectId, day, nanoUsd, capNanoUsd) {
      // Tried again after a lost answer it may count twice: that errs on the side of the cap.
      const insert = d1.prepare(
        `INSERT INTO judge_spend (project_id, day, nano_usd, calls, input_tokens, output_tokens)
         SELECT ?1, ?2, ?3, 0, 0, 0 WHERE ?3 <= ?4
         ON CONFLICT DO UPDATE SET nano_usd = nano_usd + excluded.nano_usd
         WHERE nano_usd + excluded.nano_usd <= ?4
         RETURNING nano_usd`,
      );
      const inserts = nanoUsd.map((amount) => insert.bind(projectId, day, amount, capNanoUsd));
      const added = await attempt(() => d1.batch(inserts));
      return added.map(({ results }) => results.length > 0);
    },

    async list(projectId, from) {
      const query = d1
        .prepare(
          `SELECT day, nano_usd, calls, input_tokens, output_tokens FROM judge_spend
           WHERE project_id = ?1 AND day >= ?2 ORDER BY day DESC`,
        )
        .bind(projectId, from);
      const { results } = await attempt(() => query.all<Row>());
      return results.map(({ day, nano_usd, calls, input_tokens, output_tokens }) => ({
        day,
        calls,
        costUsd: nano_usd / 1e9,
        usage: { inputTokens: input_tokens, outputTokens: output_tokens },
      }));
    },
  };
}
