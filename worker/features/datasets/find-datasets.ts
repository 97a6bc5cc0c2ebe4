import type { Dataset, DatasetIdentity, Page } from '@assay/schema/types.ts';
import { PAGE_ITEMS, pageFrom } from '../../core/page-from.ts';
import { ApiProblem } from '../../core/problem.ts';
import type { DatasetStore, StoredDataset } from '../../store/datasets.ts';
import { parseVersionReference } from '../scoring/version-cache.ts';

export interface FindDatasetNeeds {
  datasets: DatasetStore;
}

interface PageQuery<Cursor> {
  limit?: number | undefined;
  cursor?: Cursor | undefined;
}

/**
 * A version of a data set as it is stored.
 *
 * @param reference `name` for the newest version, or `name@3` @throws ApiProblem `dataset_not_found`
 */
export async function findDataset(
  projectId: string,
  reference: string,
  services: FindDatasetNeeds,
): Promise<StoredDataset> {
  const { name, version } = parseVersionReference(reference);
  const found = await services.datasets.find(projectId, name, version);
  if (found) return found;
  const detail = await tellMissingDataset(projectId, reference, services);
  throw new ApiProblem('dataset_not_found', { detail });
}

/** Why a reference finds no data set: there is none of the name, or not that version. */
export async function tellMissingDataset(
  projectId: string,
  reference: string,
  { datasets }: FindDatasetNeeds,
): Promise<string> {
  const { name, version } = parseVersionReference(reference);
  const newest = version === undefined ? undefined : await datasets.find(projectId, name);
  if (newest) {
    return `The data set "${name}" has no version ${version}; the newest is ${newest.version}.`;
  }
  return `This project has no data set "${reference}". GET /v1/datasets lists its data sets.`;
}

/** @throws ApiProblem `dataset_not_found` */
export async function getDataset(
  projectId: string,
  reference: string,
  services: FindDatasetNeeds,
): Promise<Dataset> {
  return toDataset(await findDataset(projectId, reference, services));
}

/** The newest version of each data set, by name. */
export async function listDatasets(
  projectId: string,
  { limit = PAGE_ITEMS, cursor }: PageQuery<string>,
  { datasets }: FindDatasetNeeds,
): Promise<Page<Dataset>> {
  const rows = await datasets.list(projectId, limit + 1, cursor);
  return pageFrom(rows, limit, toDataset, ({ name }) => name);
}

/** The versions of a data set, newest first. @throws ApiProblem `dataset_not_found` */
export async function listDatasetVersions(
  projectId: string,
  name: string,
  { limit = PAGE_ITEMS, cursor }: PageQuery<string>,
  services: FindDatasetNeeds,
): Promise<Page<Dataset>> {
  const before = cursor === undefined ? undefined : Number(cursor);
  const rows = await services.datasets.versions(projectId, name, limit + 1, before);
  if (rows.length === 0) await findDataset(projectId, name, services);
  return pageFrom(rows, limit, toDataset, ({ version }) => String(version));
}

export function toDataset(stored: StoredDataset): Dataset {
  const { name, version, description, hash, items, labelled, bytes, erased } = stored;
  return {
    name,
    version,
    description,
    hash,
    counts: { items, labelled, bytes, erased },
    splits: JSON.parse(stored.splits),
    origin: JSON.parse(stored.origin),
    createdAt: new Date(stored.createdAtMs).toISOString(),
  };
}

export function identityOf({ name, version, hash }: StoredDataset): DatasetIdentity {
  return { name, version, hash };
}
