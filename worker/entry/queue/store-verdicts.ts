import type { Log } from '../../core/log.ts';
import { type EraseLateNeeds, eraseLate } from '../../features/erasure/erase-late.ts';
import { VerdictMessage } from '../../store/verdict-queue.ts';
import type { VerdictRow, VerdictStore } from '../../store/verdicts.ts';
import { backoffSeconds } from './backoff.ts';

interface StoreNeeds extends EraseLateNeeds {
  verdicts: VerdictStore;
  log: Log;
}

/**
 * Writes the verdicts of a batch of messages with few statements. A verdict that is delivered twice
 * is written once; what was to be deleted meanwhile does not stay. When the database refuses, or a message cannot be read, it is delivered again
 * later, and at last put into the dead-letter queue.
 */
export async function storeVerdicts(batch: MessageBatch, needs: StoreNeeds): Promise<void> {
  const { verdicts, log } = needs;
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
    const rows = readable.map(({ row }) => row);
    await verdicts.insert(rows);
    await eraseLate(rows, needs);
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
