import type { Log } from '../../core/log.ts';
import { VerdictMessage } from '../../store/verdict-queue.ts';
import type { VerdictRow, VerdictStore } from '../../store/verdicts.ts';
import { backoffSeconds } from './backoff.ts';

interface StoreNeeds {
  verdicts: VerdictStore;
  log: Log;
}

/**
 * Writes the verdicts of a batch of messages with few statements. A verdict that is delivered twice
 * is written once. When the database refuses, or a message cannot be read, it is delivered again
 * later, and at last put into the dead-letter queue.
 */
export async function storeVerdicts(
  batch: MessageBatch,
  { verdicts, log }: StoreNeeds,
): Promise<void> {
  const readable: { message: Message; row: VerdictRow }[] = [];
  for (const message of batch.messages) {
    const parsed = VerdictMessage.safeParse(message.body);
    if (parsed.success) {
      readable.push({ message, row: parsed.data });
    } else {
      // Only this Worker writes to the queue: a newer release may have, and its code reads it later.
      log({ level: 'error', event: 'verdict_message_unreadable', messageId: message.id });
      message.retry({ delaySeconds: backoffSeconds(message.attempts) });
    }
  }
  try {
    await verdicts.insert(readable.map(({ row }) => row));
    for (const { message } of readable) message.ack();
  } catch {
    log({
      level: 'warn',
      event: 'verdicts_not_stored',
      queue: batch.queue,
      messages: readable.length,
    });
    for (const { message } of readable) {
      message.retry({ delaySeconds: backoffSeconds(message.attempts) });
    }
  }
}
