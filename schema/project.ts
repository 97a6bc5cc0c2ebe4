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
      .describe('Models that may see samples, as `provider/model` or `provider/*`; null for any.'),
    selfEvaluation: z
      .enum(['allow', 'warn', 'refuse'])
      .describe('What happens when judge and generator are of one family of models.'),
    dailyCapUsd: z
      .number()
      .min(0)
      .max(1_000_000)
      .nullable()
      .describe('The most that judges may cost in a day (UTC), in US dollars; null for no limit.'),
  })
  .meta({ id: 'ProjectSettings' });

export const DailySpend: z.ZodType<contract.DailySpend> = z
  .strictObject({
    day: z.string().describe('The day, in UTC, such as 2026-11-01.'),
    costUsd: z
      .number()
      .min(0)
      .describe('In US dollars; what calls under way may come to is counted until they end.'),
    calls: z.int().min(0).describe('Calls of models that were answered.'),
    usage: TokenUsage.describe('Tokens that they used.'),
  })
  .meta({ id: 'DailySpend' });
