import type { TokenUsage } from '@assay/schema/types.ts';
import { addUsage } from '@assay/scorers/judging/ask.ts';

/** What asking models used and cost. */
export interface Spent {
  usage: TokenUsage;
  costUsd: number;
  /** Whether Assay counted some of the tokens, because a provider did not. */
  usageEstimated: boolean;
}

/** Called with what one model call used and cost, and with the model. */
export type OnSpent = (spent: Spent, model?: string) => void;

export const NOTHING_SPENT: Spent = {
  usage: { inputTokens: 0, outputTokens: 0 },
  costUsd: 0,
  usageEstimated: false,
};

export function addSpent(a: Spent, b: Spent): Spent {
  return {
    usage: addUsage(a.usage, b.usage),
    costUsd: a.costUsd + b.costUsd,
    usageEstimated: a.usageEstimated || b.usageEstimated,
  };
}

/** Sums what is spent, and passes it on. */
export interface Tally {
  add: OnSpent;
  total(): Spent;
}

export function createTally(onSpent: OnSpent = () => {}): Tally {
  let total = NOTHING_SPENT;
  return {
    add(spent, model) {
      total = addSpent(total, spent);
      onSpent(spent, model);
    },
    total: () => total,
  };
}
