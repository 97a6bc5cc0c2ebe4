import { PROBLEMS, type ProblemCode } from '@assay/schema/errors.ts';
import type { DatasetFrom, DatasetUploadInput } from '@assay/schema/types.ts';
import { type LineSource, refuseRecords } from '../../core/line-source.ts';
import { ApiProblem } from '../../core/problem.ts';
import type { StoredUpload } from '../../store/dataset-uploads.ts';
import { findDataset } from './find-datasets.ts';
import { type ItemsFromNeeds, itemsFrom } from './items-from.ts';
import { datasetExists, type Sealed, sealUpload } from './seal-upload.ts';
import { appendItems, openUpload, type UploadNeeds } from './uploads.ts';

export type CreateDatasetNeeds = UploadNeeds & ItemsFromNeeds;

/** A request that brings all of a version. */
export interface NewVersion extends DatasetUploadInput {
  projectId: string;
  name: string;
  from?: DatasetFrom;
  source: LineSource;
  /** The same for every attempt at a request that is repeated. */
  seed?: string | undefined;
}

/** How long the items of a request that ended early are kept. */
const KEPT_MS = 15 * 60_000;
/** How often another upload may be found being sealed, and the pause between. */
const MOST_TURNS = 30;
const TURN_MS = 300;

/** Makes version 1 of a data set. @throws ApiProblem `dataset_exists`, or as `sealUpload` does */
export async function createDataset(
  request: NewVersion,
  services: CreateDatasetNeeds,
): Promise<Sealed> {
  const { projectId, name, seed } = request;
  // Of a request that is repeated, it may be there because of the first.
  if (seed === undefined && (await services.datasets.find(projectId, name))) {
    throw datasetExists(name);
  }
  return addAtOnce(request, 'new', services);
}

/**
 * Adds a version to a data set; items equal to those of the newest version add none.
 *
 * @throws ApiProblem `dataset_not_found`, or as `sealUpload` does
 */
export async function addDatasetVersion(
  request: NewVersion,
  services: CreateDatasetNeeds,
): Promise<Sealed> {
  await findDataset(request.projectId, request.name, services);
  return addAtOnce(request, 'existing', services);
}

async function addAtOnce(
  { projectId, name, description, base, from, source, seed }: NewVersion,
  target: StoredUpload['target'],
  services: CreateDatasetNeeds,
): Promise<Sealed> {
  const items = from === undefined ? source : await itemsFrom(projectId, from, services);
  if (from !== undefined) await refuseRecords(source, 'items', 'from');
  const origin = { base: base ?? null, from: from ?? null };
  const upload = await openUpload(
    {
      ...{ projectId, name, target, origin, seed, keptMs: KEPT_MS },
      ...(base !== undefined && { base }),
      ...(description !== undefined && { description }),
    },
    services,
  );
  if (upload.status === 'open') {
    try {
      const keepsFirst = from !== undefined;
      await appendItems({ upload, source: items, keepsFirst, keptMs: KEPT_MS, seed }, services);
    } catch (cause) {
      // Of two attempts at the same request, one may find the other at work.
      if (!isCalled(cause, 'dataset_busy')) await discardRefused(upload, cause, services);
      throw cause;
    }
  }
  return sealInTurn(upload, services);
}

/** Seals an upload once no other of the data set is being sealed. */
async function sealInTurn(upload: StoredUpload, services: CreateDatasetNeeds): Promise<Sealed> {
  for (let turn = 1; ; turn += 1) {
    try {
      return await sealUpload(upload.projectId, upload.id, services);
    } catch (cause) {
      if (!isCalled(cause, 'dataset_busy') || turn === MOST_TURNS) {
        await discardRefused(upload, cause, services);
        throw cause;
      }
    }
    await scheduler.wait(TURN_MS);
  }
}

/** Discards the upload of a request that was refused; one that failed may be repeated. */
async function discardRefused(
  { projectId, id }: StoredUpload,
  cause: unknown,
  { uploads }: CreateDatasetNeeds,
): Promise<void> {
  if (!(cause instanceof ApiProblem) || PROBLEMS[cause.code].status >= 500) return;
  // What is left is removed by the sweep.
  await uploads.discard(projectId, id).catch(() => {});
}

function isCalled(cause: unknown, code: ProblemCode): boolean {
  return cause instanceof ApiProblem && cause.code === code;
}
