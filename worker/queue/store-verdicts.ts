import type { Services } from '../services.ts';
import { VerdictMessage } from '../store/verdict-queue.ts';
import type { VerdictRow } from '../store/verdicts.ts';
import { backoffSeconds } from './backoff.ts';

/**
 * Writes the verdicts of a batch of messages with few statements. A verdict that is delivered
 * twice is written once. When the database refuses, every message is delivered again later.
 */
export async function storeVerdicts(
  batch: MessageBatch,
  { verdicts, log }: Services,
): Promise<void> {
  const rows: VerdictRow[] = [];
  for (const message of batch.messages) {
    const parsed = VerdictMessage.safeParse(message.body);
    if (parsed.success) {
      rows.push(parsed.data);
      continue;
    }
    // Nobody but this Worker writes to the queue, so this is a fault of ours: keep it visible.
    log({ level: 'error', event: 'verdict_message_malformed', messageId: message.id });
    message.ack();
  }
  try {
    await verdicts.insert(rows);
    batch.ackAll();
  } catch {
    log({ level: 'warn', event: 'verdicts_not_stored', queue: batch.queue, messages: rows.length });
    for (const message of batch.messages)
      message.retry({ delaySeconds: backoffSeconds(message.attempts) });
  }
}
