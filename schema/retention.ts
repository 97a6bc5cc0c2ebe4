import * as z from 'zod';
import type * as contract from './types.ts';

const days = z.int().min(1).max(3_650).nullable();
const count = z.int().min(0);

export const RetentionDays: z.ZodType<contract.RetentionDays> = z
  .strictObject({
    verdicts: days.describe('Verdicts of single requests with their samples, from their creation.'),
    samples: days.describe(
      'Samples of verdicts and of batches that have ended, with reasons, evidence, and what judges were asked and answered; values and decisions stay.',
    ),
    batches: days.describe('Batches with samples and results, from their end.'),
    labels: days.describe('Labels and answers of reviewers, from their creation.'),
    judgeAnswers: days.describe('Cached answers of judges, which may quote samples.'),
    webhooks: days.describe(
      'Records of webhook deliveries that have ended, and alerts that are over with theirs.',
    ),
  })
  .meta({
    id: 'RetentionDays',
    description: 'Days for which each class of data is kept; null keeps it until it is deleted.',
  });

const RetentionRun: z.ZodType<contract.RetentionRun> = z
  .strictObject({
    id: z.string().describe('Id of the run, `ret_…`, by which the log of the project has it.'),
    at: z.string().describe('When it ended, ISO 8601, UTC.'),
    deleted: z
      .strictObject({
        verdicts: count.describe('Verdicts.'),
        samples: count.describe('Samples.'),
        batches: count.describe('Batches.'),
        labels: count.describe('Labels and answers of reviewers.'),
        judgeAnswers: count.describe('Cached answers.'),
        webhooks: count.describe('Records of deliveries.'),
      })
      .describe('What it deleted.'),
    isComplete: z
      .boolean()
      .describe('Whether nothing was left to delete; if not, the next run continues.'),
  })
  .meta({ id: 'RetentionRun' });

export const Retention: z.ZodType<contract.Retention> = z
  .strictObject({
    days: RetentionDays,
    updatedAt: z.string().nullable().describe('When the days were set; null if never.'),
    lastRun: RetentionRun.nullable().describe('The last run that deleted anything.'),
  })
  .meta({ id: 'Retention' });
