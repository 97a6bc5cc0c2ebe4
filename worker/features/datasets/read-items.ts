import type { DatasetItem, DatasetPart, DatasetSelection } from '@assay/schema/types.ts';
import type {
  DatasetItemStore,
  ItemSelection,
  StoredDatasetItem,
} from '../../store/dataset-items.ts';
import type { StoredDataset } from '../../store/datasets.ts';
import { type FindDatasetNeeds, findDataset } from './find-datasets.ts';

export interface ReadItemNeeds extends FindDatasetNeeds {
  datasetItems: DatasetItemStore;
}

/** A version, and the items of it that were asked for. */
export interface OpenDataset {
  dataset: StoredDataset;
  selection: ItemSelection;
}

const PAGE = 500;

/** @throws ApiProblem `dataset_not_found` */
export async function openDataset(
  projectId: string,
  given: DatasetSelection,
  services: FindDatasetNeeds,
): Promise<OpenDataset> {
  const {
    name: reference,
    split,
    tags,
  }: DatasetPart = typeof given === 'string' ? { name: given } : given;
  const dataset = await findDataset(projectId, reference, services);
  const { name, version } = dataset;
  return { dataset, selection: { projectId, name, version, split, tags } };
}

/** Items in order of their ids, a page at a time: no more than about 2 MB is ever in memory. */
export async function* readItems(
  selection: ItemSelection,
  { datasetItems }: Pick<ReadItemNeeds, 'datasetItems'>,
): AsyncGenerator<DatasetItem> {
  for await (const page of itemPages(selection, datasetItems)) {
    for (const { item } of page) yield JSON.parse(item);
  }
}

/** The same as they are stored. */
export async function* itemPages(
  selection: ItemSelection,
  datasetItems: DatasetItemStore,
): AsyncGenerator<StoredDatasetItem[]> {
  let after = '';
  for (;;) {
    const { items, isLast } = await datasetItems.page(selection, after, PAGE);
    yield items;
    if (isLast) return;
    after = items.at(-1)?.itemId ?? after;
  }
}
