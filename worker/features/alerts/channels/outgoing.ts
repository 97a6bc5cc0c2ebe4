import type { AlertMessage } from '@assay/schema/types.ts';
import type { Config } from '../../../core/config.ts';
import { ApiProblem } from '../../../core/problem.ts';
import type { StoredChannel } from '../../../store/alert-channels.ts';
import type { SecretNeeds } from '../../webhooks/secrets.ts';
import { signedHeaders } from '../../webhooks/signed-headers.ts';
import { openSecret } from '../channel-secret.ts';
import { settingsOf } from '../channel-settings.ts';
import { alertmanagerBody, REFRESH_MINUTES } from './alertmanager.ts';
import type { ChannelMessage } from './channel-message.ts';
import { PAGERDUTY_URL, pagerDutyBody } from './pagerduty.ts';
import { slackBody } from './slack.ts';

export interface OutgoingNeeds extends SecretNeeds {
  config: Config;
}

/** What is posted to a channel, and where. */
export interface Outgoing {
  url: string;
  headers: Record<string, string>;
  body: string;
  /** What no error may quote of the answer; nothing is quoted if omitted. */
  quotedWithout?: readonly string[];
}

const JSON_HEADERS = { 'Content-Type': 'application/json', 'User-Agent': 'assay-alerts' };

/** @throws ApiProblem `webhooks_unconfigured`, `channel_secret_missing` or `channel_secret_unreadable` */
export async function outgoingOf(
  message: ChannelMessage,
  channel: StoredChannel,
  needs: OutgoingNeeds,
): Promise<Outgoing> {
  const { url, labels, lacksSecret = false } = settingsOf(channel);
  if (lacksSecret) throw new ApiProblem('channel_secret_missing');
  const secret =
    channel.secret === null ? '' : await openSecret(channel, channel.secret, needs.config);
  const quotedWithout = secret === '' ? [] : [secret];
  switch (channel.kind) {
    case 'webhook': {
      const body = webhookBody(message);
      const { id, projectId } = message;
      return { url: url ?? '', body, headers: await signedHeaders({ projectId, id, body }, needs) };
    }
    case 'slack':
      return { url: secret, headers: JSON_HEADERS, body: slackBody(message), quotedWithout };
    case 'pagerduty':
      return {
        url: url ?? PAGERDUTY_URL,
        headers: JSON_HEADERS,
        body: pagerDutyBody(message, secret),
        quotedWithout,
      };
    case 'alertmanager':
      return {
        url: `${(url ?? '').replace(/\/+$/, '')}/api/v2/alerts`,
        headers: { ...JSON_HEADERS, ...(secret !== '' && { Authorization: secret }) },
        body: alertmanagerBody(message, {
          labels,
          remindMinutes: channel.remindMinutes ?? REFRESH_MINUTES,
          nowMs: needs.nowMs(),
        }),
        quotedWithout,
      };
  }
}

function webhookBody({ alert, event, createdAtMs }: ChannelMessage): string {
  const message: AlertMessage = {
    type: `alert.${event}`,
    timestamp: new Date(createdAtMs).toISOString(),
    data: alert,
  };
  return JSON.stringify(message);
}
