import type { CalibrationFilter } from '@assay/schema/calibration.ts';
import type { Calibration, CalibrationHead, CalibrationReport, Page } from '@assay/schema/types.ts';
import { PAGE_ITEMS, pageFrom } from '../../core/page-from.ts';
import { ApiProblem } from '../../core/problem.ts';
import type { BatchStore } from '../../store/batches.ts';
import type { CalibrationStore, StoredCalibration, StoredHead } from '../../store/calibrations.ts';
import { type FinishNeeds, finishCalibration } from './finish-calibration.ts';

export interface FindCalibrationNeeds extends FinishNeeds {
  calibrations: CalibrationStore;
  batches: BatchStore;
}

/**
 * A calibration with its report; one whose batch has ended gets its report now.
 *
 * @throws ApiProblem `calibration_not_found`, also for another project's calibration
 */
export async function getCalibration(
  projectId: string,
  id: string,
  services: FindCalibrationNeeds,
): Promise<Calibration> {
  const found = await findCalibration(projectId, id, services);
  const stored = found.status === 'running' ? await finishCalibration(found, services) : found;
  const tally = (await services.batches.tallies([stored.batchId])).get(stored.batchId);
  const { passed = 0, failed = 0, abstained = 0, error = 0 } = tally ?? {};
  const report: CalibrationReport | null =
    stored.report === null ? null : JSON.parse(stored.report);
  return {
    ...toHead(stored),
    progress: { total: stored.n, done: passed + failed + abstained + error, errors: error },
    report,
  };
}

/** Calibrations of a project that match a filter, newest first. */
export async function listCalibrations(
  projectId: string,
  filter: CalibrationFilter,
  { calibrations }: FindCalibrationNeeds,
): Promise<Page<CalibrationHead>> {
  const limit = filter.limit ?? PAGE_ITEMS;
  const rows = await calibrations.list(projectId, filter, limit + 1);
  return pageFrom(rows, limit, toHead, ({ id }) => id);
}

/** @throws ApiProblem `calibration_not_found` */
export async function findCalibration(
  projectId: string,
  id: string,
  { calibrations }: Pick<FindCalibrationNeeds, 'calibrations'>,
): Promise<StoredCalibration> {
  const found = await calibrations.find(projectId, id);
  if (found === undefined) throw new ApiProblem('calibration_not_found');
  return found;
}

function toHead(stored: StoredHead): CalibrationHead {
  const { passAt, ...terms } = JSON.parse(stored.terms);
  const { id, status, name, fingerprint, dataset, question, n } = stored;
  return {
    ...{ id, status, name, fingerprint, dataset, question, n, terms, passAt },
    scorer: JSON.parse(stored.scorer),
    judges: JSON.parse(stored.judges),
    batch: stored.batchId,
    agreement: stored.agreement === null ? null : JSON.parse(stored.agreement),
    error: stored.error === null ? null : JSON.parse(stored.error),
    createdAt: new Date(stored.createdAtMs).toISOString(),
    endedAt: stored.endedAtMs === null ? null : new Date(stored.endedAtMs).toISOString(),
  };
}
