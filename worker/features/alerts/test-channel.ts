import { newId } from '@assay/schema/ids.ts';
import type { Alert, AlertDelivery, AlertEvent } from '@assay/schema/types.ts';
import { ApiProblem } from '../../core/problem.ts';
import type { StoredAlertDelivery } from '../../store/alerts.ts';
import { findChannel } from './channels.ts';
import { type DeliverAlertNeeds, deliverAlert } from './deliver-alert.ts';
import { deliveryOf } from './find-alerts.ts';

const LEASE_MS = 60_000;

/**
 * Sends a test to a channel at once, and its end, and waits for the answers. Nothing is retried.
 *
 * @returns the delivery with what the channel answered: of the end, if the test itself was taken
 * @throws ApiProblem `channel_not_found`
 */
export async function testChannel(
  projectId: string,
  name: string,
  needs: DeliverAlertNeeds,
): Promise<AlertDelivery> {
  const { kind } = await findChannel(projectId, name, needs);
  const alert = exampleOf(needs.nowMs());
  const tested = await send({ projectId, name, event: 'test', alert }, needs);
  if (kind !== 'pagerduty' || tested.status !== 'delivered') return tested;
  // A test must not leave an incident behind.
  const over: Alert = { ...alert, status: 'resolved', resolvedAt: alert.raisedAt };
  await send({ projectId, name, event: 'resolved', alert: over }, needs);
  return tested;
}

interface Test {
  projectId: string;
  name: string;
  event: AlertEvent;
  alert: Alert;
}

async function send(
  { projectId, name, event, alert }: Test,
  needs: DeliverAlertNeeds,
): Promise<AlertDelivery> {
  const { alertDeliveries, nowMs } = needs;
  const atMs = nowMs();
  const delivery: StoredAlertDelivery = {
    id: newId('alertDelivery', atMs),
    ...{ projectId, alertId: null, channel: name, event, status: 'pending', host: null },
    message: JSON.stringify({ alert, previousSeverity: null }),
    ...{ attempts: 0, answers: '[]', createdAtMs: atMs, leaseUntilMs: atMs + LEASE_MS },
  };
  await alertDeliveries.insert(delivery);
  if ((await deliverAlert(delivery.id, needs)) !== null) {
    await alertDeliveries.end(delivery.id, 'failed', null);
  }
  const sent = await alertDeliveries.find(delivery.id);
  if (sent === undefined) throw new ApiProblem('channel_not_found');
  return deliveryOf(sent);
}

function exampleOf(nowMs: number): Alert {
  const at = new Date(nowMs).toISOString();
  return {
    ...{ id: newId('alert', nowMs), key: 'health/test', source: 'health:test', severity: 'info' },
    ...{ status: 'open', title: 'Test of a channel', raised: 1 },
    summary: 'Assay sent this because someone tested the channel. Nothing is wrong.',
    ...{ details: {}, links: [], openedAt: at, raisedAt: at, resolvedAt: null },
  };
}
