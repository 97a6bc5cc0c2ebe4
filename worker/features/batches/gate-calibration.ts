import type { RequireCalibration } from '@assay/schema/types.ts';
import type { ResolvedScorer } from '@assay/scorers/resolve.ts';
import type { StoredBatch } from '../../store/batches.ts';
import { areAmong, nameJudge, readJudgesKey } from '../scoring/judges-of.ts';
import { type Fault, fault, staticFaultOf } from '../scoring/require-calibration.ts';
import type { CorrectNeeds } from './corrected-statistics.ts';
import type { FindBatchNeeds } from './find-batches.ts';
import { thawPlan } from './frozen-plan.ts';
import { readSummary } from './read-summary.ts';
import type { Summary } from './summary.ts';

export interface GateCalibrationNeeds extends FindBatchNeeds, CorrectNeeds {}

/** Why a gate cannot rely on the judges of a batch, a sentence each; none where it can. */
export async function calibrationFaults(
  { projectId, id, plan }: StoredBatch,
  required: RequireCalibration,
  services: GateCalibrationNeeds,
): Promise<string[]> {
  const thawed = await thawPlan(plan, services.judging.models.defaults);
  if (thawed === null) {
    return ['A scorer changed since the batch was created, so its calibration cannot be checked.'];
  }
  const summary = await readSummary(id, services);
  const found = await Promise.all(
    judgesIn(thawed.scorers).map((judge) => faultOf(judge, projectId, summary, required, services)),
  );
  return found.flatMap((each) => (each ? [`${each.code}: ${each.message}`] : []));
}

async function faultOf(
  { name, calibratedAs }: ResolvedScorer,
  projectId: string,
  summary: Summary,
  required: RequireCalibration,
  { calibrationCache, nowMs }: GateCalibrationNeeds,
): Promise<Fault | undefined> {
  const calibrations = (await calibrationCache.open(projectId, calibratedAs)) ?? [];
  const [newest] = calibrations;
  if (newest === undefined) {
    return fault('calibration_missing', `The judge of ${name} was never calibrated.`);
  }
  // Of a judge inside a composite the batch does not keep who judged.
  const judges = Object.keys(summary.get(name)?.judges ?? {}).flatMap(readJudgesKey);
  const calibration = calibrations.find((one) => areAmong(judges, one.judges));
  if (calibration === undefined) {
    const now = [...new Set(judges.map(nameJudge))].join(', ');
    const then = newest.judges.map(nameJudge).join(', ');
    return fault('calibration_stale', `${name} was judged by ${now}, calibrated was ${then}.`);
  }
  return staticFaultOf(name, required, { calibration }, nowMs());
}

function judgesIn(scorers: readonly ResolvedScorer[]): ResolvedScorer[] {
  return scorers.flatMap((resolved) => [
    ...(resolved.scorer.kind === 'judge' ? [resolved] : []),
    ...judgesIn(resolved.children),
  ]);
}
