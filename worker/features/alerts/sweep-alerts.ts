import { newId } from '@assay/schema/ids.ts';
import type { Log } from '../../core/log.ts';
import type { AlertDeliveryStore, DueReminder } from '../../store/alert-deliveries.ts';
import type { AlertQueue } from '../../store/alert-queue.ts';
import type { AlertStore } from '../../store/alerts.ts';
import { alertOf } from './alert-of.ts';
import { FIRST_LEASE_MS } from './raise-alert.ts';

export interface SweepAlertNeeds {
  alerts: AlertStore;
  alertDeliveries: AlertDeliveryStore;
  alertQueue: AlertQueue;
  nowMs(): number;
  log: Log;
}

const MOST_LOST = 500;
const MOST_REMINDERS = 500;
const LEASE_MS = 2 * 3_600_000;

/**
 * Sends deliveries again whose message was lost, reminds of alerts that are still open, and tells of those
 * that were opened while their channel was muted.
 */
export async function sweepAlerts(needs: SweepAlertNeeds): Promise<void> {
  const { alertDeliveries, alertQueue, nowMs, log } = needs;
  const atMs = nowMs();
  const reminders: string[] = [];
  for (const due of await alertDeliveries.due(atMs, MOST_REMINDERS)) {
    const made = await remind(due, needs);
    if (made !== undefined) reminders.push(made);
  }
  const lost = await alertDeliveries.reclaimLost(atMs, atMs + LEASE_MS, MOST_LOST);
  await alertQueue.send([...lost, ...reminders]);
  if (lost.length + reminders.length === 0) return;
  log({ level: 'info', event: 'alerts_swept', lost: lost.length, reminders: reminders.length });
}

async function remind(
  { alertId, projectId, channel, event, lastId }: DueReminder,
  { alerts, alertDeliveries, nowMs }: SweepAlertNeeds,
): Promise<string | undefined> {
  const alert = await alerts.find(projectId, alertId);
  if (alert?.status !== 'open') return undefined;
  const atMs = nowMs();
  const id = newId('alertDelivery', atMs);
  const made = await alertDeliveries.remind(
    {
      ...{ id, projectId, alertId, channel, event, status: 'pending', host: null },
      message: JSON.stringify({ alert: alertOf(alert), previousSeverity: null }),
      ...{ attempts: 0, answers: '[]', createdAtMs: atMs, leaseUntilMs: atMs + FIRST_LEASE_MS },
    },
    lastId,
  );
  return made ? id : undefined;
}
