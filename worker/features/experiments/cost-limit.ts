import type { ExperimentCallStore, WantedCall } from '../../store/experiment-calls.ts';
import type { OpenPart } from '../../store/experiment-parts.ts';
import { gather } from '../judging/gather.ts';

/** What a call would cost beside what has been lost on its cell, in US dollars. */
export interface AskedCost {
  cell: number;
  /** What failed attempts have cost that are not charged yet. */
  lostUsd: number;
  /** What the call is expected to cost; undefined while nothing is known of it. */
  expectedUsd: number | undefined;
}

/**
 * `later`: what other calls have reserved stands in the way, and they may cost less. `over`: what has
 * been paid leaves too little. `lost`: the part is another's, or its experiment has ended.
 */
export type Reserved = 'reserved' | 'later' | 'over' | 'lost';

/**
 * Holds the calls of a part to the most that its experiment may cost. Every call reserves what it is
 * expected to cost in the database before it is made, and what it did cost is charged with its result:
 * a call is made only while all that has been paid and reserved, by whatever part, is within the limit.
 * A call that nothing is known of is made alone. So the limit can be passed only by what calls in flight
 * cost beyond what they reserved: the dearest answer of their target so far, or what they were estimated
 * to cost if that is more. What a consumer reserved that died stays, since it may have been paid for.
 */
export interface CostLimit {
  reserve(asked: AskedCost): Promise<Reserved>;
  /** Notes what an answer cost; null without a known price. */
  answered(costUsd: number | null): void;
  /** What a call is charged for that tells no cost. */
  unknownUsd(expectedUsd: number | undefined): number;
  /** Charges what calls cost that brought no result. */
  release(calls: readonly { cell: number; costUsd: number }[]): Promise<void>;
  /** The most that an answer of the target has cost; null before the first. */
  mostNanoUsd(): number | null;
  /** How many statements it has run. */
  statements(): number;
}

const NANO = 1e9;

/**
 * @param lane first and last part of the target
 * @param mostNanoUsd the most that an answer of the target has cost so far
 */
export function createCostLimit(
  part: OpenPart,
  lane: readonly [number, number],
  calls: ExperimentCallStore,
  known: number | null,
): CostLimit {
  let most = known;
  let statements = 0;
  /** So much or more is known to be over the limit. */
  let over = Number.POSITIVE_INFINITY;
  // One query reserves for all calls that begin together.
  const reserveTogether = gather((wanted: readonly WantedCall[]) => {
    statements += wanted.length;
    return calls.reserve(part, wanted);
  });
  const dearer = (nanoUsd: number | null) => {
    if (nanoUsd !== null) most = Math.max(most ?? 0, nanoUsd);
  };

  async function reserve({ cell, lostUsd, expectedUsd }: AskedCost): Promise<Reserved> {
    const wanted = () => {
      const expected = expectedUsd === undefined ? null : Math.ceil(expectedUsd * NANO);
      const each = expected === null ? most : Math.max(expected, most ?? 0);
      return each === null ? null : each + Math.ceil(lostUsd * NANO);
    };
    for (;;) {
      const nanoUsd = wanted();
      if ((nanoUsd ?? 1) >= over) return 'over';
      if (await reserveTogether({ at: cell, nanoUsd })) return 'reserved';
      statements += 1;
      const left = await calls.allowance(part, lane);
      if (!left.isHeld) return 'lost';
      dearer(left.mostNanoUsd);
      const least = wanted() ?? 1;
      if (left.paidNanoUsd + least > left.capNanoUsd) {
        over = Math.min(over, left.capNanoUsd - left.paidNanoUsd + 1);
        return 'over';
      }
      // What is known by now may let it go beside others.
      if (nanoUsd !== null || wanted() === null) return 'later';
    }
  }

  return {
    reserve,
    answered: (costUsd) => dearer(Math.round((costUsd ?? 0) * NANO)),
    unknownUsd: (expectedUsd = 0) => Math.max(expectedUsd, (most ?? 0) / NANO),
    async release(ended) {
      if (ended.length === 0) return;
      statements += 2;
      await calls.release(
        part,
        ended.map(({ cell, costUsd }) => ({ at: cell, nanoUsd: Math.round(costUsd * NANO) })),
      );
    },
    mostNanoUsd: () => most,
    statements: () => statements,
  };
}
