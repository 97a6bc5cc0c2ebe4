import * as z from 'zod';

export const DeliveryMessage = z.strictObject({ deliveryId: z.string() });

/** Webhook deliveries on their way to the consumer. */
export interface WebhookQueue {
  send(deliveryId: string): Promise<void>;
}

export function createWebhookQueue(queue: Queue): WebhookQueue {
  return {
    async send(deliveryId) {
      await queue.send({ deliveryId }, { contentType: 'json' });
    },
  };
}
