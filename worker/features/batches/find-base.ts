import type { BatchFilter } from '@assay/schema/batch-query.ts';
import type { Batch } from '@assay/schema/types.ts';
import { ApiProblem } from '../../core/problem.ts';
import type { StoredBatch } from '../../store/batches.ts';
import { gateOf } from './batch-gates.ts';
import { batchOf, type FindBatchNeeds, findBatch } from './find-batches.ts';
import { isPredecessor, suiteOf } from './predecessor.ts';

const LATEST = 'latest:';
const PREVIOUS = 'previous';
const PAGE = 100;
/** How many batches with a tag are looked through. */
const MOST_PAGES = 5;

/**
 * The batch that another is compared with.
 *
 * @param base an id; `latest:TAG`: the newest completed batch with that tag and the same suite whose
 *   gate did not fail; or `previous`: the newest one before the batch of the same kind
 * @returns undefined where no batch is `latest:TAG` or `previous`
 * @throws ApiProblem `batch_not_found` for an id
 */
export async function findBase(
  batch: StoredBatch,
  base: string,
  { allowFailed = false }: { allowFailed?: boolean | undefined },
  services: FindBatchNeeds,
): Promise<StoredBatch | undefined> {
  const { projectId } = batch;
  if (base !== PREVIOUS && !base.startsWith(LATEST)) return findBatch(projectId, base, services);
  const isPrevious = base === PREVIOUS;
  const filter: BatchFilter = {
    status: 'completed',
    ...(isPrevious
      ? { cursor: batch.id, suite: suiteOf(batch) }
      : { tag: base.slice(LATEST.length) }),
  };
  for (let page = 0; page < MOST_PAGES; page += 1) {
    const { rows, isLast } = await services.batches.list(projectId, filter, PAGE);
    const found = rows.find(
      (row) =>
        row.id !== batch.id &&
        (isPrevious ? isPredecessor(row, batch) : suiteOf(row) === suiteOf(batch)) &&
        (allowFailed || gateOf(row)?.outcome !== 'failed'),
    );
    if (found !== undefined) return found;
    filter.cursor = rows.at(-1)?.id;
    if (isLast) break;
  }
  return undefined;
}

/**
 * The batch that another is compared with, as callers see it.
 *
 * @throws ApiProblem `batch_not_found` where there is none
 */
export async function getBase(
  projectId: string,
  id: string,
  base: string = PREVIOUS,
  services: FindBatchNeeds,
): Promise<Batch> {
  const found = await findBase(await findBatch(projectId, id, services), base, {}, services);
  if (found === undefined) throw noBase(base);
  return batchOf(found, services);
}

/** The problem of a base that there is not. */
export function noBase(base: string): ApiProblem {
  const detail = base.startsWith(LATEST)
    ? `No completed batch is tagged \`${base.slice(LATEST.length)}\`.`
    : 'No batch of the same suite, tag or scorers was completed before this one.';
  return new ApiProblem('batch_not_found', { detail });
}
