import { createHash } from 'node:crypto';
import { newId } from '@assay/schema/ids.ts';
import { LIMITS } from '@assay/schema/limits.ts';
import type { Dataset } from '@assay/schema/types.ts';
import { ApiProblem } from '../../core/problem.ts';
import type { DatasetPurgeStore } from '../../store/dataset-purges.ts';
import type { DatasetSealStore, Seal } from '../../store/dataset-seals.ts';
import type { DatasetUploadStore, StoredUpload } from '../../store/dataset-uploads.ts';
import type { StoredDataset } from '../../store/datasets.ts';
import { type FindDatasetNeeds, findDataset, toDataset } from './find-datasets.ts';

export interface SealUploadNeeds extends FindDatasetNeeds {
  uploads: DatasetUploadStore;
  seals: DatasetSealStore;
  datasetPurges: DatasetPurgeStore;
  nowMs(): number;
}

/** A version, and whether it was added or was there with the same items. */
export interface Sealed {
  dataset: Dataset;
  isNew: boolean;
}

const SEAL_LEASE_MS = 60_000;
const ITEMS_A_STEP = 5_000;

/**
 * Makes a version of an upload. One that is sealed stays as it is; one whose items are those of the
 * newest version adds none.
 *
 * @throws ApiProblem `upload_not_found`, `dataset_busy`, `dataset_exists`, `dataset_not_found`,
 *   `dataset_too_large` or `invalid_request`; the upload is open then as before
 */
export async function sealUpload(
  projectId: string,
  uploadId: string,
  services: SealUploadNeeds,
): Promise<Sealed> {
  const upload = await services.uploads.find(projectId, uploadId);
  if (upload === undefined || upload.status === 'abandoned')
    throw new ApiProblem('upload_not_found');
  if (upload.status === 'sealed') return sealedOf(upload, services);
  const token = newId('intake');
  const asked = { projectId, uploadId, name: upload.name, token };
  const nowMs = services.nowMs();
  const claim = await services.seals.claim(asked, nowMs, nowMs + SEAL_LEASE_MS);
  if (claim === 'busy') throw new ApiProblem('dataset_busy', { headers: { 'Retry-After': '1' } });
  if (claim === 'closed') {
    const now = await services.uploads.find(projectId, uploadId);
    if (now?.status === 'sealed') return sealedOf(now, services);
    throw new ApiProblem('upload_not_found');
  }
  // What the newest version has is what its open items are, unless it was deleted.
  const isChange = upload.base !== null && upload.base === claim.isNextOf;
  const seal: Seal = { ...asked, version: claim.version, isChange };
  try {
    await addVersion(upload, seal, services);
  } catch (cause) {
    // If this fails, too, the sweep goes on with it once the lease has expired.
    await services.seals.release(seal).catch(() => {});
    throw cause;
  }
  // What is left behind is removed by the sweep.
  await services.datasetPurges.clearUpload(projectId, uploadId).catch(() => {});
  const now = await services.uploads.find(projectId, uploadId);
  return sealedOf(now ?? upload, services);
}

async function sealedOf(upload: StoredUpload, services: FindDatasetNeeds): Promise<Sealed> {
  const { projectId, name, version, isNew } = upload;
  const stored = await findDataset(projectId, `${name}@${version}`, services);
  return { dataset: toDataset(stored), isNew: isNew === true };
}

async function addVersion(
  upload: StoredUpload,
  seal: Seal,
  services: SealUploadNeeds,
): Promise<void> {
  const { projectId, name, base } = upload;
  const newest = await services.datasets.find(projectId, name);
  checkTarget(upload, newest, seal);
  if (base !== null) await findDataset(projectId, `${name}@${base}`, services);
  if (base !== null && !seal.isChange) await takeOver(seal, base, services);
  const walk = await walkItems(seal, services);
  const description = upload.description ?? newest?.description ?? '';
  if (newest?.hash === walk.hash && newest.description === description) {
    return held(services.seals.discard(seal, newest.version));
  }
  const ends = [...walk.ends, undefined];
  for (const [i, end] of ends.entries()) {
    const untilMs = services.nowMs() + SEAL_LEASE_MS;
    await held(services.seals.write(seal, ends[i - 1] ?? '', end, untilMs));
  }
  const { hash, items, labelled, bytes, splits } = walk;
  await held(
    services.seals.publish(seal, {
      ...{ description, hash, items, labelled, bytes, origin: upload.origin },
      splits: JSON.stringify(Object.fromEntries(splits)),
      createdAtMs: services.nowMs(),
    }),
  );
}

async function held(step: Promise<boolean>): Promise<void> {
  if (!(await step)) throw new ApiProblem('dataset_busy');
}

/** @throws ApiProblem where the data set must be new and is not, or the other way round */
function checkTarget(
  { name, target }: StoredUpload,
  newest: StoredDataset | undefined,
  { version }: Seal,
): void {
  if (target === 'new' && newest !== undefined) throw datasetExists(name);
  if (target === 'existing' && newest === undefined) throw new ApiProblem('dataset_not_found');
  if (version > LIMITS.datasetVersions) {
    throw new ApiProblem('dataset_too_large', {
      detail: `A data set has at most ${LIMITS.datasetVersions} versions. Go on under another name.`,
    });
  }
}

export function datasetExists(name: string): ApiProblem {
  return new ApiProblem('dataset_exists', {
    detail: `The data set "${name}" already exists. To add a version, use POST /v1/datasets/${name}/versions.`,
  });
}

async function takeOver(seal: Seal, base: number, services: SealUploadNeeds): Promise<void> {
  let after: string | undefined = '';
  while (after !== undefined) {
    after = await services.seals.takeOver(seal, base, after, ITEMS_A_STEP);
  }
}

function tooManySplits(): ApiProblem {
  return new ApiProblem('invalid_request', {
    detail: `A version can have at most ${LIMITS.datasetSplits} splits. To tell more apart, use tags.`,
  });
}

/** What a version adds up to, and where each step through its items ends. */
interface Walk {
  hash: string;
  items: number;
  labelled: number;
  bytes: number;
  splits: Map<string, number>;
  ends: string[];
}

/**
 * Goes through the items of a version to be, in order of their ids as UTF-8. Its hash is that of a
 * text with a line for each: the SHA-256 of the item's canonical JSON, as 64 hex digits.
 */
async function walkItems(seal: Seal, { seals }: SealUploadNeeds): Promise<Walk> {
  const hash = createHash('sha256');
  const walk: Omit<Walk, 'hash'> = {
    ...{ items: 0, labelled: 0, bytes: 0 },
    splits: new Map(),
    ends: [],
  };
  for (;;) {
    const page = await seals.page(seal, walk.ends.at(-1) ?? '', ITEMS_A_STEP);
    hash.update(page.map((item) => `${item.hash}\n`).join(''));
    for (const { split, isLabelled, bytes } of page) {
      walk.bytes += bytes;
      walk.labelled += isLabelled;
      if (split !== null) walk.splits.set(split, (walk.splits.get(split) ?? 0) + 1);
      if (walk.splits.size > LIMITS.datasetSplits) throw tooManySplits();
    }
    walk.items += page.length;
    if (walk.items > LIMITS.datasetItems) throw new ApiProblem('dataset_too_large');
    const last = page.at(-1);
    if (last !== undefined) walk.ends.push(last.itemId);
    if (page.length < ITEMS_A_STEP) break;
  }
  if (walk.items === 0) {
    throw new ApiProblem('invalid_request', {
      detail:
        'The version would have no items. Send at least one, or choose stored samples that exist.',
    });
  }
  return { ...walk, hash: hash.digest('hex') };
}
