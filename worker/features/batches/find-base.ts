import type { StoredBatch } from '../../store/batches.ts';
import { gateOf } from './batch-gates.ts';
import { type FindBatchNeeds, findBatch } from './find-batches.ts';
import type { FrozenPlan } from './frozen-plan.ts';

const LATEST = 'latest:';
const PAGE = 100;
/** How many batches with a tag are looked through. */
const MOST_PAGES = 5;

/**
 * The batch that another is compared with.
 *
 * @param base an id, or `latest:TAG`: the newest completed batch with that tag and the same suite
 *   whose gate did not fail
 * @returns undefined where no batch is `latest:TAG`
 * @throws ApiProblem `batch_not_found` for an id
 */
export async function findBase(
  batch: StoredBatch,
  base: string,
  { allowFailed = false }: { allowFailed?: boolean | undefined },
  services: FindBatchNeeds,
): Promise<StoredBatch | undefined> {
  const { projectId } = batch;
  if (!base.startsWith(LATEST)) return findBatch(projectId, base, services);
  const filter = { tag: base.slice(LATEST.length), status: 'completed' as const };
  const suite = suiteOf(batch);
  for (let page = 0, cursor: string | undefined; page < MOST_PAGES; page += 1) {
    const { rows, isLast } = await services.batches.list(projectId, { ...filter, cursor }, PAGE);
    const found = rows.find(
      (row) =>
        row.id !== batch.id &&
        suiteOf(row) === suite &&
        (allowFailed || gateOf(row)?.outcome !== 'failed'),
    );
    if (found !== undefined) return found;
    cursor = rows.at(-1)?.id;
    if (isLast) break;
  }
  return undefined;
}

function suiteOf({ plan }: StoredBatch): string | null {
  return (JSON.parse(plan) as FrozenPlan).suite?.name ?? null;
}
