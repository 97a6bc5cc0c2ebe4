import type { LabelledProbability } from './labelled-probability.ts';
import { fitLogistic, sigmoid } from './logistic-regression.ts';

export interface PlattCalibrator {
  method: 'platt';
  a: number;
  b: number;
}

/**
 * Platt's scaling: the probability of a pass is a logistic curve of the score. Two numbers, so it
 * needs few labels; it cannot bend more than once.
 *
 * Source: Platt 1999; Lin, Lin & Weng 2007 for the targets, as in scikit-learn's `_sigmoid_calibration`.
 * @param labelled at least one pass and one fail; scores of any range
 */
export function fitPlatt(labelled: readonly LabelledProbability[]): PlattCalibrator {
  const weightOf = (isPass: boolean) =>
    labelled.reduce((sum, item) => sum + (item.isPass === isPass ? (item.weight ?? 1) : 0), 0);
  const [passes, fails] = [weightOf(true), weightOf(false)];
  const [slope = 0, constant = 0] = fitLogistic(
    labelled.map(({ score, isPass, weight = 1 }) => ({
      features: [score],
      target: isPass ? (passes + 1) / (passes + 2) : 1 / (fails + 2),
      weight,
    })),
  );
  return { method: 'platt', a: -slope, b: -constant };
}

/** 1 / (1 + exp(a·score + b)). */
export function applyPlatt({ a, b }: PlattCalibrator, score: number): number {
  return sigmoid(-(a * score + b));
}
