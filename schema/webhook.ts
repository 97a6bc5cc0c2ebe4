import * as z from 'zod';
import { LIMITS } from './limits.ts';
import type * as contract from './types.ts';

export const WebhookTarget: z.ZodType<contract.WebhookTarget> = z
  .strictObject({
    url: z
      .string()
      .min(1)
      .max(LIMITS.urlCharacters)
      .describe('A public HTTPS address that takes a signed POST when the batch has completed.'),
  })
  .meta({ id: 'WebhookTarget' });

export const WebhookSecret: z.ZodType<contract.WebhookSecret> = z
  .strictObject({
    secret: z.string().describe('`whsec_…`, to verify signatures with.'),
    previousUntil: z
      .string()
      .nullable()
      .describe('Until then messages carry a signature by the secret before, too.'),
  })
  .meta({ id: 'WebhookSecret' });

export const WebhookRotation: z.ZodType<contract.WebhookRotation> = z
  .strictObject({
    overlapSeconds: z
      .int()
      .min(0)
      .max(30 * 24 * 3600)
      .exactOptional()
      .describe('How long the old secret still signs too; 86,400 (a day) when left out.'),
  })
  .meta({ id: 'WebhookRotation' });

export const WebhookDelivery: z.ZodType<contract.WebhookDelivery> = z
  .strictObject({
    id: z.string().describe('The `webhook-id` of the message, the same at every attempt.'),
    url: z.string().describe('Where it goes.'),
    status: z
      .enum(['pending', 'delivered', 'failed'])
      .describe('`failed` after the last attempt in vain.'),
    answers: z
      .array(
        z.strictObject({
          at: z.string().describe('ISO 8601, UTC.'),
          status: z.int().nullable().describe('HTTP status; null when there was no answer.'),
          latencyMs: z.number().min(0).describe('Time to the answer, in milliseconds.'),
          error: z.string().nullable().describe('Why it does not count as delivered.'),
        }),
      )
      .describe('What each attempt got, oldest first.'),
    createdAt: z.string().describe('ISO 8601, UTC.'),
  })
  .meta({ id: 'WebhookDelivery' });
