import type { Log } from '../../core/log.ts';
import { completedMessage } from '../../features/batches/completed-message.ts';
import type { FindBatchNeeds } from '../../features/batches/find-batches.ts';
import { experimentCompletedMessage } from '../../features/experiments/completed-message.ts';
import type { FindExperimentNeeds } from '../../features/experiments/find-experiments.ts';
import { type DeliverNeeds, deliver } from '../../features/webhooks/deliver.ts';
import { DeliveryMessage } from '../../store/webhook-queue.ts';
import type { StoredDelivery } from '../../store/webhooks.ts';
import { backoffSeconds } from './backoff.ts';

interface WebhookConsumerNeeds extends FindBatchNeeds, FindExperimentNeeds, DeliverNeeds {
  log: Log;
}

const MOST_DELAY_SECONDS = 4 * 3600;

/** Sends the webhooks that messages refer to; those not taken are retried, later each time. */
export async function deliverWebhooks(
  batch: MessageBatch,
  services: WebhookConsumerNeeds,
): Promise<void> {
  await Promise.all(batch.messages.map((message) => deliverMessage(message, services)));
}

async function deliverMessage(message: Message, services: WebhookConsumerNeeds): Promise<void> {
  const parsed = DeliveryMessage.safeParse(message.body);
  if (!parsed.success) {
    services.log({ level: 'error', event: 'webhook_message_malformed', messageId: message.id });
    message.ack();
    return;
  }
  const messageOf = (delivery: StoredDelivery) =>
    delivery.batchId.startsWith('exp_')
      ? experimentCompletedMessage(delivery, services)
      : completedMessage(delivery, services);
  const again = await deliver(parsed.data.deliveryId, messageOf, services).catch(() => true);
  if (again) {
    message.retry({ delaySeconds: backoffSeconds(message.attempts, MOST_DELAY_SECONDS) });
  } else message.ack();
}
