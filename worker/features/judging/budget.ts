import type { TokenUsage } from '@assay/schema/types.ts';
import { costOf, type Price } from '../../models/prices.ts';
import { ModelError } from '../../models/provider.ts';
import type { JudgeSpend, Spending } from '../../store/judge-spend.ts';
import { gather } from './gather.ts';

/** What one invocation spends on models, within the project's daily cap. */
export interface Budget {
  /**
   * Reserves the most that a call can cost.
   *
   * @throws ModelError `judge_budget_exceeded` when the cap would be passed
   */
  reserve(model: string, price: Price | undefined, most: TokenUsage): Promise<Reservation>;
  /** The day that is charged, in UTC. */
  day: string;
  /** What was spent since the last call of this; undefined for nothing. */
  takeSpending(): Spending | undefined;
  /** Puts back what was taken and could not be written. */
  putBack(taken: Spending): void;
}

export interface Reservation {
  /**
   * Ends the call and releases what it did not use.
   *
   * @param usage undefined when nothing was charged
   * @returns its cost in US dollars
   */
  end(usage: TokenUsage | undefined): number;
}

const NANO = 1e9;

/**
 * @param capUsd US dollars a day; null for no limit
 * @param nowMs decides the day, in UTC
 */
export function createBudget(
  spend: JudgeSpend,
  projectId: string,
  capUsd: number | null,
  nowMs: number,
): Budget {
  const day = new Date(nowMs).toISOString().slice(0, 10);
  let sum = nothing();
  // One query reserves for all calls that begin together.
  const reserveTogether = gather<number, boolean>((amounts) =>
    spend.reserve(projectId, day, amounts, Math.floor((capUsd ?? 0) * NANO)),
  );

  return {
    day,

    async reserve(model, price, most) {
      if (capUsd !== null && price === undefined) {
        throw new ModelError(
          'judge_budget_exceeded',
          `The project has a daily cap, but the price of ${model} is unknown. Set it in ASSAY_PRICES.`,
        );
      }
      const reserved = price && capUsd !== null ? Math.ceil(costOf(most, price) * NANO) : 0;
      if (reserved > 0 && !(await reserveTogether(reserved))) {
        throw new ModelError(
          'judge_budget_exceeded',
          `This call could exceed the project’s cap of ${capUsd} USD per day. Raise the cap, or wait until the next day (UTC).`,
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

    takeSpending() {
      if (sum.calls === 0 && sum.nanoUsd === 0) return undefined;
      const taken = sum;
      sum = nothing();
      return taken;
    },

    putBack({ nanoUsd, calls, usage }) {
      sum.nanoUsd += nanoUsd;
      sum.calls += calls;
      sum.usage.inputTokens += usage.inputTokens;
      sum.usage.outputTokens += usage.outputTokens;
    },
  };
}

function nothing(): Spending {
  return { nanoUsd: 0, calls: 0, usage: { inputTokens: 0, outputTokens: 0 } };
}
