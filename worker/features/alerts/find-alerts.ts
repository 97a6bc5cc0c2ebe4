import type { Alert, AlertDelivery, Page } from '@assay/schema/types.ts';
import { PAGE_ITEMS, pageFrom } from '../../core/page-from.ts';
import { ApiProblem } from '../../core/problem.ts';
import type { AlertDeliveryFilter, AlertDeliveryStore } from '../../store/alert-deliveries.ts';
import type { AlertFilter, AlertStore, StoredAlertDelivery } from '../../store/alerts.ts';
import { alertOf } from './alert-of.ts';
import { type RaiseAlertNeeds, resolveAlert } from './raise-alert.ts';

export interface FindAlertNeeds {
  alerts: AlertStore;
  alertDeliveries: AlertDeliveryStore;
}

type Limited = { limit?: number | undefined };

/** Alerts of a project, newest first. */
export async function listAlerts(
  projectId: string,
  { limit = PAGE_ITEMS, ...filter }: AlertFilter & Limited,
  { alerts }: Pick<FindAlertNeeds, 'alerts'>,
): Promise<Page<Alert>> {
  const rows = await alerts.list(projectId, filter, limit + 1);
  return pageFrom(rows, limit, alertOf, ({ id }) => id);
}

/** @throws ApiProblem `alert_not_found` */
export async function getAlert(
  projectId: string,
  id: string,
  { alerts }: Pick<FindAlertNeeds, 'alerts'>,
): Promise<Alert> {
  const found = await alerts.find(projectId, id);
  if (found === undefined) throw new ApiProblem('alert_not_found');
  return alertOf(found);
}

/**
 * Ends an alert by hand; one that is over stays so. What raised it opens another if it still holds.
 *
 * @throws ApiProblem `alert_not_found`
 */
export async function endAlert(
  projectId: string,
  id: string,
  needs: RaiseAlertNeeds,
): Promise<Alert> {
  const { key, status, raisedAt } = await getAlert(projectId, id, needs);
  if (status === 'open') {
    const atMs = Math.max(needs.nowMs(), Date.parse(raisedAt));
    await resolveAlert({ projectId, key, atMs }, needs);
  }
  return getAlert(projectId, id, needs);
}

/** What was sent of alerts, newest first. */
export async function listAlertDeliveries(
  projectId: string,
  { limit = PAGE_ITEMS, ...filter }: AlertDeliveryFilter & Limited,
  { alertDeliveries }: Pick<FindAlertNeeds, 'alertDeliveries'>,
): Promise<Page<AlertDelivery>> {
  const rows = await alertDeliveries.list(projectId, filter, limit + 1);
  return pageFrom(rows, limit, deliveryOf, ({ id }) => id);
}

/** A delivery as callers see it. */
export function deliveryOf(stored: StoredAlertDelivery): AlertDelivery {
  const { id, alertId, channel, event, status, host, answers, createdAtMs } = stored;
  return {
    ...{ id, alert: alertId, channel, event, status, host },
    answers: JSON.parse(answers),
    createdAt: new Date(createdAtMs).toISOString(),
  };
}
