import type { AlertSeverity } from '@assay/schema/types.ts';
import { type ChannelMessage, linksOf } from './channel-message.ts';

/** Alertmanager forgets an alert that is not sent again; restarted, it has none. */
export const REFRESH_MINUTES = 30;
/** How many repetitions may be missed before it takes an alert for resolved. */
const MISSED = 3;
const MINUTE_MS = 60_000;

export interface AlertmanagerTerms {
  labels: Readonly<Record<string, string>>;
  remindMinutes: number;
  nowMs: number;
}

/**
 * What is posted to `/api/v2/alerts`. An alert is identified by its labels, severity among them, so one
 * that became more severe ends as what it was.
 *
 * Source: prometheus/alertmanager, api/v2/openapi.yaml: postableAlerts.
 */
export function alertmanagerBody(message: ChannelMessage, terms: AlertmanagerTerms): string {
  const { alert, event, previousSeverity } = message;
  const isEnd = event === 'resolved';
  const nowIso = new Date(terms.nowMs).toISOString();
  const lastingMs = event === 'test' ? MINUTE_MS : MISSED * terms.remindMinutes * MINUTE_MS;
  const endsAt = isEnd
    ? (alert.resolvedAt ?? nowIso)
    : new Date(terms.nowMs + lastingMs).toISOString();
  const [link] = linksOf(message);
  const postable = (severity: AlertSeverity, endsAtIso: string) => ({
    labels: {
      ...terms.labels,
      alertname: `Assay ${alert.source}`,
      severity,
      assay_project: message.projectId,
      assay_key: alert.key,
      assay_source: alert.source,
    },
    annotations: { summary: alert.title, description: alert.summary, assay_alert: alert.id },
    startsAt: alert.openedAt,
    endsAt: endsAtIso,
    ...(link && { generatorURL: link.url }),
  });
  const hasChanged = event === 'escalated' && previousSeverity !== null;
  return JSON.stringify([
    ...(hasChanged ? [postable(previousSeverity, nowIso)] : []),
    postable(alert.severity, endsAt),
  ]);
}
