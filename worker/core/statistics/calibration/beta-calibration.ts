import type { LabelledProbability } from './labelled-probability.ts';
import { fitLogistic, sigmoid } from './logistic-regression.ts';

export interface BetaCalibrator {
  method: 'beta';
  a: number;
  b: number;
  c: number;
}

/** Scores of exactly 0 or 1 would be infinitely far out. */
const NEAREST_TO_ENDS = 0.001;

/**
 * Beta calibration: logit P = a·ln s - b·ln(1 - s) + c. It contains the identity, and can lift one end
 * of the scale without the other. A term that would make the probability fall with the score is
 * dropped.
 *
 * Source: Kull, Silva Filho & Flach 2017, "Beta calibration".
 * @param labelled at least one pass and one fail; scores from 0 to 1
 */
export function fitBeta(labelled: readonly LabelledProbability[]): BetaCalibrator {
  const fit = (hasA: boolean, hasB: boolean): BetaCalibrator => {
    const weights = fitLogistic(
      labelled.map(({ score, isPass, weight = 1 }) => {
        const [low, high] = featuresOf(score);
        return {
          features: [...(hasA ? [low] : []), ...(hasB ? [high] : [])],
          target: isPass ? 1 : 0,
          weight,
        };
      }),
    );
    return {
      method: 'beta',
      a: hasA ? (weights[0] ?? 0) : 0,
      b: hasB ? (weights[hasA ? 1 : 0] ?? 0) : 0,
      c: weights.at(-1) ?? 0,
    };
  };
  const full = fit(true, true);
  if (full.a >= 0 && full.b >= 0) return full;
  const rest = full.a < 0 ? fit(false, true) : fit(true, false);
  return rest.a >= 0 && rest.b >= 0 ? rest : fit(false, false);
}

export function applyBeta({ a, b, c }: BetaCalibrator, score: number): number {
  const [low, high] = featuresOf(score);
  return sigmoid(a * low + b * high + c);
}

function featuresOf(score: number): [number, number] {
  const inside = Math.max(NEAREST_TO_ENDS, Math.min(1 - NEAREST_TO_ENDS, score));
  return [Math.log(inside), -Math.log(1 - inside)];
}
