import * as z from 'zod';
import { jsonObject, slugField, timestamp } from './fields.ts';
import { LIMITS } from './limits.ts';
import { cursorField, limitField } from './page.ts';
import type * as contract from './types.ts';
import { WebhookAnswers } from './webhook.ts';

export const AlertSeverity = z
  .enum(['info', 'warning', 'error', 'critical'])
  .describe('How severe it is, ascending.');

const SOURCE = /^(monitor|schedule|health)(:[^\s]{1,128})?$/;
const sourceField = z
  .string()
  .regex(SOURCE, 'must be `monitor`, `schedule` or `health`, or one of them by `monitor:name`');

export const Alert: z.ZodType<contract.Alert> = z
  .strictObject({
    id: z.string().describe('Id of the alert, `alr_…`.'),
    key: z.string().describe('What it is about; one alert of a key is open at a time.'),
    source: z
      .string()
      .describe('What raised it: `monitor:name`, `schedule:name` or `health:name`.'),
    severity: AlertSeverity.describe('The highest since it was opened.'),
    status: z.enum(['open', 'resolved']).describe('Whether it still holds.'),
    title: z.string().describe('One line.'),
    summary: z.string().describe('A few sentences.'),
    details: jsonObject.describe('Figures for programs.'),
    links: z
      .array(
        z.strictObject({
          title: z.string().describe('What it leads to.'),
          path: z.string().describe('Path of a page of the dashboard.'),
        }),
      )
      .describe('Where it can be looked into.'),
    raised: z.int().describe('How often it was raised while open.'),
    openedAt: z.string().describe('ISO 8601, UTC.'),
    raisedAt: z.string().describe('When it was raised last, ISO 8601, UTC.'),
    resolvedAt: z.string().nullable().describe('When it was over, ISO 8601, UTC.'),
  })
  .meta({ id: 'Alert', description: 'A message that something moved, open until it is over.' });

export const AlertQuery = z.strictObject({
  status: z.enum(['open', 'resolved']).optional().describe('Only alerts with this status.'),
  source: sourceField.optional().describe('Only of this source, or of this kind of sources.'),
  cursor: cursorField(/^alr_[0-9a-z]{26}$/),
  limit: limitField,
});

const url = z.string().min(1).max(LIMITS.urlCharacters);
const secretText = z
  .string()
  .min(1)
  .max(LIMITS.headerCharacters)
  .regex(/^[\x21-\x7e]([\x20-\x7e]*[\x21-\x7e])?$/, 'must be printable ASCII');

const terms = {
  minSeverity: AlertSeverity.exactOptional().describe(
    'The least severe that it takes. Defaults to `info`.',
  ),
  sources: z
    .array(sourceField)
    .min(1)
    .max(50)
    .exactOptional()
    .describe('Sources that it takes, as `monitor:name`, or kinds, as `health`. Defaults to all.'),
  remindMinutes: z
    .int()
    .min(5)
    .max(7 * 24 * 60)
    .exactOptional()
    .describe(
      'Minutes after which an open alert is sent again. Never if omitted; after 30 to Alertmanager, which forgets what is not repeated.',
    ),
};

const contents = {
  webhook: {
    kind: z.literal('webhook').describe('A POST signed according to Standard Webhooks.'),
    url: url.describe('Public HTTPS URL.'),
    ...terms,
  },
  slack: {
    kind: z.literal('slack').describe('An incoming webhook of Slack.'),
    url: url
      .exactOptional()
      .describe('Its URL. A secret: required at first, and kept if a replacement omits it.'),
    ...terms,
  },
  pagerduty: {
    kind: z.literal('pagerduty').describe('PagerDuty, Events API v2.'),
    routingKey: secretText
      .exactOptional()
      .describe('Integration key. A secret: required at first, and kept if omitted later.'),
    url: url
      .exactOptional()
      .describe(
        'Defaults to `https://events.pagerduty.com/v2/enqueue`; for the EU, `https://events.eu.pagerduty.com/v2/enqueue`.',
      ),
    ...terms,
  },
  alertmanager: {
    kind: z.literal('alertmanager').describe('An Alertmanager, API v2.'),
    url: url.describe('Its address, without `/api/v2/alerts`.'),
    authorization: secretText
      .exactOptional()
      .describe(
        'The header `Authorization`. A secret: kept if a replacement for the same host omits it.',
      ),
    labels: z
      .record(
        z.string().regex(/^[A-Za-z_][A-Za-z0-9_]{0,63}$/, 'must be a name of a label'),
        z.string().max(LIMITS.metadataValueCharacters),
      )
      .exactOptional()
      .describe('Labels beside Assay’s own, for routing.'),
    ...terms,
  },
};

export const AlertChannelContent: z.ZodType<contract.AlertChannelContent> = z
  .discriminatedUnion('kind', [
    z.strictObject(contents.webhook),
    z.strictObject(contents.slack),
    z.strictObject(contents.pagerduty),
    z.strictObject(contents.alertmanager),
  ])
  .meta({
    id: 'AlertChannelContent',
    examples: [{ kind: 'webhook', url: 'https://hooks.example.com/assay' }],
  });

const name = slugField.describe('Unique in the project.');

export const AlertChannelInput: z.ZodType<contract.AlertChannelInput> = z
  .discriminatedUnion('kind', [
    z.strictObject({ name, ...contents.webhook }),
    z.strictObject({ name, ...contents.slack }),
    z.strictObject({ name, ...contents.pagerduty }),
    z.strictObject({ name, ...contents.alertmanager }),
  ])
  .meta({
    id: 'AlertChannelInput',
    examples: [
      {
        ...{ name: 'on-call', kind: 'pagerduty', minSeverity: 'error' },
        routingKey: 'R0123456789ABCDEFGHIJKLMNOPQRSTU',
      },
    ],
  });

