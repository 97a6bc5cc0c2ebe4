import type { TokenUsage } from '@assay/schema/types.ts';
import { addUsage } from '@assay/scorers/judging/ask.ts';
import type { Reservation } from './budget.ts';
import type { Hedge } from './hedge.ts';

/** The budget that is reserved for a call and its hedges. */
export interface CallReservations {
  /** Undefined where calls are not hedged. */
  hedge: Hedge | undefined;
  /**
   * Ends the call and releases its reservations.
   *
   * @param used by one answer; undefined when nothing was charged
   * @returns the total of all that was sent: most providers charge for the hedged call too
   */
  end(used: TokenUsage | undefined): Promise<{ usage: TokenUsage; costUsd: number }>;
}

/** @param afterMs milliseconds after which the call is hedged; undefined for never */
export async function reserveCall(
  reserve: () => Promise<Reservation>,
  afterMs: number | undefined,
): Promise<CallReservations> {
  const own = await reserve();
  const hedged: Reservation[] = [];
  const preparing: Promise<void>[] = [];
  let sent = 0;

  const prepare = () => {
    const prepared = reserve().then((more) => {
      hedged.push(more);
    });
    preparing.push(prepared);
    return prepared;
  };
  const onSent = () => {
    sent += 1;
  };
  return {
    hedge: afterMs === undefined ? undefined : { afterMs, prepare, onSent },

    async end(used) {
      // The answer may come while more is being reserved, which must be released.
      await Promise.allSettled(preparing);
      const costs = [own, ...hedged].map(({ end }, i) => end(i <= sent ? used : undefined));
      const usage = used ?? { inputTokens: 0, outputTokens: 0 };
      return {
        usage: Array.from({ length: 1 + sent }, () => usage).reduce(addUsage),
        costUsd: costs.reduce((sum, cost) => sum + cost, 0),
      };
    },
  };
}
