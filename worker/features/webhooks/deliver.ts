import type {
  Batch,
  Page,
  WebhookAnswer,
  WebhookDelivery,
  WebhookMessage,
} from '@assay/schema/types.ts';
import { Webhook } from 'standardwebhooks';
import type { Services } from '../../services.ts';
import type { StoredBatch } from '../../store/batches.ts';
import type { ListedDelivery, StoredDelivery } from '../../store/webhooks.ts';
import { batchAsCompleted, findBatch, getBatch } from '../batches/find-batches.ts';
import { signingSecrets } from './secrets.ts';
import { targetFault } from './targets.ts';

/** After this many tries, spread over about a day, a delivery has failed. */
const MOST_ATTEMPTS = 12;
const TIMEOUT_MS = 15_000;
const LEASE_MS = 12 * 3_600_000;

/** Deliveries of a batch's webhook with what they got, newest first. @throws ApiProblem `batch_not_found` */
export async function listDeliveries(
  projectId: string,
  batchId: string,
  services: Services,
): Promise<Page<WebhookDelivery>> {
  await findBatch(projectId, batchId, services);
  const stored = await services.webhooks.list(projectId, batchId);
  return { items: stored.map(toDelivery), nextCursor: null };
}

/**
 * Tries a delivery once, and writes down what it got.
 *
 * @returns whether it is to be tried again
 */
export async function deliver(deliveryId: string, services: Services): Promise<boolean> {
  const { webhooks, nowMs } = services;
  const delivery = await webhooks.find(deliveryId);
  if (delivery?.status !== 'pending') return false;
  const made = delivery.body ?? (await messageOf(delivery, services));
  const message = made === undefined ? undefined : await webhooks.keepBody(deliveryId, made);
  if (message === undefined) return false;
  const answer = await post(delivery, message, services);
  const isLast = delivery.attempts + 1 >= MOST_ATTEMPTS;
  const status = answer.error === null ? 'delivered' : isLast ? 'failed' : 'pending';
  await webhooks.record(delivery, answer, status, nowMs() + LEASE_MS);
  return status === 'pending';
}

/** The batch as it ended, whatever has become of it since; undefined when nothing can be told of that. */
async function messageOf(
  delivery: StoredDelivery,
  services: Services,
): Promise<string | undefined> {
  const { projectId, batchId, createdAtMs } = delivery;
  const stored = await services.batches.find(projectId, batchId);
  if (stored === undefined) return undefined;
  const data = await endedBatch(stored, delivery, services);
  if (data === undefined) return undefined;
  const timestamp = new Date(createdAtMs).toISOString();
  const message: WebhookMessage = { type: 'batch.completed', timestamp, data };
  return JSON.stringify(message);
}

async function endedBatch(
  stored: StoredBatch,
  { outcome, run }: StoredDelivery,
  services: Services,
): Promise<Batch | undefined> {
  if (outcome !== null) return batchAsCompleted(stored, JSON.parse(outcome));
  // An older delivery: it can be told only while the batch is as it ended then.
  const isSame = stored.status === 'completed' && stored.run === run;
  return isSame ? getBatch(stored.projectId, stored.id, services) : undefined;
}

async function post(
  delivery: StoredDelivery,
  body: string,
  services: Services,
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
  services: Services,
): Promise<{ status: number | null; error: string | null }> {
  // The rules may have changed since the batch was made.
  const fault = targetFault(url, services.config);
  if (fault !== undefined) return { status: null, error: `The URL ${fault}.` };
  const timestamp = new Date(services.nowMs());
  const secrets = await signingSecrets(projectId, services);
  const signatures = secrets.map((secret) => new Webhook(secret).sign(id, timestamp, body));
  try {
    const response = await services.fetch(url, {
      method: 'POST',
      body,
      // A redirect could lead where the URL itself may not.
      redirect: 'manual',
      signal: AbortSignal.timeout(TIMEOUT_MS),
      headers: {
        'Content-Type': 'application/json',
        'User-Agent': 'assay-webhooks',
        'webhook-id': id,
        'webhook-timestamp': String(Math.floor(timestamp.getTime() / 1000)),
        'webhook-signature': signatures.join(' '),
      },
    });
    // What it says is of no use, and reading it could take for ever.
    await response.body?.cancel();
    const { status } = response;
    if (response.ok) return { status, error: null };
    const isRedirect = status >= 300 && status < 400;
    return {
      status,
      error: isRedirect ? 'Redirects are not followed.' : `The answer was ${status}, not 2xx.`,
    };
  } catch (cause) {
    const isTimeout = cause instanceof Error && cause.name === 'TimeoutError';
    return {
      status: null,
      error: isTimeout ? `No answer in ${TIMEOUT_MS / 1000} seconds.` : 'No connection.',
    };
  }
}

function toDelivery({ id, url, status, answers, createdAtMs }: ListedDelivery): WebhookDelivery {
  return {
    id,
    url,
    status,
    answers: JSON.parse(answers),
    createdAt: new Date(createdAtMs).toISOString(),
  };
}
