import type { StoredDelivery } from '../../store/webhooks.ts';
import { postOnce } from './post-once.ts';
import type { SecretNeeds } from './secrets.ts';
import { signedHeaders } from './signed-headers.ts';

export interface DeliverNeeds extends SecretNeeds {
  fetch: typeof fetch;
}

/** After this many tries, spread over about a day, a delivery has failed. */
const MOST_ATTEMPTS = 12;
const LEASE_MS = 12 * 3_600_000;

/** The message of a delivery; undefined if it is not known any more. */
export type MessageOf = (delivery: StoredDelivery) => Promise<string | undefined>;

/**
 * Attempts a delivery once, and records the response.
 *
 * @param messageOf called for the first attempt; later ones send the same message
 * @returns whether it is to be retried
 */
export async function deliver(
  deliveryId: string,
  messageOf: MessageOf,
  services: DeliverNeeds,
): Promise<boolean> {
  const { webhooks, nowMs } = services;
  const delivery = await webhooks.find(deliveryId);
  if (delivery?.status !== 'pending') return false;
  const made = delivery.body ?? (await messageOf(delivery));
  const message = made === undefined ? undefined : await webhooks.keepBody(deliveryId, made);
  if (message === undefined) return false;
  const { projectId, url } = delivery;
  const headers = await signedHeaders({ projectId, id: deliveryId, body: message }, services);
  const { answer } = await postOnce({ url, headers, body: message }, services);
  const isLast = delivery.attempts + 1 >= MOST_ATTEMPTS;
  const status = answer.error === null ? 'delivered' : isLast ? 'failed' : 'pending';
  await webhooks.record(delivery, answer, status, nowMs() + LEASE_MS);
  return status === 'pending';
}
