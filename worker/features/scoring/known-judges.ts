import type { RequireCalibration, Score, UncalibratedScore } from '@assay/schema/types.ts';
import { guaranteeIn } from '@assay/scorers/judging/dials.ts';
import type { ResolvedScorer } from '@assay/scorers/resolve.ts';
import type { Log } from '../../core/log.ts';
import { applyCalibration, matchOf, type ThresholdOf } from './apply-calibration.ts';
import type { AppliedCalibration, CalibrationCache } from './calibration-cache.ts';
import { type Fault, type FindMatch, faultIn, uncalibratedIn } from './require-calibration.ts';

export interface KnownJudgesNeeds {
  calibrationCache: CalibrationCache;
  nowMs(): number;
  log: Log;
}

/** What is known of the judges of a plan, as it was when scoring began. */
export interface KnownJudges {
  calibrate(resolved: ResolvedScorer, score: Score): Score;
  /** The scores that a policy does not let decide; undefined where it requires nothing. */
  uncalibrated(
    scores: readonly Score[],
    required: RequireCalibration | undefined,
  ): UncalibratedScore[] | undefined;
  /** What a single score lacks. */
  faultOf(score: Score, required: RequireCalibration | undefined): Fault | undefined;
}

/** Looks up what is known of the judges among these scorers, and inside them; undefined without any. */
export async function findKnownJudges(
  scorers: readonly ResolvedScorer[],
  projectId: string,
  { calibrationCache, nowMs, log }: KnownJudgesNeeds,
): Promise<KnownJudges | undefined> {
  const judges = judgesIn(scorers);
  if (judges.length === 0) return undefined;
  // By the fingerprint of the score, which tells more than that of the judge.
  const known = new Map<string, readonly AppliedCalibration[]>();
  const isGuaranteed = judges.some(({ params }) => guaranteeIn(params) !== undefined);
  const [thresholdOf] = await Promise.all([
    isGuaranteed ? loadThresholds() : undefined,
    ...judges.map(async ({ fingerprint, calibratedAs }) => {
      try {
        known.set(fingerprint, (await calibrationCache.open(projectId, calibratedAs)) ?? []);
      } catch {
        // Scores go on as those of a judge of which nothing is known, which nothing trusts.
        log({ level: 'warn', event: 'calibrations_unread', projectId });
      }
    }),
  ]);
  const isJudge = new Set(judges.map(({ fingerprint }) => fingerprint));
  const findMatch: FindMatch = (score) =>
    isJudge.has(score.fingerprint)
      ? { match: matchOf(score, known.get(score.fingerprint) ?? []) }
      : undefined;

  return {
    calibrate(resolved, score) {
      const found = findMatch(score);
      if (found === undefined) return score;
      return applyCalibration(score, found.match, guaranteeIn(resolved.params), thresholdOf);
    },
    uncalibrated: (scores, required) =>
      required && uncalibratedIn(scores, required, findMatch, nowMs()),
    faultOf: (score, required) => required && faultIn(score, required, findMatch, nowMs()),
  };
}

function judgesIn(scorers: readonly ResolvedScorer[]): ResolvedScorer[] {
  return scorers.flatMap((resolved) => [
    ...(resolved.scorer.kind === 'judge' ? [resolved] : []),
    ...judgesIn(resolved.children),
  ]);
}

/** Loaded when a guarantee is first asked for. */
async function loadThresholds(): Promise<ThresholdOf> {
  const { thresholdOf } = await import('./guaranteed-threshold.ts');
  return thresholdOf;
}
