import type { Log } from '../../core/log.ts';
import {
  type DeliverEvaluationNeeds,
  deliverEvaluations,
} from '../../features/evaluation-export/deliver-evaluations.ts';
import { EvaluationMessage } from '../../store/evaluation-queue.ts';
import { backoffSeconds } from './backoff.ts';

interface EvaluationConsumerNeeds extends DeliverEvaluationNeeds {
  log: Log;
}

const MOST_DELAY_SECONDS = 4 * 3600;

/** Sends the verdicts that messages refer to as events; those not taken are retried, later each time. */
export async function sendEvaluations(
  batch: MessageBatch,
  services: EvaluationConsumerNeeds,
): Promise<void> {
  await Promise.all(batch.messages.map((message) => sendMessage(message, services)));
}

async function sendMessage(message: Message, services: EvaluationConsumerNeeds): Promise<void> {
  const parsed = EvaluationMessage.safeParse(message.body);
  if (!parsed.success) {
    services.log({ level: 'error', event: 'evaluation_message_malformed', messageId: message.id });
    message.ack();
    return;
  }
  const again = await deliverEvaluations(parsed.data, services).catch(() => ({ seconds: null }));
  if (again === undefined) return message.ack();
  const backoff = backoffSeconds(message.attempts, MOST_DELAY_SECONDS);
  message.retry({ delaySeconds: Math.max(backoff, again.seconds ?? 0) });
}
