import { type ControlBatchNeeds, cancelBatch } from '../batches/control-batch.ts';
import { type FindCalibrationNeeds, findCalibration } from './find-calibrations.ts';

export interface DeleteCalibrationNeeds extends FindCalibrationNeeds, ControlBatchNeeds {}

/** Deletes a calibration with its labels, and stops its batch. @throws ApiProblem `calibration_not_found` */
export async function deleteCalibration(
  projectId: string,
  id: string,
  services: DeleteCalibrationNeeds,
): Promise<void> {
  const { status, batchId, fingerprint } = await findCalibration(projectId, id, services);
  if (status === 'running' && (await services.batches.find(projectId, batchId))) {
    await cancelBatch(projectId, batchId, services);
  }
  await services.calibrations.remove(projectId, id);
  services.calibrationCache.forget(projectId, fingerprint);
}
