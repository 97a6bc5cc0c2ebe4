import type { Log } from '../../core/log.ts';
import type { BatchStore } from '../../store/batches.ts';
import type {
  CalibrationEnd,
  CalibrationStore,
  StoredCalibration,
} from '../../store/calibrations.ts';
import type { CreateBatchNeeds } from '../batches/create-batch.ts';
import { sealBatch } from '../batches/create-batch.ts';
import type { CalibrationCache } from '../scoring/calibration-cache.ts';
import {
  type LabelledScore,
  type ReadLabelledNeeds,
  readLabelledScores,
} from './read-labelled-scores.ts';
import type { Findings } from './report.ts';

export interface FinishNeeds extends CreateBatchNeeds, ReadLabelledNeeds {
  calibrations: CalibrationStore;
  calibrationCache: CalibrationCache;
  batches: BatchStore;
  nowMs(): number;
  log: Log;
}

/**
 * Brings a running calibration as far as it can be brought: one whose batch has ended gets its report.
 * Calling it twice, also at the same time, does no more than calling it once.
 *
 * @returns the calibration as it is now
 */
export async function finishCalibration(
  stored: StoredCalibration,
  services: FinishNeeds,
): Promise<StoredCalibration> {
  const { projectId, id, batchId, fingerprint } = stored;
  const batch = await services.batches.find(projectId, batchId);
  if (batch?.status === 'running') return stored;
  if (batch?.status === 'open') {
    // The request that made it did not come to set it running.
    await sealBatch(projectId, batchId, services);
    return stored;
  }
  const end =
    batch?.status === 'completed'
      ? await complete(stored, services)
      : failed(ENDED_EARLY, services.nowMs());
  if (await services.calibrations.finish(projectId, id, end)) {
    services.calibrationCache.forget(projectId, fingerprint);
    const { status, n } = { ...stored, ...end };
    services.log({ level: 'info', event: 'calibration_ended', projectId, id, status, labels: n });
  }
  return (await services.calibrations.find(projectId, id)) ?? stored;
}

async function complete(stored: StoredCalibration, services: FinishNeeds): Promise<CalibrationEnd> {
  const labelled = await readLabelledScores(stored, services);
  const findings = await tryReport(labelled, stored, services);
  if (findings === undefined) return failed(NOT_COMPUTED, services.nowMs());
  const { report, judges, applied } = findings;
  return {
    status: 'completed',
    judges: JSON.stringify(judges),
    agreement: JSON.stringify(report.agreement?.raw ?? null),
    report: JSON.stringify(report),
    applied: JSON.stringify(applied),
    error: null,
    endedAtMs: services.nowMs(),
  };
}

async function tryReport(
  labelled: readonly LabelledScore[],
  { projectId, id, terms }: StoredCalibration,
  { log }: FinishNeeds,
): Promise<Findings | undefined> {
  // Loaded when a calibration ends.
  const { reportOf } = await import('./report.ts');
  try {
    return reportOf(labelled, JSON.parse(terms));
  } catch (cause) {
    // The same labels would fail again: it must end, or it would be tried forever.
    const error = cause instanceof Error ? cause.message : 'unknown';
    log({ level: 'error', event: 'report_not_computed', projectId, id, error });
    return undefined;
  }
}

const ENDED_EARLY = {
  code: 'batch_ended_early',
  message: 'Its batch was cancelled or deleted before all labels were scored. Create it again.',
};

const NOT_COMPUTED = {
  code: 'report_failed',
  message: 'The report could not be computed. This is an internal error: report its id.',
};

function failed(error: typeof ENDED_EARLY, nowMs: number): CalibrationEnd {
  return {
    status: 'failed',
    judges: '[]',
    agreement: null,
    report: null,
    applied: null,
    error: JSON.stringify(error),
    endedAtMs: nowMs,
  };
}
