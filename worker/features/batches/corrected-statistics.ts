import type { CorrectedEstimate, CorrectedStatistics } from '@assay/schema/types.ts';
import { guaranteeIn } from '@assay/scorers/judging/dials.ts';
import { predictionPoweredMean } from '../../core/statistics/correction/prediction-powered-mean.ts';
import {
  type CorrectionRefusal,
  roganGladen,
} from '../../core/statistics/correction/rogan-gladen.ts';
import type { Moments } from '../../core/statistics/moments.ts';
import type { JudgingModels } from '../judging/judging-context.ts';
import type { AppliedCalibration, CalibrationCache } from '../scoring/calibration-cache.ts';
import { areAmong, readJudgesKey } from '../scoring/judges-of.ts';
import { thawPlan } from './frozen-plan.ts';

export interface CorrectNeeds {
  calibrationCache: CalibrationCache;
  judging: JudgingModels;
}

/** What the scores of one judge in a batch add up to. */
export interface JudgedSums {
  scored: number;
  sum: number;
  sumOfSquares: number;
  judged: number;
  passed: number;
  judges?: Readonly<Record<string, number>> | undefined;
}

/** Corrects what the judge of a name says of a batch; undefined for scorers that were never calibrated. */
export type Corrector = (name: string, sums: JudgedSums) => CorrectedStatistics | undefined;

/** A corrector for the judges of a batch's plan, by what is known of them now. */
export async function correctorOf(
  projectId: string,
  planJson: string,
  { calibrationCache, judging }: CorrectNeeds,
): Promise<Corrector> {
  const plan = await thawPlan(planJson, judging.models.defaults);
  const known = new Map<string, readonly AppliedCalibration[]>();
  await Promise.all(
    (plan?.scorers ?? []).map(async ({ name, scorer, params, calibratedAs }) => {
      // A judge that abstains from the unsure is no judge of all samples any more.
      if (scorer.kind !== 'judge' || guaranteeIn(params) !== undefined) return;
      known.set(name, (await calibrationCache.open(projectId, calibratedAs)) ?? []);
    }),
  );
  return (name, sums) => {
    const calibrations = known.get(name) ?? [];
    const [newest] = calibrations;
    if (newest === undefined) return undefined;
    const judges = Object.keys(sums.judges ?? {}).flatMap(readJudgesKey);
    const fitting = calibrations.find((one) => areAmong(judges, one.judges));
    if (fitting === undefined) return refused(newest, STALE);
    return correct(fitting, sums);
  };
}

const STALE =
  'Another version of the model judged some of the samples than was calibrated. Calibrate the judge again.';

function correct(calibration: AppliedCalibration, sums: JudgedSums): CorrectedStatistics {
  const mean = correctedMean(calibration, sums);
  const passRate = correctedPassRate(calibration, sums);
  return {
    calibration: calibration.id,
    labels: labelsOf(calibration),
    mean: typeof mean === 'string' ? null : mean,
    passRate: typeof passRate === 'string' ? null : passRate,
    reasons: [...new Set([mean, passRate].filter((each) => typeof each === 'string'))],
  };
}

function correctedMean(
  { values }: AppliedCalibration,
  sums: JudgedSums,
): CorrectedEstimate | string {
  const labelled = values.flatMap(([label, score, count]) =>
    Array.from({ length: count }, () => ({ label, score })),
  );
  if (labelled.length < 2 || sums.scored === 0) return TOO_FEW;
  const { value, low, high, method } = predictionPoweredMean(labelled, momentsOfSums(sums));
  // The mean of the labels says nothing of this batch.
  return method === 'labels_alone' ? TOO_FEW : { value, low, high, method };
}

function momentsOfSums({ scored, sum, sumOfSquares }: JudgedSums): Moments {
  const mean = sum / scored;
  return { count: scored, mean, variance: Math.max(0, sumOfSquares / scored - mean * mean) };
}

function correctedPassRate(
  { passes }: AppliedCalibration,
  { judged, passed }: JudgedSums,
): CorrectedEstimate | string {
  if (judged === 0) return TOO_FEW;
  const { truePositive, falsePositive, trueNegative, falseNegative } = passes;
  const found = roganGladen({
    passed: { successes: passed, trials: judged },
    sensitivity: { successes: truePositive, trials: truePositive + falseNegative },
    specificity: { successes: trueNegative, trials: trueNegative + falsePositive },
  });
  if (found.status === 'refused') return REFUSALS[found.reason];
  const { value, low, high } = found;
  return { value, low, high, method: 'rogan_gladen' };
}

const TOO_FEW = 'The labels are too few, or too much alike, to correct the mean.';
const REFUSALS: Record<CorrectionRefusal, string> = {
  no_labels_of_one_kind: 'People passed all labelled samples, or failed all. Label both kinds.',
  judge_too_uncertain:
    'The labels leave open whether the judge is better than chance. Add labels, or improve the judge.',
  too_few_errors: 'The judge erred on too few labels to tell how often it does. Add labels.',
};

function refused(calibration: AppliedCalibration, reason: string): CorrectedStatistics {
  const labels = labelsOf(calibration);
  return { calibration: calibration.id, labels, mean: null, passRate: null, reasons: [reason] };
}

function labelsOf({ values }: AppliedCalibration): number {
  return values.reduce((sum, [, , count]) => sum + count, 0);
}
