import type { Score, ScoredScore } from '@assay/schema/types.ts';

/** Where a score has no threshold of its own. */
export const DEFAULT_THRESHOLD = 0.5;

/**
 * How confident a verdict is, from 0 to 1: the confidence of the judges where votes or token
 * probabilities tell, otherwise how far the value is from the threshold, as a share of the distance
 * that it could have. Nothing in it is learned from labels, so that they can test it.
 */
export function confidenceOf(score: Score): number {
  if (score.confidence !== undefined && score.confidence !== null) return score.confidence;
  if (score.value === null) return 0;
  const threshold = score.threshold ?? DEFAULT_THRESHOLD;
  // The threshold is that of the scorer before it is negated.
  const value = score.negated ? 1 - score.value : score.value;
  const isAbove = value >= threshold;
  const most = isAbove ? 1 - threshold : threshold;
  return most === 0 ? 1 : Math.abs(value - threshold) / most;
}

/** Whether a score passes; one that only measures does from the middle on. */
export function passes({ passed, value }: ScoredScore): boolean {
  return passed ?? value >= DEFAULT_THRESHOLD;
}
