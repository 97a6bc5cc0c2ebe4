import { sum } from '../moments.ts';
import type { LabelledProbability } from './labelled-probability.ts';

export interface CalibrationError {
  /** Expected calibration error: the mean gap of the bins, weighted by their items. */
  ece: number;
  /** The same of squared gaps, as its root. */
  l2: number;
  /** The largest gap. */
  max: number;
  /** The mean squared distance of probability and outcome. */
  brier: number;
}

/**
 * How far probabilities are from the shares of passes that they promise. The gaps of bins are biased
 * upwards when labels are few, so look at the Brier score too, and use labels that the calibrator has
 * not seen.
 *
 * Source: Naeini, Cooper & Hauskrecht 2015; Kumar, Liang & Ma 2019 for L2; Brier 1950.
 * @param labelled at least one, scores being probabilities
 * @param bins of equal width, each without its lower and with its upper end
 */
export function calibrationError(
  labelled: readonly LabelledProbability[],
  bins = 10,
): CalibrationError {
  const held = Array.from({ length: bins }, () => ({ weight: 0, promised: 0, passed: 0 }));
  let squares = 0;
  for (const { score, isPass, weight = 1 } of labelled) {
    const bin = held[Math.max(0, Math.ceil(score * bins) - 1)];
    const outcome = isPass ? 1 : 0;
    squares += weight * (score - outcome) ** 2;
    if (bin === undefined) throw new RangeError(`A probability is from 0 to 1, not ${score}.`);
    bin.weight += weight;
    bin.promised += weight * score;
    bin.passed += weight * outcome;
  }
  const total = sum(held.map(({ weight }) => weight));
  const gaps = held
    .filter(({ weight }) => weight > 0)
    .map(({ weight, promised, passed }) => ({
      share: weight / total,
      gap: Math.abs(promised - passed) / weight,
    }));
  return {
    ece: sum(gaps.map(({ share, gap }) => share * gap)),
    l2: Math.sqrt(sum(gaps.map(({ share, gap }) => share * gap ** 2))),
    max: Math.max(...gaps.map(({ gap }) => gap)),
    brier: squares / total,
  };
}
