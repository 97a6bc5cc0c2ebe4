import { derivedId, newId } from '@assay/schema/ids.ts';
import { LIMITS } from '@assay/schema/limits.ts';
import type { DatasetOrigin, DatasetUpload, DatasetUploadInput } from '@assay/schema/types.ts';
import type { LineSource } from '../../core/line-source.ts';
import { ApiProblem } from '../../core/problem.ts';
import type { StoredUpload } from '../../store/dataset-uploads.ts';
import { findDataset } from './find-datasets.ts';
import type { SealUploadNeeds } from './seal-upload.ts';
import { INTAKE_LEASE_MS, type TakeItemNeeds, takeItems } from './take-items.ts';

export type UploadNeeds = SealUploadNeeds & TakeItemNeeds;

/** A request to start an upload. */
export interface NewUpload extends DatasetUploadInput {
  projectId: string;
  name: string;
  target: StoredUpload['target'];
  origin: DatasetOrigin;
  /** How long it may be left alone. */
  keptMs: number;
  /** What the id is made from, so that a request repeated finds the upload it made before. */
  seed?: string | undefined;
}

/** How long an upload that is added to in several requests may be left alone. */
export const UPLOAD_KEPT_MS = 24 * 3_600_000;

/** @throws ApiProblem `dataset_not_found` or `quota_exceeded` */
export async function openUpload(
  { projectId, name, target, origin, keptMs, seed, base, description }: NewUpload,
  services: UploadNeeds,
): Promise<StoredUpload> {
  if (base !== undefined) await findDataset(projectId, `${name}@${base}`, services);
  const nowMs = services.nowMs();
  const upload: StoredUpload = {
    projectId,
    id: seed === undefined ? newId('upload', nowMs) : derivedId('upload', seed, 0),
    name,
    status: 'open',
    target,
    base: base ?? null,
    description: description ?? null,
    origin: JSON.stringify(origin),
    ...{ nextLine: 1, token: null, append: null, lastAppend: null, leaseUntilMs: 0 },
    ...{ version: null, isNew: null },
    createdAtMs: nowMs,
    expiresAtMs: nowMs + keptMs,
  };
  const opened = await services.uploads.open(upload, LIMITS.datasetUploads);
  if (opened !== undefined) return opened;
  throw new ApiProblem('quota_exceeded', {
    detail: `The data set "${name}" has ${LIMITS.datasetUploads} open uploads. Seal or discard some first.`,
  });
}

/** An upload that is open, or has become a version. @throws ApiProblem `upload_not_found` */
export async function findUpload(
  projectId: string,
  name: string,
  id: string,
  { uploads }: Pick<UploadNeeds, 'uploads'>,
): Promise<StoredUpload> {
  const found = await uploads.find(projectId, id);
  if (found === undefined || found.name !== name || found.status === 'abandoned') {
    throw new ApiProblem('upload_not_found');
  }
  return found;
}

/** A request to add items to an upload. */
export interface ItemAppend {
  upload: StoredUpload;
  source: LineSource;
  /** Whether of several items with the same id the first is taken, and the others are passed over. */
  keepsFirst?: boolean;
  keptMs: number;
  /** The same for a request that is repeated, which adds nothing once its items are there. */
  seed?: string | undefined;
}

/**
 * Adds items to an open upload: all of them, or none.
 *
 * @throws ApiProblem `upload_not_open`, `dataset_busy`, or as `takeItems` does
 */
export async function appendItems(
  { upload, source, keepsFirst = false, keptMs, seed }: ItemAppend,
  services: UploadNeeds,
): Promise<StoredUpload> {
  const { projectId, id: uploadId, name, base } = upload;
  const token = newId('intake');
  const append = seed === undefined ? token : derivedId('intake', seed, 0);
  const intake = { projectId, uploadId, token, append };
  const nowMs = services.nowMs();
  const claim = await services.uploads.claim(intake, nowMs, nowMs + INTAKE_LEASE_MS);
  if (claim === 'closed') throw new ApiProblem('upload_not_open');
  if (claim === 'busy') throw new ApiProblem('dataset_busy', { headers: { 'Retry-After': '1' } });
  if (claim === 'claimed') {
    // Read after the claim: what is there now is what this request adds to.
    const { nextLine } = await findUpload(projectId, name, uploadId, services);
    try {
      const terms = { intake, base: nextLine - 1, isChange: base !== null, keepsFirst };
      const lines = await takeItems(source, terms, services);
      const expiresAtMs = services.nowMs() + keptMs;
      if (!(await services.uploads.commit(intake, lines + 1, expiresAtMs))) {
        throw new ApiProblem('dataset_busy');
      }
    } catch (cause) {
      // If this fails, too, the next request does it once the lease has expired.
      await services.uploads.abandon(intake).catch(() => {});
      throw cause;
    }
  }
  return findUpload(projectId, name, uploadId, services);
}

/** Discards an upload that is open. @throws ApiProblem `upload_not_found` or `upload_not_open` */
export async function discardUpload(
  projectId: string,
  name: string,
  id: string,
  services: UploadNeeds,
): Promise<void> {
  await findUpload(projectId, name, id, services);
  if (!(await services.uploads.discard(projectId, id))) throw new ApiProblem('upload_not_open');
}

export function toUpload(stored: StoredUpload): DatasetUpload {
  const { id, name, status, base, nextLine, version, createdAtMs, expiresAtMs } = stored;
  return {
    id,
    name,
    status: status === 'abandoned' ? 'open' : status,
    base,
    lines: nextLine - 1,
    version: status === 'sealed' ? version : null,
    createdAt: new Date(createdAtMs).toISOString(),
    expiresAt: new Date(expiresAtMs).toISOString(),
  };
}
