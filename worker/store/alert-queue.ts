import * as z from 'zod';

export const AlertMessage = z.strictObject({ deliveryId: z.string() });

/** Deliveries of alerts on their way to the consumer. */
export interface AlertQueue {
  send(deliveryIds: readonly string[]): Promise<void>;
}

// What one call of a queue takes.
const MOST_MESSAGES = 100;

export function createAlertQueue(queue: Queue): AlertQueue {
  return {
    async send(deliveryIds) {
      for (let i = 0; i < deliveryIds.length; i += MOST_MESSAGES) {
        const some = deliveryIds.slice(i, i + MOST_MESSAGES);
        await queue.sendBatch(
          some.map((deliveryId) => ({ body: { deliveryId }, contentType: 'json' as const })),
        );
      }
    },
  };
}
