import type { AlertChannel, AlertChannelContent } from '@assay/schema/types.ts';
import type { StoredChannel } from '../../store/alert-channels.ts';
import { REFRESH_MINUTES } from './channels/alertmanager.ts';
import { PAGERDUTY_URL } from './channels/pagerduty.ts';

/** What is kept of a channel beside its terms and its secret. */
interface ChannelSettings {
  url: string | null;
  /** Host and port, also where the URL is a secret. */
  host: string;
  labels: Record<string, string>;
  /** It was imported without its secret. */
  lacksSecret?: true;
}

export function settingsOf({ settings }: Pick<StoredChannel, 'settings'>): ChannelSettings {
  return JSON.parse(settings);
}

/** The parts of a channel as they are stored: none of it is secret but `secret`. */
export function partsOf(content: AlertChannelContent): {
  settings: ChannelSettings;
  secret: string | undefined;
  /** The field of the secret, where the kind needs one. */
  needsSecret: string | undefined;
} {
  switch (content.kind) {
    case 'webhook':
      return {
        settings: { url: content.url, host: hostOf(content.url), labels: {} },
        ...{ secret: undefined, needsSecret: undefined },
      };
    case 'slack':
      return {
        settings: { url: null, host: hostOf(content.url ?? SLACK_URL), labels: {} },
        ...{ secret: content.url, needsSecret: 'url' },
      };
    case 'pagerduty': {
      const { url = PAGERDUTY_URL, routingKey } = content;
      return {
        settings: { url, host: hostOf(url), labels: {} },
        ...{ secret: routingKey, needsSecret: 'routingKey' },
      };
    }
    case 'alertmanager':
      return {
        settings: { url: content.url, host: hostOf(content.url), labels: content.labels ?? {} },
        ...{ secret: content.authorization, needsSecret: undefined },
      };
  }
}

// What a replacement leaves as it was is not read.
const SLACK_URL = 'https://hooks.slack.com/';

// Addresses were checked before.
const hostOf = (url: string) => (URL.canParse(url) ? new URL(url).host : '');

/** How often open alerts are sent again, in minutes; null for never. */
export function remindMinutesOf({ kind, remindMinutes }: AlertChannelContent): number | null {
  return remindMinutes ?? (kind === 'alertmanager' ? REFRESH_MINUTES : null);
}

/** A channel as callers see it. */
export function channelOf(stored: StoredChannel, mutedUntilMs: number | undefined): AlertChannel {
  const { name, kind, minSeverity, sources, remindMinutes, createdAtMs, updatedAtMs } = stored;
  const { url, labels, lacksSecret = false } = settingsOf(stored);
  return {
    ...{ name, kind, url, hasSecret: stored.secret !== null, lacksSecret, labels },
    ...{ minSeverity, remindMinutes },
    sources: sources === null ? null : JSON.parse(sources),
    mutedUntil: mutedUntilMs === undefined ? null : new Date(mutedUntilMs).toISOString(),
    createdAt: new Date(createdAtMs).toISOString(),
    updatedAt: new Date(updatedAtMs).toISOString(),
  };
}
