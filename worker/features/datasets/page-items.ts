import type { DatasetItemFilter } from '@assay/schema/dataset-query.ts';
import type { DatasetItem, DatasetItemRecord, Page } from '@assay/schema/types.ts';
import { PAGE_ITEMS } from '../../core/page-from.ts';
import { ApiProblem } from '../../core/problem.ts';
import { OPEN_END } from '../../store/dataset-items.ts';
import { itemPages, openDataset, type ReadItemNeeds } from './read-items.ts';

/** Items of a version in order of their ids. @throws ApiProblem `dataset_not_found` */
export async function pageDatasetItems(
  projectId: string,
  reference: string,
  { cursor = '', limit = PAGE_ITEMS, ...part }: DatasetItemFilter,
  services: ReadItemNeeds,
): Promise<Page<DatasetItem>> {
  const { selection } = await openDataset(projectId, partOf(reference, part), services);
  const { items, isLast } = await services.datasetItems.page(selection, cursor, limit);
  return {
    items: items.map(({ item }) => JSON.parse(item)),
    nextCursor: isLast ? null : (items.at(-1)?.itemId ?? null),
  };
}

/** Every item as NDJSON, read as the caller takes it. @throws ApiProblem `dataset_not_found` */
export async function streamDatasetItems(
  projectId: string,
  reference: string,
  { endMark = false, ...part }: Pick<DatasetItemFilter, 'split' | 'tag' | 'endMark'>,
  services: ReadItemNeeds,
): Promise<ReadableStream<Uint8Array>> {
  const { selection } = await openDataset(projectId, partOf(reference, part), services);
  const pages = itemPages(selection, services.datasetItems);
  const encoder = new TextEncoder();
  return new ReadableStream({
    async pull(controller) {
      const { done, value } = await pages.next();
      if (!done) {
        // An empty chunk would be taken for the end of what is there.
        if (value.length > 0) {
          controller.enqueue(encoder.encode(value.map(({ item }) => `${item}\n`).join('')));
        }
        return;
      }
      if (endMark) controller.enqueue(encoder.encode('\n'));
      controller.close();
    },
    async cancel() {
      await pages.return(undefined);
    },
  });
}

function partOf(reference: string, { split, tag }: Pick<DatasetItemFilter, 'split' | 'tag'>) {
  return {
    name: reference,
    ...(split !== undefined && { split }),
    ...(tag !== undefined && { tags: tag }),
  };
}

/** An item of a version, with its history. @throws ApiProblem `dataset_not_found` or `item_not_found` */
export async function getDatasetItem(
  projectId: string,
  reference: string,
  itemId: string,
  services: ReadItemNeeds,
): Promise<DatasetItemRecord> {
  const { selection } = await openDataset(projectId, reference, services);
  const found = await services.datasetItems.find(selection, itemId);
  if (found === undefined) throw new ApiProblem('item_not_found');
  const history = await services.datasetItems.history(projectId, selection.name, itemId);
  return {
    item: JSON.parse(found.item),
    hash: found.hash,
    history: history.map(({ until, ...span }) => ({
      ...span,
      until: until === OPEN_END ? null : until,
    })),
  };
}
