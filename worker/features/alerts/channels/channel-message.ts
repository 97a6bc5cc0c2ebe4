import type { Alert, AlertEvent, AlertSeverity } from '@assay/schema/types.ts';

/** What a delivery says of an alert. */
export interface ChannelMessage {
  /** The same for every attempt. */
  id: string;
  projectId: string;
  event: AlertEvent;
  alert: Alert;
  /** What the alert was before an escalation. */
  previousSeverity: AlertSeverity | null;
  createdAtMs: number;
  /** Address of the dashboard without a slash at its end; null if it is not known. */
  dashboardUrl: string | null;
}

/** The links of an alert with whole addresses. */
export function linksOf({
  alert,
  dashboardUrl,
}: Pick<ChannelMessage, 'alert' | 'dashboardUrl'>): { title: string; url: string }[] {
  if (dashboardUrl === null) return [];
  const own = { title: 'Alert', path: `/alerts/${alert.id}` };
  return [...alert.links, own].map(({ title, path }) => ({ title, url: `${dashboardUrl}${path}` }));
}

/** Figures of an alert that fit a line each. */
export function figuresOf({ details }: Alert): [string, string][] {
  return Object.entries(details).flatMap(([name, value]) =>
    typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean'
      ? [[name, String(value)]]
      : [],
  );
}
