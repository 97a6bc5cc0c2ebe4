import * as z from 'zod';
import { Batch, Estimate } from './batch.ts';
import { DailySpend } from './project.ts';
import { TokenUsage } from './sample.ts';
import type * as contract from './types.ts';

const count = z.int().min(0);
const day = z.string().describe('The day, in UTC, such as 2026-11-01.');
const costUsd = z.number().min(0).describe('Cost in US dollars.');

const BatchTrend = z
  .strictObject({
    batch: Batch,
    passRate: Estimate.nullable().describe(
      'Share of the decided samples that passed, with Wilson’s interval; null if none is decided.',
    ),
    previous: z
      .strictObject({
        id: z.string().describe('Id of the batch.'),
        passRate: z.number().describe('Its pass rate.'),
      })
      .nullable()
      .describe('The batch before it with the same suite or a common tag, as `base=previous`.'),
    change: Estimate.nullable().describe(
      'Pass rate minus that of the previous batch, as of independent samples (Newcombe 1998, method 10). The comparison of the batches pairs the samples, and is more precise.',
    ),
  })
  .meta({ id: 'BatchTrend' });

const DayCounts = z
  .strictObject({
    day,
    passed: count.describe('Verdicts of single requests that passed. Counted up to 50,000.'),
    failed: count.describe('The same that failed.'),
    undecided: count.describe('The same without a decision.'),
    samples: count.describe('Samples of the batches created that day.'),
  })
  .meta({ id: 'DayCounts' });

const ErrorCount = z
  .strictObject({
    code: z.string().nullable().describe('Code of the errors of samples in the newest batches.'),
    scorer: z
      .string()
      .nullable()
      .describe('Name of the score that is an error in verdicts of single requests.'),
    count: count.describe('How many.'),
  })
  .meta({ id: 'ErrorCount' });

const Attention = z
  .strictObject({
    kind: z
      .enum(['gate_failed', 'regressed', 'errors', 'unsealed', 'webhook_failed', 'spend'])
      .describe('What it is about.'),
    message: z.string().describe('The problem, in a sentence.'),
    batch: z.string().nullable().describe('Id of the batch that it is about.'),
  })
  .meta({ id: 'Attention' });

export const Overview: z.ZodType<contract.Overview> = z
  .strictObject({
    batches: z.array(BatchTrend).describe('The 10 newest, newest first.'),
    days: z.array(DayCounts).describe('The last 14 days, oldest first.'),
    spend: z
      .strictObject({
        todayUsd: costUsd.describe('Cost of models today (UTC), in US dollars.'),
        dailyCapUsd: z.number().nullable().describe('Maximum cost per day; null for no limit.'),
        days: z.array(DailySpend).describe('The last 14 days with any cost, newest first.'),
      })
      .describe('Cost of models.'),
    errors: z.array(ErrorCount).describe('The most frequent first, up to 20.'),
    attention: z.array(Attention).describe('What needs attention, the most urgent first.'),
  })
  .meta({ id: 'Overview', description: 'What happened in a project lately.' });

const JudgeDay = z
  .strictObject({
    day,
    calls: count.describe('Answered calls.'),
    cached: count.describe('Answers from the cache.'),
    errors: count.describe('Failed calls.'),
    costUsd,
  })
  .meta({ id: 'JudgeDay' });

export const JudgeModel: z.ZodType<contract.JudgeModel> = z
  .strictObject({
    model: z.string().describe('`provider/model`.'),
    version: z.string().nullable().describe('As the provider named it; null if it named none.'),
    firstDay: day.describe('The first day on which it was seen, within the last 31.'),
    lastDay: day.describe('The last day on which it was seen.'),
    calls: count.describe('Answered calls.'),
    cached: count.describe('Answers from the cache, which are no calls.'),
    errors: count.describe('Calls that failed after all retries; of no version.'),
    usage: TokenUsage.describe('Tokens used by these calls.'),
    costUsd,
    days: z.array(JudgeDay).describe('The days on which it was seen, oldest first.'),
  })
  .meta({ id: 'JudgeModel', description: 'What a project asked of one version of a model.' });
