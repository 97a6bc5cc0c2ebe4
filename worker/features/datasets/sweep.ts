import type { Log } from '../../core/log.ts';
import { type SealUploadNeeds, sealUpload } from './seal-upload.ts';

export interface SweepDatasetNeeds extends SealUploadNeeds {
  log: Log;
}

const MOST_SEALS = 5;
const MOST_UPLOADS = 20;
const MOST_VERSIONS = 10;
const STEPS = 50;

/**
 * Brings to an end what ended early: uploads whose seal was not finished are sealed, uploads that
 * nobody goes on with are removed, and so are items that only deleted versions have.
 */
export async function sweepDatasets(services: SweepDatasetNeeds): Promise<void> {
  const { seals, datasetPurges, log } = services;
  const nowMs = services.nowMs();
  for (const { projectId, uploadId } of await seals.expired(nowMs, MOST_SEALS)) {
    // A seal that is refused leaves its upload open, to be removed when its time is over.
    await sealUpload(projectId, uploadId, services).catch(() =>
      log({ level: 'warn', event: 'upload_not_sealed', uploadId }),
    );
  }
  for (const { projectId, uploadId } of await datasetPurges.expiredUploads(nowMs, MOST_UPLOADS)) {
    await datasetPurges.removeUpload(projectId, uploadId, nowMs);
  }
  for (const version of await datasetPurges.deleted(MOST_VERSIONS)) {
    for (let step = 0; step < STEPS; step += 1) {
      if (await datasetPurges.purge(version)) break;
    }
  }
}
