import type { Database } from './database.ts';
import { deleteInSteps } from './delete-in-steps.ts';
import { type KeptAnswer, keepAnswers } from './judge-cache.ts';
import type { Spending } from './judge-spend.ts';
import { addUses, type ModelUse } from './judge-use.ts';

/** What an invocation spent on models, and the answers that it keeps. */
export interface JudgeFlush {
  /** The same at every try: what is spent is added once. */
  id: string;
  projectId: string;
  /** The day that is charged, in UTC. */
  day: string;
  /** Undefined where nothing was spent or set aside. */
  spending: Spending | undefined;
  answers: readonly KeptAnswer[];
  uses: readonly ModelUse[];
  atMs: number;
}

/** Flushes in D1. */
export interface JudgeFlushes {
  /** Writes a flush in one transaction. */
  write(flush: JudgeFlush): Promise<void>;
  /** Forgets which ones were written, of those that nobody writes any more. */
  sweep(nowMs: number): Promise<number>;
}

// A write is retried within seconds.
const REMEMBERED_MS = 3_600_000;

export function createJudgeFlushes({ d1, attempt }: Database): JudgeFlushes {
  function addSpending({ id, projectId, day }: JudgeFlush, spending: Spending) {
    const { nanoUsd, calls, usage } = spending;
    const add = d1
      .prepare(
        `INSERT INTO judge_spend (project_id, day, nano_usd, calls, input_tokens, output_tokens)
         SELECT ?1, ?2, max(0, ?3), ?4, ?5, ?6
         WHERE NOT EXISTS (SELECT 1 FROM judge_settlements WHERE id = ?7)
         ON CONFLICT DO UPDATE SET nano_usd = max(0, nano_usd + ?3),
           calls = calls + excluded.calls, input_tokens = input_tokens + excluded.input_tokens,
           output_tokens = output_tokens + excluded.output_tokens`,
      )
      .bind(projectId, day, nanoUsd, calls, usage.inputTokens, usage.outputTokens, id);
    return add;
  }

  function mark({ id, atMs }: JudgeFlush) {
    return d1
      .prepare('INSERT OR IGNORE INTO judge_settlements (id, expires_at_ms) VALUES (?1, ?2)')
      .bind(id, atMs + REMEMBERED_MS);
  }

  return {
    async write(flush) {
      const { projectId, spending, answers, uses } = flush;
      const statements = [
        ...(spending ? [addSpending(flush, spending)] : []),
        ...(uses.length > 0 ? [addUses(d1, flush, uses)] : []),
        ...(spending || uses.length > 0 ? [mark(flush)] : []),
        ...keepAnswers(d1, projectId, answers),
      ];
      if (statements.length > 0) await attempt(() => d1.batch(statements));
    },

    sweep: (nowMs) =>
      deleteInSteps({ d1, attempt }, 'judge_settlements', 'expires_at_ms <= ?1', nowMs),
  };
}
