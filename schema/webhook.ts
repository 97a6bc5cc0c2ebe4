import * as z from 'zod';
import { overlapField } from './fields.ts';
import { LIMITS } from './limits.ts';
import type * as contract from './types.ts';

export const WebhookTarget: z.ZodType<contract.WebhookTarget> = z
  .strictObject({
    url: z
      .string()
      .min(1)
      .max(LIMITS.urlCharacters)
      .describe('Public HTTPS URL that receives a signed POST when the batch has completed.'),
  })
  .meta({ id: 'WebhookTarget' });

export const WebhookSecret: z.ZodType<contract.WebhookSecret> = z
  .strictObject({
    secret: z.string().describe('`whsec_…`, the secret to verify signatures with.'),
    previousUntil: z
      .string()
      .nullable()
      .describe('Until then, messages are also signed with the previous secret.'),
  })
  .meta({ id: 'WebhookSecret' });

export const WebhookRotation: z.ZodType<contract.WebhookRotation> = z
  .strictObject({
    overlapSeconds: overlapField.describe(
      'Seconds for which the old secret also signs. Defaults to 86,400 (one day).',
    ),
  })
  .meta({ id: 'WebhookRotation' });

export const WebhookAnswers: z.ZodType<contract.WebhookAnswer[]> = z
  .array(
    z.strictObject({
      at: z.string().describe('ISO 8601, UTC.'),
      status: z.int().nullable().describe('HTTP status of the response; null if there was none.'),
      latencyMs: z.number().min(0).describe('Time to the response, in milliseconds.'),
      error: z.string().nullable().describe('Why the attempt failed.'),
    }),
  )
  .describe('The attempts, oldest first.');

export const WebhookDelivery: z.ZodType<contract.WebhookDelivery> = z
  .strictObject({
    id: z.string().describe('The `webhook-id` of the message, the same for every attempt.'),
    url: z.string().describe('Destination URL.'),
    status: z
      .enum(['pending', 'delivered', 'failed'])
      .describe('`failed` if the last attempt failed.'),
    answers: WebhookAnswers,
    createdAt: z.string().describe('ISO 8601, UTC.'),
  })
  .meta({ id: 'WebhookDelivery' });
