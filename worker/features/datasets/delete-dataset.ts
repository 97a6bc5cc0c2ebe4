import { ApiProblem } from '../../core/problem.ts';
import type { DatasetPurgeStore } from '../../store/dataset-purges.ts';
import type { DatasetUse } from '../../store/datasets.ts';
import { parseVersionReference } from '../scoring/version-cache.ts';
import { type FindDatasetNeeds, findDataset } from './find-datasets.ts';

export interface DeleteDatasetNeeds extends FindDatasetNeeds {
  datasetPurges: DatasetPurgeStore;
  nowMs(): number;
}

const USES_TOLD = 3;

/**
 * Deletes a data set, or the one version of `name@3`: immediately for callers; items that no other
 * version has are removed in the background.
 *
 * @throws ApiProblem `dataset_not_found` or `dataset_in_use`
 */
export async function deleteDataset(
  projectId: string,
  reference: string,
  services: DeleteDatasetNeeds,
): Promise<void> {
  await findDataset(projectId, reference, services);
  const { name, version } = parseVersionReference(reference);
  const uses = await services.datasets.remove(projectId, name, version, services.nowMs());
  if (uses.length > 0) throw new ApiProblem('dataset_in_use', { detail: told(uses) });
}

function told(uses: readonly DatasetUse[]): string {
  const named = uses
    .slice(0, USES_TOLD)
    .map(
      ({ name, version, kind, userId }) => `${name}@${version} is used by the ${kind} ${userId}`,
    );
  const more = uses.length > USES_TOLD ? ', and there are more' : '';
  return `${named.join(', ')}${more}. Delete first what refers to it.`;
}
