import type { Score, ScoreCalibration, UnscoredScore } from '@assay/schema/types.ts';
import type { AskedGuarantee } from '@assay/scorers/judging/dials.ts';
import type { JudgeWarning } from '@assay/scorers/judging/judge.ts';
import type { AppliedCalibration, AppliedPoint, LadderStep } from './calibration-cache.ts';
import { confidenceOf } from './confidence.ts';
import { areAmong, judgesOf } from './judges-of.ts';

/** The confidence from which verdicts carry a guarantee; null where none does. */
export type ThresholdOf = (ladder: readonly LadderStep[], asked: AskedGuarantee) => number | null;

/** The calibration that a score is read by. */
export interface Match {
  calibration: AppliedCalibration;
  isStale: boolean;
}

/** The newest calibration of the models that made a score; else the newest of any, which is stale. */
export function matchOf(
  score: Score,
  calibrations: readonly AppliedCalibration[],
): Match | undefined {
  const judges = judgesOf(score);
  const fitting = calibrations.find((one) => areAmong(judges, one.judges));
  const calibration = fitting ?? calibrations[0];
  return calibration && { calibration, isStale: fitting === undefined };
}

/** A judge's score with what is known of the judge; it abstains where that does not carry the guarantee asked for. */
export function applyCalibration(
  score: Score,
  match: Match | undefined,
  asked: AskedGuarantee | undefined,
  thresholdOf: ThresholdOf | undefined,
): Score {
  if (score.status === 'error' || score.status === 'skipped') return score;
  const told: Score = match ? { ...score, calibration: calibrationOf(score, match) } : score;
  const warned = match?.isStale ? warn(told, 'calibration_stale') : told;
  if (asked === undefined || thresholdOf === undefined || warned.status !== 'scored') return warned;
  if (match === undefined) {
    const reason = 'The judge was never calibrated, so nothing is known of its risk.';
    return abstain(warn(warned, 'calibration_missing'), `${reason} ${CALIBRATE}`);
  }
  if (match.isStale) {
    const reason = `The calibration ${match.calibration.id} is of another version of the model.`;
    return abstain(warned, `${reason} ${CALIBRATE}`);
  }
  return holdTo(warned, match.calibration, asked, thresholdOf);
}

const CALIBRATE = 'Calibrate it with POST /v1/calibrations or `assay calibrate`.';

// A hair under the threshold is rounding.
const ROUNDING = 1e-9;

function holdTo(
  score: Score,
  { id, ladder }: AppliedCalibration,
  asked: AskedGuarantee,
  thresholdOf: ThresholdOf,
): Score {
  const threshold = thresholdOf(ladder, asked);
  if (threshold === null) {
    const reason = `By the calibration ${id} no confidence is high enough for a risk of ${asked.risk}.`;
    return abstain(score, `${reason} Add labels, or allow a higher risk.`);
  }
  const confidence = confidenceOf(score);
  if (confidence >= threshold - ROUNDING) return score;
  return abstain(
    score,
    `The confidence is ${show(confidence)}; for a risk of ${asked.risk} the calibration ${id} demands ${show(threshold)}.`,
  );
}

function calibrationOf({ value }: Score, { calibration, isStale }: Match): ScoreCalibration {
  const { id, curve } = calibration;
  if (curve === null || value === null) {
    return { id, probability: null, low: null, high: null, isStale };
  }
  const [, probability, low, high] = pointAt(curve, value);
  return { id, probability, low, high, isStale };
}

/** The curve at a value, between its points by interpolation. */
function pointAt(curve: readonly AppliedPoint[], value: number): AppliedPoint {
  const next = curve.findIndex(([at]) => at >= value);
  const above = curve[next === -1 ? curve.length - 1 : next];
  const below = curve[Math.max(0, (next === -1 ? curve.length : next) - 1)];
  if (above === undefined || below === undefined) throw new RangeError('a curve has points');
  const span = above[0] - below[0];
  const share = span <= 0 ? 1 : Math.min(1, Math.max(0, (value - below[0]) / span));
  const between = (from: number, to: number) => from + share * (to - from);
  return [
    value,
    between(below[1], above[1]),
    between(below[2], above[2]),
    between(below[3], above[3]),
  ];
}

function abstain(score: Score, reason: string): UnscoredScore {
  const { value: _, raw: __, passed: ___, status: ____, ...rest } = score;
  const kept: Omit<UnscoredScore, 'status' | 'value' | 'raw' | 'passed'> = omit(rest);
  return { ...kept, status: 'abstained', value: null, raw: null, passed: null, reason };
}

/** Without what only scores with another status have. */
function omit<Rest extends object>(rest: Rest): Omit<Rest, 'counts' | 'error'> {
  const { counts: _, error: __, ...kept }: Rest & { counts?: unknown; error?: unknown } = rest;
  return kept;
}

function warn(score: Score, warning: JudgeWarning): Score {
  const warnings = score.warnings ?? [];
  return warnings.includes(warning) ? score : { ...score, warnings: [...warnings, warning] };
}

function show(value: number): string {
  return String(Math.round(value * 1e4) / 1e4);
}
