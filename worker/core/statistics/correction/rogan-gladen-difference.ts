import { normalCritical } from '../distributions/normal.ts';
import { type Estimate, estimateWithin } from '../estimate.ts';
import type { PairCounts } from '../share-difference.ts';
import { type CorrectionRefusal, type JudgedPasses, refusalOf, smooth } from './rogan-gladen.ts';

/** How often a judge is right about passes and about fails, counted on labels. */
export type JudgeRates = Pick<JudgedPasses, 'sensitivity' | 'specificity'>;

export interface JudgedPairs {
  /** How often the judges passed both items of a pair, or one, or none. */
  pairs: PairCounts;
  /** The judge of the first items. */
  first: JudgeRates;
  /** The judge of the second items; the same object if one judge, by the same labels, saw both. */
  second: JudgeRates;
}

export type CorrectedShareDifference =
  | (Estimate & { status: 'estimated' })
  | { status: 'refused'; reason: CorrectionRefusal | 'too_few_labels' };

/** With fewer labelled passes or fails, judges that happen to look good on them would be believed. */
const LEAST_OF_A_KIND = 30;

/**
 * By how much the shares differ that people would pass, first less second, from pairs of which a judge
 * saw both items. Of one judge, a difference is what it passed more, divided by how much better than
 * chance it is; what the labels leave open of the judge then counts in proportion to the difference. Of
 * two judges, what the labels leave open of each counts in full.
 *
 * Source: Rogan & Gladen 1978; the delta method on its difference; Lang & Reiczigel 2014 and Agresti &
 * Min 2005 for what is added to counts.
 * @param judged at least one pair
 * @param coverage of the interval, between 0 and 1
 */
export function roganGladenDifference(
  judged: JudgedPairs,
  coverage = 0.95,
): CorrectedShareDifference {
  const { pairs, first, second } = judged;
  for (const rates of [first, second]) {
    const reason = refusalOf(rates, coverage);
    if (reason !== undefined) return { status: 'refused', reason };
    const { sensitivity, specificity } = rates;
    if (Math.min(sensitivity.trials, specificity.trials) < LEAST_OF_A_KIND) {
      return { status: 'refused', reason: 'too_few_labels' };
    }
  }
  const value = clamp(pointOf(pairs, first) - pointOf(turned(pairs), second));
  const squared = pairsVariance(judged) + ratesVariance(judged);
  return {
    status: 'estimated',
    ...estimateWithin(value, normalCritical(coverage) * Math.sqrt(squared), -1, 1),
  };
}

/** The share that people would pass, not held to 0 and 1: differences need what lies beyond. */
function pointOf(pairs: PairCounts, { sensitivity, specificity }: JudgeRates): number {
  const right = specificity.successes / specificity.trials;
  const youden = right + sensitivity.successes / sensitivity.trials - 1;
  return ((pairs.both + pairs.onlyFirst) / countOf(pairs) + right - 1) / youden;
}

/** The variance of what the pairs contribute, with half a pair more of each outcome. */
function pairsVariance({ pairs, first, second }: JudgedPairs): number {
  const { both, onlyFirst, onlySecond, neither } = pairs;
  const [a, b] = [1 / youdenOf(first), 1 / youdenOf(second)];
  const outcomes = [
    { value: a - b, count: both + 0.5 },
    { value: a, count: onlyFirst + 0.5 },
    { value: -b, count: onlySecond + 0.5 },
    { value: 0, count: neither + 0.5 },
  ];
  const total = countOf(pairs) + 2;
  const mean = outcomes.reduce((sum, { value, count }) => sum + value * count, 0) / total;
  const squares = outcomes.reduce((sum, { value, count }) => sum + count * (value - mean) ** 2, 0);
  return squares / total / total;
}

/** The variance of what the labels leave open of the judges. */
function ratesVariance({ pairs, first, second }: JudgedPairs): number {
  const [one, other] = [pointOf(pairs, first), pointOf(turned(pairs), second)].map((share) =>
    Math.max(0, Math.min(1, share)),
  );
  if (one === undefined || other === undefined) return 0;
  if (first === second) {
    const apart = one - other;
    return variancesOf(first, { passes: apart, fails: apart });
  }
  return (
    variancesOf(first, { passes: one, fails: 1 - one }) +
    variancesOf(second, { passes: other, fails: 1 - other })
  );
}

function variancesOf(rates: JudgeRates, by: { passes: number; fails: number }): number {
  const [q1, q0] = [smooth(rates.sensitivity, 1), smooth(rates.specificity, 1)];
  const variance = ({ share, trials }: { share: number; trials: number }) =>
    (share * (1 - share)) / trials;
  return (by.passes ** 2 * variance(q1) + by.fails ** 2 * variance(q0)) / youdenOf(rates) ** 2;
}

function youdenOf({ sensitivity, specificity }: JudgeRates): number {
  return smooth(sensitivity, 1).share + smooth(specificity, 1).share - 1;
}

function turned({ both, onlyFirst, onlySecond, neither }: PairCounts): PairCounts {
  return { both, onlyFirst: onlySecond, onlySecond: onlyFirst, neither };
}

function countOf({ both, onlyFirst, onlySecond, neither }: PairCounts): number {
  return both + onlyFirst + onlySecond + neither;
}

function clamp(difference: number): number {
  return Math.max(-1, Math.min(1, difference));
}
