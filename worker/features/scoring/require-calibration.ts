import type {
  CalibrationFault,
  RequireCalibration,
  Score,
  UncalibratedScore,
} from '@assay/schema/types.ts';
import type { Match } from './apply-calibration.ts';
import { judgesOf, nameJudge } from './judges-of.ts';

const DAY_MS = 24 * 3600 * 1000;

export type Fault = Omit<UncalibratedScore, 'name'>;

/** Finds the calibration that a judge's score is read by; undefined for scores of no judge. */
export type FindMatch = (score: Score) => { match: Match | undefined } | undefined;

/** The scores that a policy does not let decide. */
export function uncalibratedIn(
  scores: readonly Score[],
  required: RequireCalibration,
  findMatch: FindMatch,
  nowMs: number,
): UncalibratedScore[] {
  return scores.flatMap((score) => {
    const fault = faultIn(score, required, findMatch, nowMs);
    return fault ? [{ name: score.name, ...fault }] : [];
  });
}

/** What a score, or a judge inside it, lacks. */
export function faultIn(
  score: Score,
  required: RequireCalibration,
  findMatch: FindMatch,
  nowMs: number,
): Fault | undefined {
  const found = findMatch(score);
  const own = found && faultOf(score, required, found.match, nowMs);
  if (own) return own;
  for (const child of score.children ?? []) {
    const fault = faultIn(child, required, findMatch, nowMs);
    if (fault) return fault;
  }
  return undefined;
}

function faultOf(
  score: Score,
  required: RequireCalibration,
  match: Match | undefined,
  nowMs: number,
): Fault | undefined {
  if (match === undefined) {
    return fault('calibration_missing', `The judge of ${score.name} was never calibrated.`);
  }
  const { calibration, isStale } = match;
  if (isStale) {
    const now = judgesOf(score).map(nameJudge).join(', ');
    const then = calibration.judges.map(nameJudge).join(', ');
    return fault(
      'calibration_stale',
      `${score.name} was judged by ${now}, calibrated was ${then}.`,
    );
  }
  return staticFaultOf(score.name, required, match, nowMs);
}

/** What a calibration lacks, whichever version of the model judges. */
export function staticFaultOf(
  name: string,
  { maxAgeDays, minAgreement }: RequireCalibration,
  { calibration }: Pick<Match, 'calibration'>,
  nowMs: number,
): Fault | undefined {
  const { id, createdAtMs, agreement } = calibration;
  const days = (nowMs - createdAtMs) / DAY_MS;
  if (maxAgeDays !== undefined && days > maxAgeDays) {
    const age = `is ${Math.floor(days)} days old; at most ${maxAgeDays} are allowed`;
    return fault('calibration_expired', `The calibration ${id} of ${name} ${age}.`);
  }
  if (minAgreement === undefined || (agreement !== null && agreement.low >= minAgreement)) {
    return undefined;
  }
  if (agreement === null) {
    return fault('calibration_too_low', `The calibration ${id} of ${name} has no usable label.`);
  }
  const told = `agrees with people in ${percent(agreement.value)} of samples, ${percent(agreement.low)} at least with 95% confidence; ${percent(minAgreement)} are required`;
  return fault('calibration_too_low', `${name} ${told}.`);
}

const ACTIONS: Record<CalibrationFault, string> = {
  calibration_missing: 'Calibrate it with POST /v1/calibrations or `assay calibrate`.',
  calibration_stale: 'Calibrate it again, with `refresh` so that no cached answer is used.',
  calibration_expired: 'Calibrate it again.',
  calibration_too_low: 'Improve its criteria, or add labels to narrow the interval.',
};

export function fault(code: CalibrationFault, problem: string): Fault {
  return { code, message: `${problem} ${ACTIONS[code]}` };
}

function percent(share: number): string {
  return `${(share * 100).toFixed(1)}%`;
}
