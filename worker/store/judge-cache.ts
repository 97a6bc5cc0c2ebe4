import type { Database } from './database.ts';
import { deleteInSteps } from './delete-in-steps.ts';

export interface KeptAnswer {
  key: string;
  /** JSON. */
  value: string;
  expiresAtMs: number;
}

/** Models' answers in D1. */
export interface JudgeCache {
  /** The values that are there and still count, by key. */
  find(projectId: string, keys: readonly string[], nowMs: number): Promise<Map<string, string>>;
  /** Forgets some of what has expired; returns how many there were. */
  sweep(nowMs: number): Promise<number>;
}

// D1 takes 2,000,000 bytes in a parameter; UTF-8 has at most three for a UTF-16 code unit.
const MOST_CHARACTERS = 600_000;

export function createJudgeCache({ d1, attempt }: Database): JudgeCache {
  return {
    async find(projectId, keys, nowMs) {
      const query = d1
        .prepare(
          `SELECT key, value FROM judge_cache
           WHERE project_id = ?1 AND key IN (SELECT value FROM json_each(?2)) AND expires_at_ms > ?3`,
        )
        .bind(projectId, JSON.stringify(keys), nowMs);
      const { results } = await attempt(() => query.all<{ key: string; value: string }>());
      return new Map(results.map(({ key, value }) => [key, value]));
    },

    sweep: (nowMs) => deleteInSteps({ d1, attempt }, 'judge_cache', 'expires_at_ms <= ?1', nowMs),
  };
}

/** Statements that keep answers, instead of those under the same keys. */
export function keepAnswers(
  d1: D1Database,
  projectId: string,
  answers: readonly KeptAnswer[],
): D1PreparedStatement[] {
  return pack(answers).map((rows) =>
    d1
      .prepare(
        `INSERT INTO judge_cache (project_id, key, value, expires_at_ms)
         SELECT ?1, json_extract(value, '$.key'), json_extract(value, '$.value'),
                json_extract(value, '$.expiresAtMs')
         FROM json_each(?2) WHERE true
         ON CONFLICT DO UPDATE SET value = excluded.value, expires_at_ms = excluded.expires_at_ms`,
      )
      .bind(projectId, rows),
  );
}

/** Packs answers into as few JSON arrays as D1 takes; one too large for any is not kept. */
function pack(answers: readonly KeptAnswer[]): string[] {
  const arrays: string[][] = [];
  let characters = Number.POSITIVE_INFINITY;
  for (const answer of answers) {
    const item = JSON.stringify(answer);
    if (item.length > MOST_CHARACTERS) continue;
    if (characters + item.length > MOST_CHARACTERS) {
      arrays.push([]);
      characters = 0;
    }
    arrays.at(-1)?.push(item);
    characters += item.length + 1;
  }
  return arrays.map((array) => `[${array.join(',')}]`);
}
