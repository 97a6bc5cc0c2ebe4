import type { DatasetDiffQuery } from '@assay/schema/dataset-query.ts';
import type { DatasetChange, DatasetDiff, DatasetDiffCounts } from '@assay/schema/types.ts';
import { PAGE_ITEMS } from '../../core/page-from.ts';
import type { ItemDifference } from '../../store/dataset-items.ts';
import { changedFields } from './changed-fields.ts';
import { identityOf } from './find-datasets.ts';
import { type OpenDataset, openDataset, type ReadItemNeeds } from './read-items.ts';

/** The two states of the items of a page, in bytes. */
const PAGE_BYTES = 4_000_000;

/** A page of what differs between two versions. @throws ApiProblem `dataset_not_found` */
export async function diffVersions(
  projectId: string,
  { reference, base: baseReference }: { reference: string; base: string },
  { cursor = '', limit = PAGE_ITEMS, include }: DatasetDiffQuery,
  services: ReadItemNeeds,
): Promise<DatasetDiff> {
  const version = await openDataset(projectId, reference, services);
  const base = await openDataset(projectId, baseReference, services);
  const found = await services.datasetItems.differences(
    version.selection,
    base.selection,
    cursor,
    limit + 1,
  );
  const shown = fitting(found.slice(0, limit));
  const last = shown.at(-1);
  return {
    dataset: identityOf(version.dataset),
    base: identityOf(base.dataset),
    counts: cursor === '' ? await countsOf(version, base, services) : null,
    items: await changesOf(shown, { version, base, withItems: include === 'items' }, services),
    nextCursor: found.length > shown.length && last !== undefined ? last.itemId : null,
  };
}

async function countsOf(
  { dataset, selection }: OpenDataset,
  base: OpenDataset,
  { datasetItems }: ReadItemNeeds,
): Promise<DatasetDiffCounts> {
  const { shared, unchanged } = await datasetItems.common(selection, base.selection);
  return {
    added: dataset.items - shared,
    removed: base.dataset.items - shared,
    changed: shared - unchanged,
    unchanged,
  };
}

interface Asked {
  version: OpenDataset;
  base: OpenDataset;
  withItems: boolean;
}

async function changesOf(
  differences: readonly ItemDifference[],
  { version, base, withItems }: Asked,
  { datasetItems }: ReadItemNeeds,
): Promise<DatasetChange[]> {
  const contentsOf = (
    { selection: { projectId, name } }: OpenDataset,
    state: 'before' | 'after',
  ) => {
    const needed = differences.filter(({ before, after }) => withItems || (before && after));
    const hashes = needed.flatMap((each) => each[state] ?? []);
    return datasetItems.contents(projectId, name, hashes);
  };
  const [befores, afters] = [await contentsOf(base, 'before'), await contentsOf(version, 'after')];
  return differences.map(({ itemId, before: beforeHash, after: afterHash }) => {
    const before = parsed(befores.get(beforeHash ?? ''));
    const after = parsed(afters.get(afterHash ?? ''));
    const change = beforeHash === null ? 'added' : afterHash === null ? 'removed' : 'changed';
    return {
      id: itemId,
      change,
      fields: change === 'changed' ? changedFields(before, after) : [],
      ...(withItems && before && { before }),
      ...(withItems && after && { after }),
    };
  });
}

function parsed(json: string | undefined) {
  return json === undefined ? undefined : JSON.parse(json);
}

/** As many as fit into a page, and one at least. */
function fitting(differences: readonly ItemDifference[]): ItemDifference[] {
  let ahead = 0;
  return differences.filter(({ bytes }) => {
    const fits = ahead < PAGE_BYTES;
    ahead += bytes;
    return fits;
  });
}
