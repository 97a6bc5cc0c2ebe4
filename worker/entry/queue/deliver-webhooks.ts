import { completedMessage } from '../../features/batches/completed-message.ts';
import { deliver } from '../../features/webhooks/deliver.ts';
import type { Services } from '../../services.ts';
import { DeliveryMessage } from '../../store/webhook-queue.ts';
import type { StoredDelivery } from '../../store/webhooks.ts';
import { backoffSeconds } from './backoff.ts';

const MOST_DELAY_SECONDS = 4 * 3600;

/** Sends the webhooks that messages refer to; those not taken are tried again, later each time. */
export async function deliverWebhooks(batch: MessageBatch, services: Services): Promise<void> {
  await Promise.all(batch.messages.map((message) => deliverMessage(message, services)));
}

async function deliverMessage(message: Message, services: Services): Promise<void> {
  const parsed = DeliveryMessage.safeParse(message.body);
  if (!parsed.success) {
    services.log({ level: 'error', event: 'webhook_message_malformed', messageId: message.id });
    message.ack();
    return;
  }
  const messageOf = (delivery: StoredDelivery) => completedMessage(delivery, services);
  const again = await deliver(parsed.data.deliveryId, messageOf, services).catch(() => true);
  if (again) {
    message.retry({ delaySeconds: backoffSeconds(message.attempts, MOST_DELAY_SECONDS) });
  } else message.ack();
}
