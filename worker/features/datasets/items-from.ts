import { itemIdField } from '@assay/schema/dataset-item.ts';
import { LIMITS } from '@assay/schema/limits.ts';
import type {
  BatchSelection,
  DatasetFrom,
  DatasetItem,
  Sample,
  Verdict,
  VerdictSelection,
} from '@assay/schema/types.ts';
import { BY_LINE, type LineSource } from '../../core/line-source.ts';
import { ApiProblem } from '../../core/problem.ts';
import type { GivenRecord } from '../../core/read-record.ts';
import type { BatchStore } from '../../store/batches.ts';
import type { ItemStore } from '../../store/items.ts';
import { NO_SAMPLE } from '../../store/no-sample.ts';
import type { VerdictStore } from '../../store/verdicts.ts';
import { verdictQuery } from '../scoring/find-verdicts.ts';

export interface ItemsFromNeeds {
  verdicts: VerdictStore;
  batches: BatchStore;
  items: ItemStore;
}

const PAGE = 200;

/**
 * The samples of verdicts, or of results of a batch, as items; those that were not kept are left
 * out. They are read as they are taken.
 *
 * @throws ApiProblem `batch_not_found`, or, once it is read, `invalid_request` if they are too many
 */
export async function itemsFrom(
  projectId: string,
  from: DatasetFrom,
  services: ItemsFromNeeds,
): Promise<LineSource> {
  if ('verdicts' in from) {
    return sourceOf(verdictItems(projectId, from.verdicts, services));
  }
  if ((await services.batches.find(projectId, from.batch.id)) === undefined) {
    throw new ApiProblem('batch_not_found');
  }
  return sourceOf(batchItems(from.batch, services));
}

function sourceOf(pages: AsyncIterable<DatasetItem[]>): LineSource {
  async function* lines(): AsyncGenerator<GivenRecord[]> {
    let number = 0;
    for await (const page of pages) {
      if (number + page.length > LIMITS.itemsFromResults) throw tooMany();
      yield page.map((value) => {
        number += 1;
        return { number, value };
      });
    }
  }
  return { lines: lines(), counting: BY_LINE };
}

async function* verdictItems(
  projectId: string,
  selection: VerdictSelection,
  { verdicts }: ItemsFromNeeds,
): AsyncGenerator<DatasetItem[]> {
  let cursor: string | undefined;
  for (;;) {
    const query = verdictQuery(projectId, { ...selection, cursor }, PAGE);
    const page = await verdicts.samples(query);
    yield page
      .filter(({ sample }) => sample !== NO_SAMPLE)
      .map(({ id, sample }) => itemOf(JSON.parse(sample), id));
    cursor = page.at(-1)?.id;
    if (cursor === undefined) return;
  }
}

async function* batchItems(
  { id: batchId, status, failed }: BatchSelection,
  { items }: ItemsFromNeeds,
): AsyncGenerator<DatasetItem[]> {
  let after = -1;
  for (;;) {
    const page = await items.page({ batchId, after, limit: PAGE, status, withSamples: true });
    yield page.items
      .filter(({ sample }) => sample !== NO_SAMPLE)
      .filter(({ verdict }) => failed === undefined || hasFailed(verdict, failed))
      .map(({ at, sample }) => itemOf(JSON.parse(sample ?? '{}'), `${batchId}:${at}`));
    if (page.isLast) return;
    after = page.items.at(-1)?.at ?? after;
  }
}

function hasFailed(verdict: string | null, name: string): boolean {
  if (verdict === null) return false;
  const { scores }: Verdict = JSON.parse(verdict);
  return scores.some((score) => score.name === name && score.passed === false);
}

/** @param otherId of a sample that has no id, or one that an item cannot have */
function itemOf(sample: Sample, otherId: string): DatasetItem {
  const id = itemIdField.safeParse(sample.id);
  return { id: id.success ? id.data : otherId, sample };
}

function tooMany(): ApiProblem {
  return new ApiProblem('invalid_request', {
    errors: [
      {
        pointer: '/from',
        message: `selects more than ${LIMITS.itemsFromResults} samples; narrow the filter, for example by time`,
      },
    ],
  });
}
