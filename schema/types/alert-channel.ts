import type { Alert, AlertSeverity } from './alert.ts';
import type { PageQuery } from './page.ts';
import type { WebhookAnswer } from './webhook.ts';

export type AlertChannelKind = 'webhook' | 'slack' | 'pagerduty' | 'alertmanager';

/** Which alerts a channel takes. */
export interface AlertChannelTerms {
  /** The least severe that it takes. Defaults to `info`. */
  minSeverity?: AlertSeverity;
  /** Sources, such as `monitor:answers`, or kinds of them, such as `health`. Defaults to all. */
  sources?: string[];
  /** Minutes after which an open alert is sent again; never if omitted, after 30 to Alertmanager. */
  remindMinutes?: number;
}

/** A signed POST, as the webhooks of batches. */
export interface WebhookChannel extends AlertChannelTerms {
  kind: 'webhook';
  url: string;
}

/** An incoming webhook of Slack. */
export interface SlackChannel extends AlertChannelTerms {
  kind: 'slack';
  /** Its URL, which is a secret; it stays as it is if a replacement omits it. */
  url?: string;
}

/** A service of PagerDuty with Events API v2. */
export interface PagerDutyChannel extends AlertChannelTerms {
  kind: 'pagerduty';
  /** Integration key, which is a secret; it stays as it is if a replacement omits it. */
  routingKey?: string;
  /** Defaults to `https://events.pagerduty.com/v2/enqueue`. */
  url?: string;
}

/** An Alertmanager, API v2. */
export interface AlertmanagerChannel extends AlertChannelTerms {
  kind: 'alertmanager';
  /** Its address, without `/api/v2/alerts`. */
  url: string;
  /** The header `Authorization`, which is a secret; it stays as it is if a replacement omits it. */
  authorization?: string;
  /** Labels beside Assay’s own. */
  labels?: Record<string, string>;
}

export type AlertChannelContent =
  | WebhookChannel
  | SlackChannel
  | PagerDutyChannel
  | AlertmanagerChannel;

export type AlertChannelInput = { name: string } & AlertChannelContent;

/** Where alerts of a project go. */
export interface AlertChannel {
  name: string;
  kind: AlertChannelKind;
  /** Null for Slack, whose URL is a secret. */
  url: string | null;
  hasSecret: boolean;
  /** Its secret must be set again, as secrets are not imported: nothing is sent to it until then. */
  lacksSecret: boolean;
  /** Of Alertmanager. */
  labels: Record<string, string>;
  minSeverity: AlertSeverity;
  /** Null for all. */
  sources: string[] | null;
  remindMinutes: number | null;
  mutedUntil: string | null;
  createdAt: string;
  updatedAt: string;
}

export type AlertEvent = 'triggered' | 'escalated' | 'reminder' | 'resolved' | 'test';

/** What is sent of an alert to a channel. */
export interface AlertDelivery {
  id: string;
  /** Null for a test. */
  alert: string | null;
  channel: string;
  event: AlertEvent;
  status: 'pending' | 'delivered' | 'failed' | 'muted' | 'superseded';
  /** Where it was sent; null before the first attempt. */
  host: string | null;
  answers: WebhookAnswer[];
  createdAt: string;
}

export interface AlertMuteInput {
  /** A channel as `channel:name`, a source such as `monitor:answers`, or a kind such as `health`. */
  target: string;
  /** Null ends it. */
  until: string | null;
  reason?: string;
}

/** What is not sent until a time. */
export interface AlertMute {
  target: string;
  until: string;
  reason: string;
  createdAt: string;
}

/** The message that a webhook channel receives. */
export interface AlertMessage {
  type: `alert.${AlertEvent}`;
  timestamp: string;
  data: Alert;
}

/** When the health of evaluation raises alerts, and where links in messages lead. */
export interface AlertSettings {
  /** Address of the dashboard, which links in messages need; null leaves them out. */
  dashboardUrl: string | null;
  /** Calls of judges that fail; null for no alert. */
  judgeErrors: { maxShare: number; windowMinutes: number; minCalls: number } | null;
  /** Share of the daily cap of spend that is reached; null for no alert. */
  spend: { minShare: number } | null;
  /** Minutes that work may be overdue in queues; null for no alert. */
  backlog: { maxMinutes: number } | null;
  /** Share of a rule’s samples that its cap leaves out; null for no alert. */
  ruleCap: { maxShare: number } | null;
}

/** Filters for alerts; all of them must match. */
export interface AlertFilter extends PageQuery {
  status?: Alert['status'];
  /** A source, such as `monitor:answers`, or a kind of sources, such as `health`. */
  source?: string;
}

/** Filters for deliveries of alerts; all of them must match. */
export interface AlertDeliveryFilter extends PageQuery {
  /** Id of an alert. */
  alert?: string;
  /** Name of a channel. */
  channel?: string;
  status?: AlertDelivery['status'];
}