export const AlertChannel: z.ZodType<contract.AlertChannel> = z
  .strictObject({
    name: z.string().describe('Its name.'),
    kind: z.enum(['webhook', 'slack', 'pagerduty', 'alertmanager']).describe('What it is.'),
    url: z.string().nullable().describe('Where it is; null for Slack, whose URL is a secret.'),
    hasSecret: z.boolean().describe('Whether a secret is stored. It is never shown.'),
    lacksSecret: z
      .boolean()
      .describe(
        'Whether its secret must be set again, as it was imported without: nothing is sent until then.',
      ),
    labels: z.record(z.string(), z.string()).describe('Labels for Alertmanager.'),
    minSeverity: AlertSeverity.describe('The least severe that it takes.'),
    sources: z.array(z.string()).nullable().describe('Sources that it takes; null for all.'),
    remindMinutes: z
      .int()
      .nullable()
      .describe('Minutes after which an open alert is sent again; null for never.'),
    mutedUntil: z.string().nullable().describe('Until when it is muted, ISO 8601, UTC.'),
    createdAt: z.string().describe('ISO 8601, UTC.'),
    updatedAt: z.string().describe('ISO 8601, UTC.'),
  })
  .meta({ id: 'AlertChannel', description: 'Where alerts of the project go.' });

const STATUSES = ['pending', 'delivered', 'failed', 'muted', 'superseded'] as const;

export const AlertDelivery: z.ZodType<contract.AlertDelivery> = z
  .strictObject({
    id: z.string().describe('Id of the delivery, the same for every attempt: its `webhook-id`.'),
    alert: z.string().nullable().describe('Id of the alert; null for a test.'),
    channel: z.string().describe('Name of the channel.'),
    event: z
      .enum(['triggered', 'escalated', 'reminder', 'resolved', 'test'])
      .describe('What it reports.'),
    status: z
      .enum(STATUSES)
      .describe(
        '`failed` if the last attempt failed; `muted` if it was not sent; `superseded` if a later one of the alert was sent instead.',
      ),
    host: z.string().nullable().describe('Where it was sent; null before the first attempt.'),
    answers: WebhookAnswers,
    createdAt: z.string().describe('ISO 8601, UTC.'),
  })
  .meta({ id: 'AlertDelivery' });

export const AlertDeliveryQuery = z.strictObject({
  alert: z.string().max(LIMITS.nameCharacters).optional().describe('Only of this alert.'),
  channel: z.string().max(LIMITS.nameCharacters).optional().describe('Only to this channel.'),
  status: z.enum(STATUSES).optional().describe('Only those with this status.'),
  cursor: cursorField(/^ald_[0-9a-z]{26}$/),
  limit: limitField,
});

const TARGET = /^(channel:[a-z0-9][a-z0-9._-]{0,63}|(monitor|schedule|health)(:[^\s]{1,128})?)$/;
const target = z
  .string()
  .regex(TARGET, 'must be `channel:name`, a source such as `monitor:name`, or a kind of sources')
  .describe(
    'A channel as `channel:name`, a source such as `monitor:answers`, or a kind: `health`.',
  );

export const AlertMuteInput: z.ZodType<contract.AlertMuteInput> = z
  .strictObject({
    target,
    until: timestamp.nullable().describe('When it ends; null ends it now.'),
    reason: z.string().max(LIMITS.reasonCharacters).exactOptional().describe('Why, for others.'),
  })
  .meta({
    id: 'AlertMuteInput',
    examples: [{ target: 'monitor:answers', until: '2026-12-01T08:00:00Z', reason: 'Migration.' }],
  });

export const AlertMute: z.ZodType<contract.AlertMute> = z
  .strictObject({
    target: z.string().describe('A channel, a source, or a kind of sources.'),
    until: z.string().describe('When it ends, ISO 8601, UTC.'),
    reason: z.string().describe('Why.'),
    createdAt: z.string().describe('ISO 8601, UTC.'),
  })
  .meta({ id: 'AlertMute' });

const share = z.number().gt(0).max(1);

export const AlertSettings: z.ZodType<contract.AlertSettings> = z
  .strictObject({
    dashboardUrl: url
      .nullable()
      .describe('Address of the dashboard, for links in messages; null leaves them out.'),
    judgeErrors: z
      .strictObject({
        maxShare: share.describe('Share of calls of a model that may fail. Defaults to 0.1.'),
        windowMinutes: z
          .int()
          .min(5)
          .max(60)
          .describe('Minutes that are looked back. Defaults to 15.'),
        minCalls: z
          .int()
          .min(1)
          .max(100_000)
          .describe('Calls below which nothing is said. Defaults to 20.'),
      })
      .nullable()
      .describe('Judges that fail; null for no alert.'),
    spend: z
      .strictObject({ minShare: share.describe('Share of the daily cap. Defaults to 0.8.') })
      .nullable()
      .describe('Spend near the daily cap; null for no alert.'),
    backlog: z
      .strictObject({
        maxMinutes: z
          .int()
          .min(15)
          .max(24 * 60)
          .describe('Minutes that work may be overdue. Defaults to 30.'),
      })
      .nullable()
      .describe('Work that waits in queues; null for no alert.'),
    ruleCap: z
      .strictObject({
        maxShare: z
          .number()
          .min(0)
          .max(1)
          .describe('Share of samples that the cap of a rule may leave out. Defaults to 0.1.'),
      })
      .nullable()
      .describe('Rules over their cap; null for no alert.'),
  })
  .meta({ id: 'AlertSettings' });
