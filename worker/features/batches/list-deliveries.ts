import type { Page, WebhookDelivery } from '@assay/schema/types.ts';
import type { ListedDelivery, WebhookStore } from '../../store/webhooks.ts';
import { type FindBatchNeeds, findBatch } from './find-batches.ts';

export interface ListDeliveryNeeds extends FindBatchNeeds {
  webhooks: WebhookStore;
}

/** Deliveries of a batch's webhook with what they got, newest first. @throws ApiProblem `batch_not_found` */
export async function listDeliveries(
  projectId: string,
  batchId: string,
  services: ListDeliveryNeeds,
): Promise<Page<WebhookDelivery>> {
  await findBatch(projectId, batchId, services);
  const stored = await services.webhooks.list(projectId, batchId);
  return { items: stored.map(toDelivery), nextCursor: null };
}

function toDelivery({ id, url, status, answers, createdAtMs }: ListedDelivery): WebhookDelivery {
  return {
    id,
    url,
    status,
    answers: JSON.parse(answers),
    createdAt: new Date(createdAtMs).toISOString(),
  };
}
