import * as z from 'zod';
import { nameField } from './fields.ts';
import { TokenUsage } from './sample.ts';
import type * as contract from './types.ts';

export const ProjectSettings: z.ZodType<contract.ProjectSettings> = z
  .strictObject({
    allowedModels: z
      .array(
        nameField.max(200).regex(/^[a-z0-9-]+\/\S+$/, 'must be `provider/model` or `provider/*`'),
      )
      .max(100)
      .nullable()
      .describe(
        'Models that samples may be sent to, as `provider/model` or `provider/*`; null allows any.',
      ),
    selfEvaluation: z
      .enum(['allow', 'warn', 'refuse'])
      .describe('What happens if the judge and the generator belong to the same model family.'),
    dailyCapUsd: z
      .number()
      .min(0)
      .max(1_000_000)
      .nullable()
      .describe('Maximum cost of judges per day (UTC), in US dollars; null for no limit.'),
  })
  .meta({ id: 'ProjectSettings' });

export const DailySpend: z.ZodType<contract.DailySpend> = z
  .strictObject({
    day: z.string().describe('The day, in UTC, such as 2026-11-01.'),
    costUsd: z
      .number()
      .min(0)
      .describe('Cost in US dollars. Includes the amounts reserved for in-flight calls.'),
    calls: z.int().min(0).describe('Model calls that were answered.'),
    usage: TokenUsage.describe('Tokens used by these calls.'),
  })
  .meta({ id: 'DailySpend' });
