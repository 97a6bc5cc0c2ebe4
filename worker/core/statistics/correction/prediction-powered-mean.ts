import { studentCritical } from '../distributions/student.ts';
import type { Estimate } from '../estimate.ts';
import { wilsonInterval } from '../intervals.ts';
import { type Moments, mean, momentsOf, pooled, sum } from '../moments.ts';
import { countThatDecides, kishCount, type LabelledScore, weightsOf } from './labelled-score.ts';
import { tuneLambda } from './prediction-powered-at.ts';

/** A mean label, and what it was estimated from. */
export interface CorrectedMean extends Estimate {
  standardError: number;
  /** `labels_alone` if the judge's scores do not help, or too few labels show by how much. */
  method: 'prediction_powered' | 'labels_alone';
  /** The weight of the judge's scores, from 0 to 1, averaged over the folds. */
  lambda: number;
  labels: number;
  /** How many labels alone would give the same standard error. */
  effectiveLabels: number;
  /** Variance of the labels, and of what the judge leaves open of them: for `labelsForWidth`. */
  variances: { label: number; rest: number };
  /** Labels and other items together. */
  items: number;
}

const FOLDS = 10;
/** Below these the normal approximation of few and skewed labels does not hold its level. */
const LEAST_LABELS = 20;
const LEAST_DECIDING_LABELS = 10;
const LEAST_DECIDING_GAPS = 3;

/**
 * The mean label of a stream from a few labels and the judge's scores of many more items. The better
 * the judge follows the labels, the narrower the interval; where it does not, or where so few labels
 * differ that nobody could say, the labels alone are used.
 *
 * The weight of the scores is tuned on other labels than those it is used on. Each binary label gets
 * company of one pass and one fail in the variance, and the limits are those of a share with the same
 * standard error, so that they hold for 50 labels and for shares near 0 and 1.
 *
 * Source: Angelopoulos, Duchi & Zrnic 2023 (PPI++); Zrnic & Candès 2024, "Cross-prediction-powered
 * inference", for the folds; Agresti & Coull 1998 and Korn & Graubard 1998 for the limits; Särndal,
 * Swensson & Wretman 1992, section 6.4 for weights.
 * @param labelled drawn from the stream at random, or with known probabilities as weights
 * @param others the judge's scores of the remaining items; with weights, all that were not drawn
 * @param coverage of the interval, between 0 and 1
 * @throws RangeError if there are fewer than two labels, or a weight is not above 0
 */
export function predictionPoweredMean(
  labelled: readonly LabelledScore[],
  others: Moments,
  coverage = 0.95,
): CorrectedMean {
  if (labelled.length < 2) throw new RangeError('A corrected mean needs at least 2 labels.');
  const weights = weightsOf(labelled);
  const alone = meanOfLabels(labelled, weights, others.count, coverage);
  const labels = labelled.map(({ label }) => label);
  if (
    others.count === 0 ||
    labelled.length < LEAST_LABELS ||
    countThatDecides(labels, weights) < LEAST_DECIDING_LABELS
  ) {
    return alone;
  }
  const lambdas = lambdasByFold(labelled, others);
  const all = pooled(momentsOf(labelled.map(({ score }) => score)), others);
  // PPI's weight is that of the other items alone; of all items together it is larger.
  const share = all.count / others.count;
  const gaps = labelled.map(({ label, score }, i) => {
    return label - (lambdas[i % FOLDS] ?? 0) * share * (score - all.mean);
  });
  const errors = labelled.map(({ label, score }) => label - score);
  if (
    Math.min(countThatDecides(gaps, weights), countThatDecides(errors, weights)) <
    LEAST_DECIDING_GAPS
  ) {
    return alone;
  }
  const value = weightedMean(gaps, weights);
  const rest = weightedVariance(gaps, weights, areBinary(labels));
  const drawn = samplingVariance(gaps, weights, areBinary(labels)) / kishCount(weights);
  const variance = drawn + (alone.variances.label - rest) / all.count;
  const standardError = Math.sqrt(Math.max(0, variance));
  if (standardError >= alone.standardError) return alone;
  return {
    ...limits(value, standardError, { degrees: Math.floor(kishCount(weights)) - 2, coverage }),
    standardError,
    method: 'prediction_powered',
    lambda: mean(lambdas),
    labels: labelled.length,
    effectiveLabels: labelled.length * (alone.standardError / standardError) ** 2,
    variances: { label: alone.variances.label, rest },
    items: all.count,
  };
}

