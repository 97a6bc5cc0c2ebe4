import * as z from 'zod';
import { Keep } from './data-settings.ts';
import type * as contract from './types.ts';

const DataStorage: z.ZodType<contract.DataStorage> = z
  .strictObject({
    location: z
      .string()
      .describe('Location of D1, as `ASSAY_D1_LOCATION` says it; `unknown` if it is not set.'),
    jurisdiction: z
      .string()
      .describe(
        'Jurisdiction that D1 is restricted to, as `ASSAY_D1_JURISDICTION` says it; `unknown` if it is not set.',
      ),
  })
  .meta({ id: 'DataStorage' });

const DataClass: z.ZodType<contract.DataClass> = z
  .strictObject({
    id: z
      .enum([
        ...[
          'verdicts',
          'judgeExchanges',
          'batches',
          'datasets',
          'traces',
          'monitors',
          'evaluationDeliveries',
          'labels',
          'judgeAnswers',
        ],
        ...['replies', 'definitions', 'webhooks', 'usage', 'deletions', 'audit', 'log'],
      ] as contract.DataClassId[])
      .describe('Name of the class.'),
    contains: z.string().describe('What it contains.'),
    hasTexts: z.boolean().describe('Whether it may contain texts of samples, or quote them.'),
    isCollected: z.boolean().describe('Whether the settings of today let more of it be stored.'),
    keptDays: z
      .int()
      .nullable()
      .describe('Days for which it is kept; null until it, or its project, is deleted.'),
  })
  .meta({ id: 'DataClass' });

const DataRecipient: z.ZodType<contract.DataRecipient> = z
  .strictObject({
    kind: z
      .enum(['model', 'http-step', 'webhook', 'telemetry', 'alert-channel', 'experiment'])
      .describe(
        '`model` of a provider, `http-step` of a pipeline, `webhook` that a batch names, or `telemetry`: the endpoint that verdicts are sent to as events; `alert-channel`; or `experiment`: an endpoint that experiments ask.',
      ),
    name: z
      .string()
      .describe('Name of the provider, the pipeline or the channel, or host of the webhook.'),
    host: z
      .string()
      .nullable()
      .describe(
        'Host and port; null for Workers AI, for Workers behind service bindings, and for providers that are not configured any more.',
      ),
    receives: z
      .enum(['texts', 'summary'])
      .describe('`texts` of samples, or a `summary` of a batch or an alert without any.'),
    isReachable: z.boolean().describe('Whether the settings of today let data reach it.'),
    lately: z
      .strictObject({
        times: z.int().min(0).describe('Requests that were sent; of `telemetry`, verdicts.'),
        lastDay: z.string().nullable().describe('Last day (UTC) with any; null if there is none.'),
      })
      .nullable()
      .describe(
        'What was sent in the last 30 days, today included; null where that is not recorded.',
      ),
  })
  .meta({ id: 'DataRecipient' });

export const DataMap: z.ZodType<contract.DataMap> = z
  .strictObject({
    at: z.string().describe('When the map was made, ISO 8601, UTC.'),
    storage: DataStorage.describe('Where the database is.'),
    keep: Keep.describe('What is kept of each request, at most.'),
    classes: z.array(DataClass).describe('What is kept, for how long.'),
    webhooksEnabled: z
      .boolean()
      .describe(
        'Whether callers may have summaries of batches sent to any public host that they name.',
      ),
    recipients: z
      .array(DataRecipient)
      .describe('Each third party that data could reach, or did in the last 30 days.'),
  })
  .meta({ id: 'DataMap' });
