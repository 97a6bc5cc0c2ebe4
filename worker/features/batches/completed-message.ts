import type { Batch, WebhookMessage } from '@assay/schema/types.ts';
import type { StoredBatch } from '../../store/batches.ts';
import type { StoredDelivery } from '../../store/webhooks.ts';
import { batchAsCompleted, type FindBatchNeeds, getBatch } from './find-batches.ts';

/**
 * The message about a batch as it ended, even if it has changed since; undefined if its end is not
 * known any more.
 */
export async function completedMessage(
  delivery: StoredDelivery,
  services: FindBatchNeeds,
): Promise<string | undefined> {
  const { projectId, batchId, createdAtMs } = delivery;
  const stored = await services.batches.find(projectId, batchId);
  if (stored === undefined) return undefined;
  const data = await endedBatch(stored, delivery, services);
  if (data === undefined) return undefined;
  const timestamp = new Date(createdAtMs).toISOString();
  const message: WebhookMessage = { type: 'batch.completed', timestamp, data };
  return JSON.stringify(message);
}

async function endedBatch(
  stored: StoredBatch,
  { outcome, run }: StoredDelivery,
  services: FindBatchNeeds,
): Promise<Batch | undefined> {
  if (outcome !== null) return batchAsCompleted(stored, JSON.parse(outcome));
  // An older delivery: it can be told only while the batch is as it ended then.
  const isSame = stored.status === 'completed' && stored.run === run;
  return isSame ? getBatch(stored.projectId, stored.id, services) : undefined;
}
