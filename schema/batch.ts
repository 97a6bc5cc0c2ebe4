import { z } from 'zod';
import { unitInterval } from './fields.ts';
import { LIMITS } from './limits.ts';
import { Sample, TokenUsage } from './sample.ts';
import { Policy, ScorerReference } from './scorer-reference.ts';
import type * as contract from './types.ts';
import { SuiteIdentity, Tags, Verdict, VerdictMetadata } from './verdict.ts';
import { WebhookTarget } from './webhook.ts';

export const BatchPriority = z
  .enum(['high', 'normal', 'low'])
  .describe("Which of the project's batches goes first; `normal` when left out.");

export const OnInvalid = z
  .enum(['reject', 'skip'])
  .describe(
    'What a sample that cannot be read does: `reject` refuses the whole request, `skip` leaves the sample out and lists it under `invalid`. `reject` when left out.',
  );

const options = {
  scorers: z
    .array(ScorerReference)
    .min(1)
    .max(LIMITS.scorers)
    .exactOptional()
    .describe('Scorers to run, beside those of the suite.'),
  suite: z
    .string()
    .min(1)
    .max(LIMITS.nameCharacters)
    .exactOptional()
    .describe('A suite by `name` (its newest version, which stays fixed) or `name@3`.'),
  policy: Policy.exactOptional().describe("Replaces the suite's policy."),
  tags: Tags.exactOptional(),
  metadata: VerdictMetadata.exactOptional(),
  priority: BatchPriority.exactOptional(),
  webhook: WebhookTarget.exactOptional(),
  onInvalid: OnInvalid.exactOptional(),
  open: z
    .boolean()
    .exactOptional()
    .describe('Leave the batch open for more samples; it is scored once it is sealed.'),
};

const samples = z
  .array(Sample)
  .describe('The samples, with unique ids; compared with other batches by those.');

export const BatchInput: z.ZodType<contract.BatchInput> = z
  .strictObject({ ...options, samples: samples.exactOptional() })
  .meta({ id: 'BatchInput' });

export const BatchAppend: z.ZodType<contract.BatchAppend> = z
  .strictObject({ samples, onInvalid: OnInvalid.exactOptional() })
  .meta({ id: 'BatchAppend' });

/** The same with samples still to be read one by one, so that each can be refused on its own. */
export const BatchOptions: z.ZodType<contract.BatchOptions> = z.strictObject(options);
export const UnreadSamples = z.array(z.unknown());

const count = z.int().min(0);

const batchShape = {
  id: z.string(),
  status: z
    .enum(['open', 'running', 'completed', 'cancelled'])
    .describe('`open` takes samples; `running` is being scored; the others have ended.'),
  scorers: z.array(ScorerReference).describe('What it runs, every default settled.'),
  suite: SuiteIdentity.nullable(),
  policy: Policy,
  priority: BatchPriority,
  tags: Tags,
  metadata: VerdictMetadata,
  webhook: WebhookTarget.nullable(),
  counts: z
    .strictObject({
      total: count,
      pending: count.describe('Not tried yet, or to be tried again.'),
      scored: count.describe('Samples with a verdict: passed, failed and abstained.'),
      passed: count,
      failed: count,
      abstained: count.describe('Scored, and the scores leave it open whether it passes.'),
      error: count.describe('Samples for which a score could not be given, after every retry.'),
    })
    .describe('total = pending + scored + error.'),
  invalid: z
    .strictObject({
      count,
      first: z.array(z.strictObject({ line: z.int().min(1), message: z.string() })),
    })
    .describe('Samples that were skipped because they could not be read; the first 100 by line.'),
  usage: TokenUsage,
  costUsd: z.number().min(0).describe('Sum over the verdicts, in US dollars.'),
  samplesPerSecond: z.number().nullable().describe('Since it was set running.'),
  createdAt: z.string().describe('ISO 8601, UTC.'),
  startedAt: z.string().nullable(),
  estimatedEndAt: z.string().nullable().describe('At the rate so far; null unless it runs.'),
  endedAt: z.string().nullable(),
};

export const Batch: z.ZodType<contract.Batch> = z
  .strictObject(batchShape)
  .meta({ id: 'Batch', description: 'Many samples scored through the queue.' });

export const Estimate = z
  .strictObject({
    value: z.number(),
    low: z.number().describe('Lower end of the 95% interval.'),
    high: z.number().describe('Upper end of the 95% interval.'),
  })
  .meta({ id: 'Estimate', description: 'A number with its 95% interval.' });

const ScorerStatistics = z
  .strictObject({
    name: z.string(),
    scored: count.describe('Samples with a value of this scorer.'),
    abstained: count,
    skipped: count,
    error: count,
    mean: Estimate.nullable().describe("Mean value, with Student's interval."),
    passRate: Estimate.nullable().describe("Share of passes, with Wilson's interval."),
    quantiles: z
      .array(z.strictObject({ p: unitInterval, estimate: Estimate }))
      .describe('Of the value, to four decimals, with intervals from order statistics.'),
  })
  .meta({ id: 'ScorerStatistics' });

export const BatchReport: z.ZodType<contract.BatchReport> = z
  .strictObject({ ...batchShape, statistics: z.array(ScorerStatistics) })
  .meta({ id: 'BatchReport', description: 'A batch with the statistics of its scorers.' });

export const BatchItem: z.ZodType<contract.BatchItem> = z
  .strictObject({
    index: z.int().min(0).describe('Place in the input, from 0; for lines, the line less 1.'),
    sampleId: z.string().nullable(),
    status: z.enum(['pending', 'passed', 'failed', 'abstained', 'error']),
    attempts: count.describe('Times it was tried.'),
    verdict: Verdict.nullable().describe('Also there for an error, with the scores it got.'),
    error: z
      .strictObject({ code: z.string(), message: z.string() })
      .nullable()
      .describe('Why there is no full verdict: the first score error, or what befell the sample.'),
  })
  .meta({ id: 'BatchItem', description: 'What came of one sample of a batch.' });
