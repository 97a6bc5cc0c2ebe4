import type { Log } from '../../core/log.ts';
import { type DeliverAlertNeeds, deliverAlert } from '../../features/alerts/deliver-alert.ts';
import { AlertMessage } from '../../store/alert-queue.ts';
import { backoffSeconds } from './backoff.ts';

interface AlertConsumerNeeds extends DeliverAlertNeeds {
  log: Log;
}

const MOST_DELAY_SECONDS = 4 * 3600;

/** Sends the deliveries of alerts that messages refer to; those not taken are retried, later each time. */
export async function deliverAlerts(
  batch: MessageBatch,
  services: AlertConsumerNeeds,
): Promise<void> {
  await Promise.all(batch.messages.map((message) => deliverMessage(message, services)));
}

async function deliverMessage(message: Message, services: AlertConsumerNeeds): Promise<void> {
  const parsed = AlertMessage.safeParse(message.body);
  if (!parsed.success) {
    services.log({ level: 'error', event: 'alert_message_malformed', messageId: message.id });
    message.ack();
    return;
  }
  const { deliveryId } = parsed.data;
  try {
    const again = await deliverAlert(deliveryId, services);
    if (again === null) message.ack();
    else retry(message, again.afterSeconds);
  } catch (cause) {
    const error = cause instanceof Error ? cause.name : 'unknown';
    services.log({ level: 'warn', event: 'alert_not_delivered', deliveryId, error });
    retry(message, null);
  }
}

function retry(message: Message, afterSeconds: number | null): void {
  const backoff = backoffSeconds(message.attempts, MOST_DELAY_SECONDS);
  message.retry({ delaySeconds: Math.max(backoff, afterSeconds ?? 0) });
}
