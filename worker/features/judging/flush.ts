import { newId } from '@assay/schema/ids.ts';
import type { KeptAnswer } from '../../store/judge-cache.ts';
import type { Budget } from './budget.ts';
import type { Judging } from './judging-context.ts';
import type { ModelUses } from './model-use.ts';

/** What one invocation has to write. */
export interface Unwritten {
  projectId: string;
  budget: Budget;
  uses: ModelUses;
  /** Answers to keep. */
  takeAnswers?(): readonly KeptAnswer[];
}

/** Writes the spend since the last flush. A failed write is logged: the answer must not be lost with its cost. */
export async function flush(
  { projectId, budget, uses, takeAnswers }: Unwritten,
  { flushes, nowMs, log }: Pick<Judging, 'flushes' | 'nowMs' | 'log'>,
): Promise<void> {
  const atMs = nowMs();
  try {
    await flushes.write({
      id: newId('flush', atMs),
      ...{ projectId, atMs, day: budget.day },
      spending: budget.takeSpending(),
      answers: takeAnswers?.() ?? [],
      uses: uses.take(),
    });
  } catch {
    log({ level: 'error', event: 'judge_settlement_unwritten', projectId });
  }
}
