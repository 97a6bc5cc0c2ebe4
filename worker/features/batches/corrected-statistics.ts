import type { CorrectedEstimate, CorrectedStatistics } from '@assay/schema/types.ts';
import { guaranteeIn } from '@assay/scorers/judging/dials.ts';
import { predictionPoweredMean } from '../../core/statistics/correction/prediction-powered-mean.ts';
import {
  type CorrectionRefusal,
  roganGladen,
} from '../../core/statistics/correction/rogan-gladen.ts';
import type { JudgeRates } from '../../core/statistics/correction/rogan-gladen-difference.ts';
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

/** Corrects what the judges of a batch say, by what is known of them. */
export interface Corrector {
  /** What people would say of what the judge of a name has judged; undefined if it was never calibrated. */
  correct(name: string, sums: JudgedSums): CorrectedStatistics | undefined;
  /** The calibration of just those models that judged; undefined if there is none. */
  fitting(name: string, sums: JudgedSums): AppliedCalibration | undefined;
  /** The newest calibration of a judge, whichever version of the model it is of. */
  newest(name: string): AppliedCalibration | undefined;
  /** Names of judges that were calibrated. */
  names(): string[];
}

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
  const newest = (name: string) => known.get(name)?.[0];
  const fitting = (name: string, sums: JudgedSums) => {
    const judges = Object.keys(sums.judges ?? {}).flatMap(readJudgesKey);
    return known.get(name)?.find((one) => areAmong(judges, one.judges));
  };
  return {
    newest,
    fitting,
    names: () => [...known.keys()].filter((name) => newest(name) !== undefined),
    correct: (name, sums) => {
      const one = newest(name);
      if (one === undefined) return undefined;
      const calibration = fitting(name, sums);
      return calibration === undefined ? refused(one, STALE) : correct(calibration, sums);
    },
  };
}

export const STALE =
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
  const found = roganGladen({ passed: { successes: passed, trials: judged }, ...ratesOf(passes) });
  if (found.status === 'refused') return REFUSALS[found.reason];
  const { value, low, high } = found;
  return { value, low, high, method: 'rogan_gladen' };
}

/** How often a judge is right about what people pass, and about what they fail. */
export function ratesOf({
  truePositive,
  falsePositive,
  trueNegative,
  falseNegative,
}: AppliedCalibration['passes']): JudgeRates {
  return {
    sensitivity: { successes: truePositive, trials: truePositive + falseNegative },
    specificity: { successes: trueNegative, trials: trueNegative + falsePositive },
  };
}

const TOO_FEW = 'The labels are too few, or too much alike, to correct the mean.';
export const REFUSALS: Record<CorrectionRefusal, string> = {
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
