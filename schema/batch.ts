import * as z from 'zod';
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

export const GateOutcome = z
  .enum(['passed', 'failed', 'undecided'])
  .describe(
    '`undecided` while samples without a verdict could turn it, or there is no base to compare with.',
  );

const BatchGate = z
  .strictObject({
    outcome: GateOutcome,
    base: z.string().nullable().describe('Id of the batch it was compared with.'),
    at: z.string().describe('When it was evaluated; ISO 8601, UTC.'),
  })
  .meta({ id: 'BatchGate', description: 'What the gate of a batch came to, the last time.' });

const batchShape = {
  id: z.string().describe('`bat_` and a ULID.'),
  status: z
    .enum(['open', 'running', 'completed', 'cancelled'])
    .describe('`open` takes samples; `running` is being scored; the others have ended.'),
  scorers: z.array(ScorerReference).describe('What it runs, every default settled.'),
  suite: SuiteIdentity.nullable().describe('The suite version it runs, where it names one.'),
  policy: Policy.describe('How each verdict is decided.'),
  priority: BatchPriority,
  tags: Tags,
  metadata: VerdictMetadata,
  webhook: WebhookTarget.nullable().describe('Who is told when it has completed.'),
  counts: z
    .strictObject({
      total: count.describe('Samples taken.'),
      pending: count.describe('Not tried yet, or to be tried again.'),
      scored: count.describe('Samples with a verdict: passed, failed and abstained.'),
      passed: count.describe('Samples whose verdict is a pass.'),
      failed: count.describe('Samples whose verdict is a fail.'),
      abstained: count.describe('Scored, and the scores leave it open whether it passes.'),
      error: count.describe(
        'Samples without a verdict because a score could not be given, after every retry.',
      ),
    })
    .describe('total = pending + scored + error.'),
  invalid: z
    .strictObject({
      count: count.describe('How many there were.'),
      first: z
        .array(
          z.strictObject({
            line: z.int().min(1).describe('Line or place in the input, from 1.'),
            message: z.string().describe('What is wrong with it.'),
          }),
        )
        .describe('The first of them.'),
    })
    .describe('Samples that were skipped because they could not be read; the first 100 by line.'),
  usage: TokenUsage.describe('Tokens that judges used.'),
  costUsd: z.number().min(0).describe('Sum over the verdicts, in US dollars.'),
  samplesPerSecond: z.number().nullable().describe('Since it was set running.'),
  createdAt: z.string().describe('ISO 8601, UTC.'),
  startedAt: z.string().nullable().describe('When it was set running; ISO 8601, UTC.'),
  estimatedEndAt: z.string().nullable().describe('At the rate so far; null unless it runs.'),
  endedAt: z.string().nullable().describe('When it completed or was cancelled; ISO 8601, UTC.'),
  gate: BatchGate.nullable().describe('Null until its gate was evaluated, and once it runs again.'),
};

export const Batch: z.ZodType<contract.Batch> = z
  .strictObject(batchShape)
  .meta({ id: 'Batch', description: 'Many samples scored through the queue.' });

export const Estimate = z
  .strictObject({
    value: z.number().describe('The number.'),
    low: z.number().describe('Lower end of the 95% interval.'),
    high: z.number().describe('Upper end of the 95% interval.'),
  })
  .meta({ id: 'Estimate', description: 'A number with its 95% interval.' });

export const CorpusScore = z
  .strictObject({
    value: z.number().describe('From 0 (worst) to 1 (best), as the value of one sample.'),
    raw: z.number().describe('On the metric’s own scale, such as 0 to 100 for BLEU.'),
  })
  .meta({ id: 'CorpusScore', description: 'A metric of many samples together.' });

const ScorerStatistics = z
  .strictObject({
    name: z.string().describe('Name of the score.'),
    scored: count.describe('Samples with a value of this scorer.'),
    abstained: count.describe('Samples it could not tell of.'),
    skipped: count.describe('Samples without what it needs.'),
    error: count.describe('Samples it could not score.'),
    mean: Estimate.nullable().describe("Mean value, with Student's interval."),
    passRate: Estimate.nullable().describe("Share of passes, with Wilson's interval."),
    quantiles: z
      .array(
        z.strictObject({
          p: unitInterval.describe('The share of samples below, such as 0.5 for the median.'),
          estimate: Estimate,
        }),
      )
      .describe('Of the value, to four decimals, with intervals from order statistics.'),
    corpus: CorpusScore.exactOptional().describe(
      'The metric of all scored samples together, as sacrebleu’s corpus scores. Only of `bleu`, `chrf` and `ter`, and of batches that have counted it from the start.',
    ),
  })
  .meta({ id: 'ScorerStatistics' });

export const BatchReport: z.ZodType<contract.BatchReport> = z
  .strictObject({
    ...batchShape,
    statistics: z.array(ScorerStatistics).describe('Each score over the samples scored so far.'),
  })
  .meta({ id: 'BatchReport', description: 'A batch with the statistics of its scorers.' });

export const BatchItem: z.ZodType<contract.BatchItem> = z
  .strictObject({
    index: z.int().min(0).describe('Place in the input, from 0; for lines, the line less 1.'),
    sampleId: z.string().nullable().describe('The `id` that the sample came with.'),
    status: z
      .enum(['pending', 'passed', 'failed', 'abstained', 'error'])
      .describe('`pending` until it has one of the four ends.'),
    attempts: count.describe('Times it was tried.'),
    verdict: Verdict.nullable().describe('Also there for an error, with the scores it got.'),
    error: z
      .strictObject({
        code: z.string().describe('Stable code; see docs/errors.md.'),
        message: z.string().describe('What happened and what to do.'),
      })
      .nullable()
      .describe(
        'Why there is no verdict: the first score error that leaves it open, or what befell the sample. Also set while a sample waits to be tried again.',
      ),
    sample: Sample.exactOptional().describe('The sample, where `include` asked for it.'),
  })
  .meta({ id: 'BatchItem', description: 'What came of one sample of a batch.' });
