import type { DatasetSelection, SelectedDataset } from '@assay/schema/types.ts';
import { BY_LINE, type LineSource } from '../../core/line-source.ts';
import { ApiProblem } from '../../core/problem.ts';
import type { GivenRecord } from '../../core/read-record.ts';
import type { ItemSelection } from '../../store/dataset-items.ts';
import { identityOf } from '../datasets/find-datasets.ts';
import { openDataset, type ReadItemNeeds, readItems } from '../datasets/read-items.ts';

const LINES_AT_ONCE = 100;

/** The items that a batch is to score. */
export interface ChosenItems {
  selected: SelectedDataset;
  selection: ItemSelection;
}

/** @throws ApiProblem `unknown_dataset` */
export async function chooseItems(
  projectId: string,
  given: DatasetSelection,
  services: ReadItemNeeds,
): Promise<ChosenItems> {
  try {
    const { dataset, selection } = await openDataset(projectId, given, services);
    const { split = null, tags = [] } = selection;
    return { selected: { ...identityOf(dataset), split, tags: [...tags] }, selection };
  } catch (cause) {
    if (!(cause instanceof ApiProblem && cause.code === 'dataset_not_found')) throw cause;
    throw unknownDataset(cause.detail);
  }
}

export function goneDataset({ name, version }: SelectedDataset): ApiProblem {
  return unknownDataset(`The version ${version} of the data set "${name}" was deleted.`);
}

function unknownDataset(detail: string): ApiProblem {
  return new ApiProblem('unknown_dataset', {
    detail,
    errors: [{ pointer: '/dataset', message: 'is not a data set of this project' }],
  });
}

/** The samples of items, read as they are taken; each has the id of its item. */
export function samplesIn(selection: ItemSelection, services: ReadItemNeeds): LineSource {
  async function* lines(): AsyncGenerator<GivenRecord[]> {
    let number = 0;
    let some: GivenRecord[] = [];
    for await (const { id, sample, weight } of readItems(selection, services)) {
      number += 1;
      some.push({ number, value: { ...sample, id }, weight });
      if (some.length < LINES_AT_ONCE) continue;
      yield some;
      some = [];
    }
    yield some;
  }
  return { lines: lines(), counting: BY_LINE };
}
