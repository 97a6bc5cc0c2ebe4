import type { WebhookAnswer } from '@assay/schema/types.ts';
import type { StoredDelivery } from '../../store/webhooks.ts';
import type { SecretNeeds } from './secrets.ts';
import { signedHeaders } from './signed-headers.ts';
import { targetFault } from './targets.ts';

export interface DeliverNeeds extends SecretNeeds {
  fetch: typeof fetch;
}

/** After this many tries, spread over about a day, a delivery has failed. */
const MOST_ATTEMPTS = 12;
const TIMEOUT_MS = 15_000;
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
  const answer = await post(delivery, message, services);
  const isLast = delivery.attempts + 1 >= MOST_ATTEMPTS;
  const status = answer.error === null ? 'delivered' : isLast ? 'failed' : 'pending';
  await webhooks.record(delivery, answer, status, nowMs() + LEASE_MS);
  return status === 'pending';
}

async function post(
  delivery: StoredDelivery,
  body: string,
  services: DeliverNeeds,
): Promise<WebhookAnswer> {
  const startedAtMs = services.nowMs();
  const { status, error } = await attempt(delivery, body, services);
  return {
    at: new Date(startedAtMs).toISOString(),
    status,
    latencyMs: services.nowMs() - startedAtMs,
    error,
  };
}

async function attempt(
  { id, projectId, url }: StoredDelivery,
  body: string,
  services: DeliverNeeds,
): Promise<{ status: number | null; error: string | null }> {
  // The rules may have changed since the batch was made.
  const fault = targetFault(url, services.config);
  if (fault !== undefined) return { status: null, error: `The URL ${fault}.` };
  const headers = await signedHeaders({ projectId, id, body }, services);
  try {
    const response = await services.fetch(url, {
      method: 'POST',
      body,
      // A redirect could lead where the URL itself may not.
      redirect: 'manual',
      signal: AbortSignal.timeout(TIMEOUT_MS),
      headers,
    });
    // The response body is not needed, and reading it could take forever.
    await response.body?.cancel();
    const { status } = response;
    if (response.ok) return { status, error: null };
    const isRedirect = status >= 300 && status < 400;
    return {
      status,
      error: isRedirect
        ? 'Redirects are not followed.'
        : `The endpoint answered ${status} instead of 2xx.`,
    };
  } catch (cause) {
    const isTimeout = cause instanceof Error && cause.name === 'TimeoutError';
    return {
      status: null,
      error: isTimeout
        ? `The endpoint did not answer within ${TIMEOUT_MS / 1000} seconds.`
        : 'The connection failed.',
    };
  }
}
