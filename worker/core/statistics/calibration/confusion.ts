import { kishCount } from '../correction/labelled-score.ts';
import type { Estimate } from '../estimate.ts';
import { wilsonInterval } from '../intervals.ts';
import { sum } from '../moments.ts';

/** Whether the judge and a person passed an item. */
export interface PassPair {
  judged: boolean;
  labelled: boolean;
  /** 1 by the probability with which the item was drawn to be labelled; 1 if omitted. */
  weight?: number;
}

export interface Confusion {
  /** Items, not weighted. */
  counts: { truePass: number; falsePass: number; trueFail: number; falseFail: number };
  /** Of the items that people passed, the share that the judge passed. */
  sensitivity: Estimate | null;
  /** Of the items that people failed, the share that the judge failed. */
  specificity: Estimate | null;
  /** Of the items that the judge passed, the share that people passed. */
  precision: Estimate | null;
}

/**
 * How a judge's passes and fails compare with those of people, each share with Wilson's interval; with
 * weights, of as many items as are as certain without.
 *
 * Source: Altman & Bland 1994; Kish 1965, section 11.7, for the weights.
 * @returns null for a share of nothing
 */
export function confusionOf(pairs: readonly PassPair[], coverage = 0.95): Confusion {
  const count = (judged: boolean, labelled: boolean) =>
    pairs.filter((pair) => pair.judged === judged && pair.labelled === labelled).length;
  const share = (of: (pair: PassPair) => boolean, isHit: (pair: PassPair) => boolean) => {
    const among = pairs.filter(of);
    if (among.length === 0) return null;
    const weights = among.map(({ weight = 1 }) => weight);
    const hits = sum(among.map((pair, i) => (isHit(pair) ? (weights[i] ?? 0) : 0)));
    const items = kishCount(weights);
    return wilsonInterval((hits / sum(weights)) * items, items, coverage);
  };
  return {
    counts: {
      truePass: count(true, true),
      falsePass: count(true, false),
      trueFail: count(false, false),
      falseFail: count(false, true),
    },
    sensitivity: share(
      ({ labelled }) => labelled,
      ({ judged }) => judged,
    ),
    specificity: share(
      ({ labelled }) => !labelled,
      ({ judged }) => !judged,
    ),
    precision: share(
      ({ judged }) => judged,
      ({ labelled }) => labelled,
    ),
  };
}
