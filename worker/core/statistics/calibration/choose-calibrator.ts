import { applyBeta, type BetaCalibrator, fitBeta } from './beta-calibration.ts';
import { type CalibrationError, calibrationError } from './calibration-error.ts';
import { applyIsotonic, fitIsotonic, type IsotonicCalibrator } from './isotonic.ts';
import type { LabelledProbability } from './labelled-probability.ts';
import { applyPlatt, fitPlatt, type PlattCalibrator } from './platt.ts';

/** Turns a score into the probability that people pass the item. Plain data, to be stored as JSON. */
export type Calibrator =
  | { method: 'identity' }
  | PlattCalibrator
  | BetaCalibrator
  | IsotonicCalibrator;

export type CalibrationMethod = Calibrator['method'];

/** The probability, from 0 to 1, that people pass an item with this score. */
export function applyCalibrator(calibrator: Calibrator, score: number): number {
  switch (calibrator.method) {
    case 'identity':
      return score;
    case 'platt':
      return applyPlatt(calibrator, score);
    case 'beta':
      return applyBeta(calibrator, score);
    case 'isotonic':
      return applyIsotonic(calibrator, score);
  }
}

/** @param labelled at least one pass and one fail */
export function fitCalibrator(
  method: CalibrationMethod,
  labelled: readonly LabelledProbability[],
): Calibrator {
  switch (method) {
    case 'identity':
      return { method };
    case 'platt':
      return fitPlatt(labelled);
    case 'beta':
      return fitBeta(labelled);
    case 'isotonic':
      return fitIsotonic(labelled);
  }
}

export interface ChosenCalibrator {
  calibrator: Calibrator;
  /** Of the scores as they are. */
  before: CalibrationError;
  /** Of calibrated scores, each by a calibrator that was chosen and fitted without its label. */
  after: CalibrationError;
}

export type CalibrationChoice =
  | ({ status: 'calibrated' } & ChosenCalibrator)
  | { status: 'refused'; reason: 'too_few_labels_of_one_kind' };

const FOLDS = 5;
/** Isotonic regression follows chance below this many labels. */
const LEAST_FOR_ISOTONIC = 1_000;
/** Of passes and of fails each. */
const LEAST_OF_A_KIND = 10;

/**
 * Chooses how to turn scores into probabilities: not at all, by Platt's scaling or by beta
 * calibration, and from 1,000 labels on by isotonic regression, by the Brier score on held-out folds.
 *
 * Source: Kull, Silva Filho & Flach 2017; Niculescu-Mizil & Caruana 2005 for the number of labels;
 * Varma & Simon 2006 for choosing within each fold anew.
 * @param labelled scores from 0 to 1
 */
export function chooseCalibrator(labelled: readonly LabelledProbability[]): CalibrationChoice {
  const passes = labelled.filter(({ isPass }) => isPass).length;
  if (Math.min(passes, labelled.length - passes) < LEAST_OF_A_KIND) {
    return { status: 'refused', reason: 'too_few_labels_of_one_kind' };
  }
  // Folds of the same mixture of passes and fails, and of low and high scores.
  const sorted = labelled.toSorted(
    (a, b) => Number(a.isPass) - Number(b.isPass) || a.score - b.score,
  );
  const heldOut = predictHeldOut(sorted, (others) => fitCalibrator(chooseMethod(others), others));
  return {
    status: 'calibrated',
    calibrator: fitCalibrator(chooseMethod(sorted), sorted),
    before: calibrationError(sorted),
    after: calibrationError(heldOut),
  };
}

function chooseMethod(labelled: readonly LabelledProbability[]): CalibrationMethod {
  const methods: CalibrationMethod[] = ['identity', 'platt', 'beta'];
  if (labelled.length >= LEAST_FOR_ISOTONIC) methods.push('isotonic');
  let chosen: CalibrationMethod = 'identity';
  let least = Number.POSITIVE_INFINITY;
  for (const method of methods) {
    const heldOut = predictHeldOut(labelled, (others) => fitCalibrator(method, others));
    const { brier } = calibrationError(heldOut);
    if (brier < least) [chosen, least] = [method, brier];
  }
  return chosen;
}

/** Each item with the probability that a calibrator fitted to the other folds gives it. */
function predictHeldOut(
  labelled: readonly LabelledProbability[],
  fit: (others: readonly LabelledProbability[]) => Calibrator,
): LabelledProbability[] {
  return Array.from({ length: FOLDS }, (_, fold) => {
    const calibrator = fit(labelled.filter((__, i) => i % FOLDS !== fold));
    return labelled
      .filter((__, i) => i % FOLDS === fold)
      .map((item) => ({ ...item, score: applyCalibrator(calibrator, item.score) }));
  }).flat();
}