/** The mean of the labels alone. */
function meanOfLabels(
  labelled: readonly LabelledScore[],
  weights: readonly number[],
  others: number,
  coverage: number,
): CorrectedMean {
  const labels = labelled.map(({ label }) => label);
  const value = weightedMean(labels, weights);
  const variance = weightedVariance(labels, weights, areBinary(labels));
  const count = kishCount(weights);
  const standardError = Math.sqrt(samplingVariance(labels, weights, areBinary(labels)) / count);
  const isPlainShare = areBinary(labels) && new Set(weights).size === 1;
  return {
    ...(isPlainShare
      ? wilsonInterval(value * count, count, coverage)
      : limits(value, standardError, { degrees: Math.floor(count) - 1, coverage })),
    standardError,
    method: 'labels_alone',
    lambda: 0,
    labels: labelled.length,
    effectiveLabels: count,
    variances: { label: variance, rest: variance },
    items: labelled.length + others,
  };
}

/** For each fold, the weight that the labels outside it choose. */
function lambdasByFold(labelled: readonly LabelledScore[], others: Moments): number[] {
  return Array.from({ length: FOLDS }, (_, fold) =>
    tuneLambda(
      labelled.filter((__, i) => i % FOLDS !== fold),
      others,
    ),
  );
}

function areBinary(labels: readonly number[]): boolean {
  return labels.every((label) => label === 0 || label === 1);
}

function weightedMean(values: readonly number[], weights: readonly number[]): number {
  return sum(values.map((value, i) => value * (weights[i] ?? 0))) / sum(weights);
}

/** The variance of one value; binary labels are joined by one pass and one fail. */
function weightedVariance(
  values: readonly number[],
  weights: readonly number[],
  isBinary: boolean,
): number {
  return varianceBy(values, weights, isBinary, (weight) => weight);
}

/** The same as it counts for the error of a weighted mean, where items of large weight count more. */
function samplingVariance(
  values: readonly number[],
  weights: readonly number[],
  isBinary: boolean,
): number {
  return varianceBy(values, weights, isBinary, (weight) => weight ** 2);
}

function varianceBy(
  values: readonly number[],
  weights: readonly number[],
  isBinary: boolean,
  scaleOf: (weight: number) => number,
): number {
  const company = isBinary ? [0, 1] : [];
  const typical = sum(weights.map((weight) => weight ** 2)) / sum(weights);
  const all = [...values, ...company];
  const allWeights = [...weights, ...company.map(() => typical)];
  const centre = weightedMean(all, allWeights);
  const scales = allWeights.map(scaleOf);
  const squares = all.map((value, i) => (scales[i] ?? 0) * (value - centre) ** 2);
  return (sum(squares) / sum(scales)) * (all.length / (all.length - 1));
}

/** The limits of a share with the same value and standard error, from 0 to 1. */
function limits(
  value: number,
  standardError: number,
  { degrees, coverage }: { degrees: number; coverage: number },
): Estimate {
  const inside = Math.max(0, Math.min(1, value));
  if (standardError === 0) return { value: inside, low: inside, high: inside };
  const count = Math.max(1, (inside * (1 - inside)) / standardError ** 2);
  const critical = studentCritical(coverage, Math.max(1, degrees));
  const square = critical ** 2 / count;
  const centre = (inside + square / 2) / (1 + square);
  const spread = Math.sqrt(inside * (1 - inside) * square + square ** 2 / 4) / (1 + square);
  return {
    value: inside,
    low: Math.max(0, Math.min(inside, centre - spread)),
    high: Math.min(1, Math.max(inside, centre + spread)),
  };
}
