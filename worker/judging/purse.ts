import type { TokenUsage } from '@assay/schema/types.ts';
import { costOf, type Price } from '../models/prices.ts';
import { ModelError } from '../models/provider.ts';
import type { JudgeSpend, Spending } from '../store/judge-spend.ts';

/** What one invocation spends on models, within the project's cap of the day. */
export interface Purse {
  /**
   * Sets aside what a call can cost at most.
   *
   * @throws ModelError `judge_budget_exceeded` when the cap would be passed
   */
  reserve(model: string, price: Price | undefined, most: TokenUsage): Promise<Reservation>;
  /** Writes what was spent since the last time. */
  settle(): Promise<void>;
}

export interface Reservation {
  /** Ends the call: undefined when it gave no answer. Returns its cost in US dollars. */
  end(usage: TokenUsage | undefined): number;
}

const NANO = 1e9;

/**
 * @param capUsd US dollars a day; null for no limit
 * @param nowMs decides the day, in UTC
 */
export function createPurse(
  spend: JudgeSpend,
  projectId: string,
  capUsd: number | null,
  nowMs: number,
): Purse {
  const day = new Date(nowMs).toISOString().slice(0, 10);
  let sum = nothing();

  return {
    async reserve(model, price, most) {
      if (capUsd !== null && price === undefined) {
        throw new ModelError(
          'judge_budget_exceeded',
          `The project has a daily cap, and the price of ${model} is not known. Set it in ASSAY_PRICES.`,
        );
      }
      const reserved = price && capUsd !== null ? Math.ceil(costOf(most, price) * NANO) : 0;
      const isWithin =
        capUsd === null || reserved === 0
          ? true
          : await spend.reserve(projectId, day, reserved, Math.floor(capUsd * NANO));
      if (!isWithin) {
        throw new ModelError(
          'judge_budget_exceeded',
          `This call could pass the project’s cap of ${capUsd} USD a day.`,
        );
      }
      return {
        end(usage) {
          const cost = usage && price ? costOf(usage, price) : 0;
          sum.nanoUsd += Math.round(cost * NANO) - reserved;
          if (usage) {
            sum.calls += 1;
            sum.usage.inputTokens += usage.inputTokens;
            sum.usage.outputTokens += usage.outputTokens;
          }
          return cost;
        },
      };
    },

    async settle() {
      if (sum.calls === 0 && sum.nanoUsd === 0) return;
      const written = sum;
      sum = nothing();
      await spend.add(projectId, day, written);
    },
  };
}

function nothing(): Spending {
  return { nanoUsd: 0, calls: 0, usage: { inputTokens: 0, outputTokens: 0 } };
}
