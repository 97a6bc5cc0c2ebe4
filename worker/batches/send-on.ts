import type { Services } from '../services.ts';
import type { RangeOutcome } from '../store/ranges.ts';

/**
 * Sends to the queues what a write to the database made due. What cannot be sent is leased in the
 * database, and the sweep sends it once the lease has run out: so nothing is lost, only late.
 */
export async function sendOn(
  { next, deliveryId }: Pick<RangeOutcome, 'next' | 'deliveryId'>,
  { rangeQueue, webhookQueue, log }: Services,
): Promise<void> {
  try {
    if (next.length > 0) await rangeQueue.send(next);
    if (deliveryId !== null) await webhookQueue.send(deliveryId);
  } catch {
    log({ level: 'warn', event: 'queue_refused', ranges: next.length });
  }
}
