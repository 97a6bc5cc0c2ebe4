import { type Random, randomIndex } from '../random.ts';
import { applyCalibrator, type CalibrationMethod, fitCalibrator } from './choose-calibrator.ts';
import type { LabelledProbability } from './labelled-probability.ts';

/** Between which limits the probability of a pass is at some scores, in ascending order. */
export type CalibrationBand = readonly { score: number; low: number; high: number }[];

const GRID = 20;

/**
 * How certain a calibrator is at each score: the calibrator is fitted anew to resampled labels.
 *
 * Source: Efron & Tibshirani 1993, chapter 13.
 * @param labelled at least one pass and one fail
 * @param random such as `seededRandom(1)`
 */
export function calibrationBand(
  labelled: readonly LabelledProbability[],
  method: CalibrationMethod,
  {
    random,
    resamples = 200,
    coverage = 0.95,
  }: {
    random: Random;
    resamples?: number;
    coverage?: number;
  },
): CalibrationBand {
  const scores = Array.from({ length: GRID + 1 }, (_, i) => i / GRID);
  const drawn = Array.from({ length: resamples }, () => {
    const resampled = labelled.map((own) => labelled[randomIndex(random, labelled.length)] ?? own);
    const isMixed = new Set(resampled.map(({ isPass }) => isPass)).size === 2;
    const calibrator = fitCalibrator(method, isMixed ? resampled : labelled);
    return scores.map((score) => applyCalibrator(calibrator, score));
  });
  const tail = (1 - coverage) / 2;
  return scores.map((score, at) => {
    const sorted = drawn.map((probabilities) => probabilities[at] ?? 0).sort((a, b) => a - b);
    return {
      score,
      low: sorted[Math.floor(tail * (resamples - 1))] ?? 0,
      high: sorted[Math.ceil((1 - tail) * (resamples - 1))] ?? 1,
    };
  });
}

/** The limits at a score, interpolated, around the probability that the calibrator itself gives. */
export function limitsAt(
  band: CalibrationBand,
  score: number,
  probability: number,
): { low: number; high: number } {
  const above = Math.max(
    1,
    band.findIndex((point) => point.score >= score),
  );
  const [lower, upper] = [band[above - 1], band[above]];
  if (lower === undefined || upper === undefined) return { low: 0, high: 1 };
  const share = Math.max(0, Math.min(1, (score - lower.score) / (upper.score - lower.score)));
  return {
    low: Math.min(probability, lower.low + share * (upper.low - lower.low)),
    high: Math.max(probability, lower.high + share * (upper.high - lower.high)),
  };
}
