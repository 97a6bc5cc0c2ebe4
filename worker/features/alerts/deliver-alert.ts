import type { Alert, AlertSeverity, WebhookAnswer } from '@assay/schema/types.ts';
import { ApiProblem } from '../../core/problem.ts';
import type { AlertChannelStore, StoredChannel } from '../../store/alert-channels.ts';
import type { AlertDeliveryStore } from '../../store/alert-deliveries.ts';
import type { StoredAlertDelivery } from '../../store/alerts.ts';
import { postOnce } from '../webhooks/post-once.ts';
import type { ChannelMessage } from './channels/channel-message.ts';
import { type Outgoing, type OutgoingNeeds, outgoingOf } from './channels/outgoing.ts';
import { type AlertSettingsNeeds, dashboardUrlOf } from './settings.ts';

export interface DeliverAlertNeeds extends OutgoingNeeds, AlertSettingsNeeds {
  alertChannels: AlertChannelStore;
  alertDeliveries: AlertDeliveryStore;
  fetch: typeof fetch;
}

/** After this many tries, spread over about a day, a delivery has failed. */
const MOST_ATTEMPTS = 12;
const LEASE_MS = 12 * 3_600_000;

/** Whether a delivery is to be tried again, and when at the earliest. */
export type Again = { afterSeconds: number | null } | null;

/** What is kept with a delivery. */
interface KeptMessage {
  alert: Alert;
  previousSeverity: AlertSeverity | null;
}

/**
 * Attempts a delivery once, and records the response. One that a later delivery of the same alert to the
 * same channel has overtaken is not sent any more, so that no alert is opened again after its end.
 */
export async function deliverAlert(deliveryId: string, needs: DeliverAlertNeeds): Promise<Again> {
  const { alertDeliveries, alertChannels } = needs;
  const delivery = await alertDeliveries.find(deliveryId);
  if (delivery?.status !== 'pending') return null;
  if (await alertDeliveries.hasLater(delivery)) {
    await alertDeliveries.end(deliveryId, 'superseded', null);
    return null;
  }
  const channel = await alertChannels.find(delivery.projectId, delivery.channel);
  if (channel === undefined) {
    await alertDeliveries.end(deliveryId, 'failed', refused('The channel was deleted.', needs));
    return null;
  }
  return attempt(delivery, channel, needs);
}

async function attempt(
  delivery: StoredAlertDelivery,
  channel: StoredChannel,
  needs: DeliverAlertNeeds,
): Promise<Again> {
  const outgoing = await outgoingFor(delivery, channel, needs);
  if (outgoing instanceof ApiProblem) {
    // Nothing was sent, and nothing will be before an administrator has changed something.
    await needs.alertDeliveries.end(delivery.id, 'failed', refused(outgoing.detail, needs));
    return null;
  }
  const { answer, retryAfterSeconds } = await postOnce(outgoing, needs);
  const isLast = delivery.attempts + 1 >= MOST_ATTEMPTS || isFinal(answer, channel);
  const status = answer.error === null ? 'delivered' : isLast ? 'failed' : 'pending';
  await needs.alertDeliveries.record(delivery, {
    ...{ answer, status, host: new URL(outgoing.url).host },
    leaseUntilMs: needs.nowMs() + LEASE_MS,
  });
  return status === 'pending' ? { afterSeconds: retryAfterSeconds } : null;
}

async function outgoingFor(
  delivery: StoredAlertDelivery,
  channel: StoredChannel,
  needs: DeliverAlertNeeds,
): Promise<Outgoing | ApiProblem> {
  const { id, projectId, event, createdAtMs } = delivery;
  const kept: KeptMessage = JSON.parse(delivery.message);
  const message: ChannelMessage = {
    ...{ id, projectId, event, createdAtMs, ...kept },
    dashboardUrl: await dashboardUrlOf(projectId, needs),
  };
  try {
    return await outgoingOf(message, channel, needs);
  } catch (cause) {
    if (cause instanceof ApiProblem && CONFIGURATION.has(cause.code)) return cause;
    throw cause;
  }
}

const CONFIGURATION = new Set<string>([
  'webhooks_unconfigured',
  'channel_secret_missing',
  'channel_secret_unreadable',
]);

/**
 * Slack and PagerDuty refuse for good with 4xx, but for the limits of their rates. What stands behind a URL
 * of the user's own may only be about to be deployed.
 */
function isFinal({ status }: WebhookAnswer, { kind }: StoredChannel): boolean {
  if (kind !== 'slack' && kind !== 'pagerduty') return false;
  return status !== null && status >= 400 && status < 500 && ![408, 425, 429].includes(status);
}

function refused(error: string, { nowMs }: Pick<DeliverAlertNeeds, 'nowMs'>): WebhookAnswer {
  return { at: new Date(nowMs()).toISOString(), status: null, latencyMs: 0, error };
}
