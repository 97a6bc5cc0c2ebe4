import { normalCritical } from '../distributions/normal.ts';
import type { Estimate } from '../estimate.ts';
import { wilsonInterval } from '../intervals.ts';
import { sum } from '../moments.ts';

/** How many of so many. */
export interface Count {
  successes: number;
  trials: number;
}

export interface JudgedPasses {
  /** Items that the judge passed, of all it judged. */
  passed: Count;
  /** Items that the judge failed, of those that people failed. */
  specificity: Count;
  /** Items that the judge passed, of those that people passed. */
  sensitivity: Count;
}

export type CorrectedShare =
  | (Estimate & { status: 'estimated' })
  | { status: 'refused'; reason: CorrectionRefusal };

export type CorrectionRefusal =
  /** People passed all of the labelled items, or failed all. */
  | 'no_labels_of_one_kind'
  /** The labels leave open how much better than chance the judge is, or whether it is. */
  | 'judge_too_uncertain'
  /** The judge was wrong about so few labels that nobody could say how often it is. */
  | 'too_few_errors';

/** The least share of sensitivity + specificity - 1 that its own lower limit must reach. */
const LEAST_CERTAINTY = 2 / 3;
const LEAST_ERRORS = 3;

/**
 * The share that people would pass, from the share that the judge passes and how often it is right
 * about passes and fails. Unlike `predictionPoweredMean` the labels may come from items with another
 * share of passes, as long as the judge is right as often about each kind. The formula divides by how
 * much better than chance the judge is, so it refuses where the labels do not show that, and where
 * the limits would not hold their level.
 *
 * Source: Rogan & Gladen 1978; Lang & Reiczigel 2014, "Confidence limits for prevalence of disease
 * adjusted for estimated sensitivity and specificity", for the limits.
 * @param judged counts; at least one item judged
 * @param coverage of the interval, between 0 and 1
 */
export function roganGladen(judged: JudgedPasses, coverage = 0.95): CorrectedShare {
  const { passed, specificity, sensitivity } = judged;
  const reason = refusalOf(judged, coverage);
  if (reason !== undefined) return { status: 'refused', reason };
  const z = normalCritical(coverage);
  const p = smooth(passed, (z * z) / 2);
  const q0 = smooth(specificity, 1);
  const q1 = smooth(sensitivity, 1);
  const youden = q0.share + q1.share - 1;
  const share = (p.share + q0.share - 1) / youden;
  const fromSpecificity = ((1 - share) * q0.share * (1 - q0.share)) / q0.trials;
  const fromSensitivity = (share * q1.share * (1 - q1.share)) / q1.trials;
  const shift = 2 * z * z * (fromSensitivity - fromSpecificity);
  const variance =
    (p.share * (1 - p.share)) / p.trials + (1 - share) * fromSpecificity + share * fromSensitivity;
  const margin = (z * Math.sqrt(Math.max(0, variance))) / youden;
  const value = inside(pointOf(judged));
  return {
    status: 'estimated',
    value,
    low: Math.min(value, inside(share + shift - margin)),
    high: Math.max(value, inside(share + shift + margin)),
  };
}

/** Why labels do not tell how often a judge is right; undefined if they do. */
export function refusalOf(
  rates: Pick<JudgedPasses, 'sensitivity' | 'specificity'>,
  coverage: number,
): CorrectionRefusal | undefined {
  const both = [rates.specificity, rates.sensitivity];
  if (both.some(({ trials }) => trials === 0)) return 'no_labels_of_one_kind';
  const errors = both.map(({ successes, trials }) => trials - successes);
  if (sum(errors) < LEAST_ERRORS) return 'too_few_errors';
  return isCertain(rates, coverage) ? undefined : 'judge_too_uncertain';
}

function pointOf({ passed, specificity, sensitivity }: JudgedPasses): number {
  const q0 = shareOf(specificity);
  return (shareOf(passed) + q0 - 1) / (q0 + shareOf(sensitivity) - 1);
}

function shareOf({ successes, trials }: Count): number {
  return successes / trials;
}

/** Whether sensitivity + specificity - 1 is known well enough to be divided by. */
function isCertain(
  { specificity, sensitivity }: Pick<JudgedPasses, 'sensitivity' | 'specificity'>,
  coverage: number,
): boolean {
  const q0 = wilsonInterval(specificity.successes, specificity.trials, coverage);
  const q1 = wilsonInterval(sensitivity.successes, sensitivity.trials, coverage);
  const youden = q0.value + q1.value - 1;
  const least = youden - Math.hypot(q0.value - q0.low, q1.value - q1.low);
  return youden > 0 && least >= LEAST_CERTAINTY * youden;
}

/** A share with so many passes and fails more. */
export function smooth(
  { successes, trials }: Count,
  added: number,
): { share: number; trials: number } {
  return { share: (successes + added) / (trials + 2 * added), trials: trials + 2 * added };
}

function inside(value: number): number {
  return Math.max(0, Math.min(1, value));
}
