import type { Page, WebhookDelivery } from '@assay/schema/types.ts';
import type { ListedDelivery, WebhookStore } from '../../store/webhooks.ts';

/** Deliveries about one batch or experiment with the answers they got, newest first. @param id of it */
export async function listDeliveries(
  projectId: string,
  id: string,
  { webhooks }: { webhooks: WebhookStore },
): Promise<Page<WebhookDelivery>> {
  const stored = await webhooks.list(projectId, id);
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
