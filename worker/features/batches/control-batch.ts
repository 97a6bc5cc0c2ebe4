import { newId } from '@assay/schema/ids.ts';
import type { Batch } from '@assay/schema/types.ts';
import { ApiProblem } from '../../core/problem.ts';
import type { RangeStore } from '../../store/ranges.ts';
import { type FindBatchNeeds, findBatch, getBatch } from './find-batches.ts';
import type { FrozenPlan } from './frozen-plan.ts';
import { TURN_LEASE_MS } from './range-leases.ts';
import { type SendOnNeeds, sendOn } from './send-on.ts';

export interface ControlBatchNeeds extends FindBatchNeeds, SendOnNeeds {
  ranges: RangeStore;
}

/** Cancels an unfinished batch: no more results are added. @throws ApiProblem `batch_not_found` */
export async function cancelBatch(
  projectId: string,
  id: string,
  services: ControlBatchNeeds,
): Promise<Batch> {
  await findBatch(projectId, id, services);
  await services.batches.cancel(projectId, id, services.nowMs());
  return getBatch(projectId, id, services);
}

/**
 * Retries the failed samples of a batch; without any, nothing happens. @throws ApiProblem
 * `batch_not_found`, or `sample_not_kept` if its samples are not kept as they were sent
 */
export async function retryBatch(
  projectId: string,
  id: string,
  services: ControlBatchNeeds,
): Promise<Batch> {
  const { plan, samplesDroppedAtMs } = await findBatch(projectId, id, services);
  const { keep, redactStored }: FrozenPlan = JSON.parse(plan);
  const isKept = keep !== 'scores' && redactStored === undefined && samplesDroppedAtMs === null;
  if (!isKept) throw new ApiProblem('sample_not_kept');
  const outcome = await services.ranges.retry(projectId, id, services.nowMs() + TURN_LEASE_MS);
  await sendOn(outcome, services);
  return getBatch(projectId, id, services);
}

/**
 * Sets a cancelled batch running again where it stopped; one that is not cancelled stays as it is.
 *
 * @throws ApiProblem `batch_not_found`
 */
export async function restartBatch(
  projectId: string,
  id: string,
  services: ControlBatchNeeds,
): Promise<void> {
  const { status } = await findBatch(projectId, id, services);
  if (status !== 'cancelled') return;
  const nowMs = services.nowMs();
  const outcome = await services.ranges.restart({
    ...{ projectId, batchId: id, deliveryId: newId('delivery', nowMs) },
    ...{ nowMs, leaseUntilMs: nowMs + TURN_LEASE_MS },
  });
  await sendOn(outcome, services);
}

/**
 * Deletes a batch with its samples and results: immediately for callers; its rows are removed in
 * the background. @throws ApiProblem `batch_not_found`
 */
export async function deleteBatch(
  projectId: string,
  id: string,
  services: ControlBatchNeeds,
): Promise<void> {
  await findBatch(projectId, id, services);
  await services.batches.markDeleted(projectId, id, services.nowMs());
  await services.batches.purge(id);
}
