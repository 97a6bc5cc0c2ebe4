import { normalCritical } from '../distributions/normal.ts';
import type { Estimate } from '../estimate.ts';
import { type Moments, mean, momentsOf, pooled } from '../moments.ts';
import type { LabelledScore } from './labelled-score.ts';

/**
 * The weight of the judge's scores that makes the interval of the mean narrowest, from 0 (labels
 * alone) to 1.
 *
 * Source: Angelopoulos, Duchi & Zrnic 2023, "PPI++: Efficient Prediction-Powered Inference", section
 * 6, as in ppi_py's `_calc_lam_glm`.
 * @param labelled at least one item
 * @param others the judge's scores of the items without labels, at least one
 */
export function tuneLambda(labelled: readonly LabelledScore[], others: Moments): number {
  const labels = momentsOf(labelled.map(({ label }) => label));
  const scores = momentsOf(labelled.map(({ score }) => score));
  const covariance = mean(
    labelled.map(({ label, score }) => (label - labels.mean) * (score - scores.mean)),
  );
  const all = pooled(scores, others);
  const variance = (all.variance * all.count) / (all.count - 1);
  if (!(variance > 0)) return 0;
  const lambda = covariance / ((1 + scores.count / others.count) * variance);
  return Math.max(0, Math.min(1, lambda));
}

/**
 * The mean label of a stream from a few labels and many scores of a judge, with a given weight of the
 * scores and the normal interval, as published. `predictionPoweredMean` chooses the weight on other
 * labels and has an interval for few labels.
 *
 * Source: Angelopoulos et al. 2023, "Prediction-powered inference", algorithm 1; ppi_py's `ppi_mean_ci`.
 * @param labelled drawn at random from the stream, at least one
 * @param others the judge's scores of items of the same stream without labels, at least one
 * @param lambda from 0 (labels alone) to 1
 */
export function predictionPoweredAt(
  labelled: readonly LabelledScore[],
  others: Moments,
  lambda: number,
  coverage = 0.95,
): Estimate {
  const gaps = momentsOf(labelled.map(({ label, score }) => label - lambda * score));
  const value = lambda * others.mean + gaps.mean;
  const margin =
    normalCritical(coverage) *
    Math.sqrt((lambda ** 2 * others.variance) / others.count + gaps.variance / gaps.count);
  return { value, low: value - margin, high: value + margin };
}
