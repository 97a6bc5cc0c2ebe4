import type { Log } from '../../core/log.ts';
import type { RangeQueue } from '../../store/range-queue.ts';
import type { RangeTurns } from '../../store/range-turns.ts';
import type { RangeOutcome } from '../../store/ranges.ts';
import type { WebhookQueue } from '../../store/webhook-queue.ts';

export interface SendOnNeeds {
  rangeQueue: RangeQueue;
  webhookQueue: WebhookQueue;
  turns: RangeTurns;
  log: Log;
}

/**
 * Sends to the queues what a write to the database made due. Ranges that the queue does not take wait
 * for another turn. What is lost all the same is leased in the database, and the sweep sends it once
 * the lease has run out: so nothing is lost, only late.
 */
export async function sendOn(
  { next, deliveryId }: Pick<RangeOutcome, 'next' | 'deliveryId'>,
  { rangeQueue, webhookQueue, turns, log }: SendOnNeeds,
): Promise<void> {
  const refused = () => log({ level: 'warn', event: 'queue_refused', ranges: next.length });
  if (next.length > 0) {
    await rangeQueue.send(next).catch(async () => {
      refused();
      await turns.putBack(next).catch(refused);
    });
  }
  if (deliveryId !== null) await webhookQueue.send(deliveryId).catch(refused);
}
