import type { CalibrationCurve, CurvePoint } from '@assay/schema/types.ts';
import { calibrationBand, limitsAt } from '../../core/statistics/calibration/calibration-band.ts';
import {
  applyCalibrator,
  type Calibrator,
  chooseCalibrator,
} from '../../core/statistics/calibration/choose-calibrator.ts';
import type { LabelledProbability } from '../../core/statistics/calibration/labelled-probability.ts';
import { seededRandom } from '../../core/statistics/random.ts';
import type { AppliedPoint } from '../scoring/calibration-cache.ts';
import type { Pair } from './usable-pairs.ts';
import { scaledWeights } from './weighted.ts';

const SEED = 1;
const BINS = 10;
/** A judge with more different values than this has a curve of evenly spaced points. */
const MOST_VALUES = 25;
const STEPS = 50;

/** The calibration curve as a report shows it, and as scores are read by it. */
export interface CurveTables {
  curve: CalibrationCurve | null;
  table: AppliedPoint[] | null;
}

/** The probability that people pass a sample, by the value of the judge; null with too few labels. */
export function curveOf(pairs: readonly Pair[]): CurveTables {
  const weights = scaledWeights(pairs.map(({ weight }) => weight));
  const labelled = pairs.map(({ value, isGood }, i) => ({
    score: value,
    isPass: isGood,
    weight: weights[i] ?? 0,
  }));
  const chosen = chooseCalibrator(labelled);
  if (chosen.status === 'refused') return { curve: null, table: null };
  const { calibrator, before, after } = chosen;
  const points = pointsOf(labelled, calibrator);
  return {
    curve: {
      method: calibrator.method,
      before: { ece: before.ece, brier: before.brier },
      after: { ece: after.ece, brier: after.brier },
      points,
      bins: binsOf(labelled),
    },
    table: points.map(({ value, probability, low, high }) => [value, probability, low, high]),
  };
}

function pointsOf(labelled: readonly LabelledProbability[], calibrator: Calibrator): CurvePoint[] {
  const band = calibrationBand(labelled, calibrator.method, { random: seededRandom(SEED) });
  return placesOf(labelled).map((value) => {
    const probability = applyCalibrator(calibrator, value);
    return { value, probability, ...limitsAt(band, value, probability) };
  });
}

/** The values that the judge gives, or evenly spaced ones where it gives many. */
function placesOf(labelled: readonly LabelledProbability[]): number[] {
  const given = new Set([0, 1, ...labelled.map(({ score }) => score)]);
  if (given.size <= MOST_VALUES) return [...given].sort((a, b) => a - b);
  return Array.from({ length: STEPS + 1 }, (_, i) => i / STEPS);
}

function binsOf(labelled: readonly LabelledProbability[]): CalibrationCurve['bins'] {
  const bins = Map.groupBy(labelled, ({ score }) => Math.max(0, Math.ceil(score * BINS) - 1));
  return [...bins]
    .sort(([a], [b]) => a - b)
    .map(([bin, own]) => ({
      low: bin / BINS,
      high: (bin + 1) / BINS,
      n: own.length,
      value: own.reduce((sum, { score }) => sum + score, 0) / own.length,
      passed: own.filter(({ isPass }) => isPass).length / own.length,
    }));
}
