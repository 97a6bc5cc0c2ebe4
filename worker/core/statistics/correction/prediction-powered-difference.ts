import { studentCritical } from '../distributions/student.ts';
import { type Estimate, estimateWithin } from '../estimate.ts';
import { type Moments, mean, momentsOf, pooled } from '../moments.ts';
import { countThatDecides } from './labelled-score.ts';
import { tuneLambda } from './prediction-powered-at.ts';

/** Of one pair of items, what people and the judge said: first less second, each from -1 to 1. */
export interface LabelledDifference {
  label: number;
  score: number;
}

export type CorrectedDifference =
  | (Estimate & {
      status: 'estimated';
      /** `labels_alone` if the judge's scores do not help, or too few labels show by how much. */
      method: 'prediction_powered' | 'labels_alone';
    })
  | { status: 'refused'; reason: 'too_few_labels' };

const FOLDS = 10;
/** Fewer pairs say nothing of how far two means are apart. */
const LEAST_PAIRS = 20;
const LEAST_DECIDING_GAPS = 3;

/**
 * The mean difference of what people say of two items, from a few pairs of which both are labelled and
 * the judge's scores of many more. It is `predictionPoweredMean` of differences: what a pair has in
 * common, and what the judge gets wrong about both alike, drops out before anything is averaged. Pairs
 * of binary labels get company of one pair for the first and one for the second in the variance.
 *
 * Source: Angelopoulos, Duchi & Zrnic 2023 (PPI++); Zrnic & Candès 2024 for the folds; Agresti & Min
 * 2005, "Simple improved confidence intervals for comparing matched proportions", for the company.
 * @param labelled pairs drawn at random from all, each with the same probability
 * @param others the judge's differences of the remaining pairs
 * @param coverage of the interval, between 0 and 1
 */
export function predictionPoweredDifference(
  labelled: readonly LabelledDifference[],
  others: Moments,
  coverage = 0.95,
): CorrectedDifference {
  if (labelled.length < LEAST_PAIRS) return { status: 'refused', reason: 'too_few_labels' };
  const labels = labelled.map(({ label }) => label);
  const count = labels.length;
  const hasCompany = labels.every(Number.isInteger);
  const variance = varianceOf(labels, hasCompany);
  const alone = {
    status: 'estimated',
    method: 'labels_alone',
    ...estimateWithin(
      mean(labels),
      studentCritical(coverage, count - 1) * Math.sqrt(variance / count),
      -1,
      1,
    ),
  } as const;
  if (others.count === 0) return alone;
  const errors = labelled.map(({ label, score }) => label - score);
  if (countThatDecides(errors) < LEAST_DECIDING_GAPS) return alone;
  const gaps = gapsOf(labelled, others);
  const rest = varianceOf(gaps, hasCompany);
  const squared = rest / count + (variance - rest) / (count + others.count);
  if (squared >= variance / count) return alone;
  return {
    status: 'estimated',
    method: 'prediction_powered',
    ...estimateWithin(
      mean(gaps),
      studentCritical(coverage, count - 2) * Math.sqrt(Math.max(0, squared)),
      -1,
      1,
    ),
  };
}

/** What the judge leaves open of each label, by the weight that the labels of other folds choose. */
function gapsOf(labelled: readonly LabelledDifference[], others: Moments): number[] {
  const all = pooled(momentsOf(labelled.map(({ score }) => score)), others);
  // PPI's weight is that of the other pairs alone; of all pairs together it is larger.
  const share = all.count / others.count;
  const lambdas = Array.from({ length: FOLDS }, (_, fold) =>
    tuneLambda(
      labelled.filter((__, i) => i % FOLDS !== fold),
      others,
    ),
  );
  return labelled.map(
    ({ label, score }, i) => label - (lambdas[i % FOLDS] ?? 0) * share * (score - all.mean),
  );
}

function varianceOf(values: readonly number[], hasCompany: boolean): number {
  const { count, mean: centre, variance } = momentsOf(values);
  const squares = variance * count;
  // Half a pair at 1, half at -1 and one at 0.
  return hasCompany ? (squares + 1 + centre ** 2) / (count + 1) : squares / (count - 1);
}
