import { studentCritical } from '../distributions/student.ts';
import { type Estimate, estimateWithin } from '../estimate.ts';
import { wilsonInterval } from '../intervals.ts';

/** A coefficient of agreement: 1 if the raters always agree, 0 if as often as by chance. */
export interface Agreement extends Estimate {
  standardError: number;
}

/** What an interval of a coefficient of agreement is made of. */
export interface Coefficient {
  value: number;
  standardError: number;
  items: number;
  /** The agreement to expect by chance, below 1. */
  byChance: number;
  coverage: number;
}

/**
 * Student's interval of a coefficient. Without any disagreement its standard error is 0, which would
 * make five items as certain as five thousand: the lower limit then comes from how many disagreements
 * that many items may hide (Wilson's limit), with the agreement by chance as it was seen.
 *
 * Source: Gwet 2014, "Handbook of Inter-Rater Reliability", chapter 5, for the interval.
 */
export function withInterval(coefficient: Coefficient): Agreement {
  const { value, standardError, items, byChance, coverage } = coefficient;
  if (items < 2) return { value, low: -1, high: 1, standardError };
  if (value >= 1) {
    return { value: 1, low: lowOfComplete(items, byChance, coverage), high: 1, standardError: 0 };
  }
  const margin = studentCritical(coverage, items - 1) * standardError;
  return { ...estimateWithin(value, margin, -1, 1), standardError };
}

/** The lower limit of a coefficient of raters who agreed on each of so many items. */
export function lowOfComplete(items: number, byChance: number, coverage: number): number {
  const { low } = wilsonInterval(items, items, coverage);
  return Math.max(-1, (low - byChance) / (1 - byChance));
}
