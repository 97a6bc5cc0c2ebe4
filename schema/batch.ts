import * as z from 'zod';
import { Keep } from './data-settings.ts';
import { DatasetSelection, SelectedDataset } from './dataset.ts';
import { unitInterval } from './fields.ts';
import { JudgeExchange } from './judge-exchange.ts';
import { LIMITS } from './limits.ts';
import { RedactionSettings } from './redaction.ts';
import { Sample, TokenUsage } from './sample.ts';
import { Policy, ScorerReference } from './scorer-reference.ts';
import type * as contract from './types.ts';
import { SuiteIdentity, Tags, Verdict, VerdictMetadata } from './verdict.ts';
import { WebhookTarget } from './webhook.ts';

export const BatchPriority = z
  .enum(['high', 'normal', 'low'])
  .describe('Order among the batches of the project. Defaults to `normal`.');

export const OnInvalid = z
  .enum(['reject', 'skip'])
  .describe(
    'How invalid samples are handled: `reject` refuses the whole request, `skip` skips the sample and lists it under `invalid`. Defaults to `reject`.',
  );

const options = {
  scorers: z
    .array(ScorerReference)
    .min(1)
    .max(LIMITS.scorers)
    .exactOptional()
    .describe('Scorers to run, in addition to those of the suite.'),
  suite: z
    .string()
    .min(1)
    .max(LIMITS.nameCharacters)
    .exactOptional()
    .describe('A suite by `name` (pinned to its current newest version) or `name@3`.'),
  policy: Policy.exactOptional().describe("Replaces the suite's policy."),
  dataset: DatasetSelection.exactOptional(),
  tags: Tags.exactOptional(),
  metadata: VerdictMetadata.exactOptional(),
  priority: BatchPriority.exactOptional(),
  webhook: WebhookTarget.exactOptional(),
  onInvalid: OnInvalid.exactOptional(),
  keep: Keep.exactOptional().describe(
    'What is kept once a sample has its verdict, at most what the project keeps: the sample itself is in the database until then. `nothing` is refused, as a batch keeps its results. Defaults to the setting of the project.',
  ),
  redact: RedactionSettings.exactOptional().describe(
    'What is replaced in the samples, in addition to what the project replaces.',
  ),
  open: z
    .boolean()
    .exactOptional()
    .describe('Keeps the batch open for more samples. It is scored once it is sealed.'),
};

const samples = z
  .array(Sample)
  .describe('The samples, with unique ids. Comparisons with other batches match samples by id.');

export const BatchInput: z.ZodType<contract.BatchInput> = z
  .strictObject({ ...options, samples: samples.exactOptional() })
  .meta({ id: 'BatchInput' });

export const BatchAppend: z.ZodType<contract.BatchAppend> = z
  .strictObject({ samples, onInvalid: OnInvalid.exactOptional() })
  .meta({ id: 'BatchAppend' });

/** The same with samples still to be read one by one, so that each can be refused on its own. */
export const BatchOptions: z.ZodType<contract.BatchOptions> = z.strictObject(options);

const count = z.int().min(0);

export const GateOutcome = z
  .enum(['passed', 'failed', 'undecided'])
  .describe(
    '`undecided` if samples without a verdict could change the outcome, or if there is no base to compare with.',
  );

const BatchGate = z
  .strictObject({
    outcome: GateOutcome,
    base: z.string().nullable().describe('Id of the batch that it was compared with.'),
    at: z.string().describe('When it was evaluated; ISO 8601, UTC.'),
  })
  .meta({ id: 'BatchGate', description: 'The last outcome of the batch’s gate.' });

export const BatchCounts: z.ZodType<contract.BatchCounts> = z
  .strictObject({
    total: count.describe('Samples accepted.'),
    pending: count.describe('Samples not tried yet, or waiting for a retry.'),
    scored: count.describe('Samples with a verdict: passed, failed or abstained.'),
    passed: count.describe('Samples whose verdict passed.'),
    failed: count.describe('Samples whose verdict failed.'),
    abstained: count.describe(
      'Samples that were scored, but whose scores do not decide whether they pass.',
    ),
    error: count.describe(
      'Samples without a verdict because a scorer still failed after all retries.',
    ),
  })
  .describe('total = pending + scored + error.');

const batchShape = {
  id: z.string().describe('`bat_` followed by a ULID.'),
  status: z
    .enum(['open', 'running', 'completed', 'cancelled'])
    .describe('`open` accepts samples; `running` is being scored; the others have ended.'),
  scorers: z
    .array(ScorerReference)
    .describe('The scorers that it runs, with all defaults resolved.'),
  suite: SuiteIdentity.nullable().describe('The suite version that it runs, if any.'),
  dataset: SelectedDataset.nullable().describe(
    'The items that it scores, if any: `sampleId` is the id of the item.',
  ),
  policy: Policy.describe('How each verdict is decided.'),
  keep: z
    .enum(['scores', 'sample', 'exchange'])
    .describe('What is kept of its samples once they have their verdicts.'),
  priority: BatchPriority,
  tags: Tags,
  metadata: VerdictMetadata,
  webhook: WebhookTarget.nullable().describe('URL that is notified when the batch has completed.'),
  counts: BatchCounts,
  invalid: z
    .strictObject({
      count: count.describe('Total number of skipped samples.'),
      first: z
        .array(
          z.strictObject({
            line: z.int().min(1).describe('Line or position in the input, from 1.'),
            message: z.string().describe('What is wrong with the sample.'),
          }),
        )
        .describe('The first skipped samples.'),
    })
    .describe('Samples that were skipped because they are invalid; the first 100 by line.'),
  usage: TokenUsage.describe('Tokens used by judges.'),
  costUsd: z.number().min(0).describe('Sum over the verdicts, in US dollars.'),
  samplesPerSecond: z.number().nullable().describe('Milliseconds since scoring started.'),
  createdAt: z.string().describe('ISO 8601, UTC.'),
  startedAt: z.string().nullable().describe('When scoring started; ISO 8601, UTC.'),
  estimatedEndAt: z
    .string()
    .nullable()
    .describe('Estimate from the rate so far; null unless the batch is running.'),
  endedAt: z.string().nullable().describe('When it completed or was cancelled; ISO 8601, UTC.'),
  gate: BatchGate.nullable().describe(
    'Null until the gate is evaluated, and again when the batch is retried.',
  ),
};

export const Batch: z.ZodType<contract.Batch> = z
  .strictObject(batchShape)
  .meta({ id: 'Batch', description: 'Many samples that are scored through the queue.' });

export const Estimate = z
  .strictObject({
    value: z.number().describe('The value.'),
    low: z.number().describe('Lower end of the 95% interval.'),
    high: z.number().describe('Upper end of the 95% interval.'),
  })
  .meta({ id: 'Estimate', description: 'A value with its 95% interval.' });

export const CorpusScore = z
  .strictObject({
    value: z.number().describe('0 (worst) to 1 (best), like the value of one sample.'),
    raw: z.number().describe('On the metric’s own scale, such as 0 to 100 for BLEU.'),
  })
  .meta({ id: 'CorpusScore', description: 'A metric over many samples together.' });

const CorrectedEstimate = z
  .strictObject({
    value: z.number().describe('The value.'),
    low: z.number().describe('Lower end of the 95% interval.'),
    high: z.number().describe('Upper end of the 95% interval.'),
    method: z
      .enum(['prediction_powered', 'labels_alone', 'rogan_gladen'])
      .describe('`prediction_powered`: PPI++. `rogan_gladen`: by sensitivity and specificity.'),
  })
  .meta({ id: 'CorrectedEstimate', description: 'An estimate that labels of people correct.' });

export const CorrectedStatistics = z
  .strictObject({
    calibration: z.string().describe('Id of the calibration whose labels correct it.'),
    labels: count.describe('Labels that correct it.'),
    mean: CorrectedEstimate.nullable().describe(
      'The mean that people would give. Assumes that the labelled samples are drawn from the same stream.',
    ),
    passRate: CorrectedEstimate.nullable().describe(
      'The share that people would pass. Assumes that the judge errs as often as on the labelled samples.',
    ),
    reasons: z.array(z.string()).describe('Why an estimate is missing.'),
  })
  .meta({
    id: 'CorrectedStatistics',
    description: 'What people would say of samples that only a calibrated judge has seen.',
  });

const ScorerStatistics = z
  .strictObject({
    name: z.string().describe('Name of the score.'),
    scored: count.describe('Samples with a value of this scorer.'),
    abstained: count.describe('Samples on which it abstained.'),
    skipped: count.describe('Samples that lack a field it needs.'),
    error: count.describe('Samples it could not score.'),
    mean: Estimate.nullable().describe("Mean value, with Student's interval."),
    passRate: Estimate.nullable().describe("Share of passes, with Wilson's interval."),
    quantiles: z
      .array(
        z.strictObject({
          p: unitInterval.describe('Share of samples below the value, such as 0.5 for the median.'),
          estimate: Estimate,
        }),
      )
      .describe('Quantiles of the value, to four decimals, with intervals from order statistics.'),
    corpus: CorpusScore.exactOptional().describe(
      'The metric over all scored samples together, like sacrebleu’s corpus scores. Only for `bleu`, `chrf` and `ter`, and for batches created by a release that counts it.',
    ),
    weighted: z
      .strictObject({
        mean: Estimate.nullable().describe('Weighted mean value; null if all weights are 0.'),
        passRate: Estimate.nullable().describe('Weighted share of passes.'),
        effective: z
          .number()
          .min(0)
          .describe('How many samples of equal weight would be as certain.'),
      })
      .exactOptional()
      .describe(
        'The same with each sample counted for the `weight` of its item. Only for batches of a data set with weights; `mean`, `passRate`, quantiles and `counts` count every sample once.',
      ),
    corrected: CorrectedStatistics.exactOptional().describe(
      'Corrected by labels of people, beside the raw `mean` and `passRate`. Only for calibrated judges.',
    ),
  })
  .meta({ id: 'ScorerStatistics' });

export const BatchReport: z.ZodType<contract.BatchReport> = z
  .strictObject({
    ...batchShape,
    statistics: z
      .array(ScorerStatistics)
      .describe('Statistics of each score over the samples scored so far.'),
  })
  .meta({ id: 'BatchReport', description: 'A batch with the statistics of its scorers.' });

export const BatchItem: z.ZodType<contract.BatchItem> = z
  .strictObject({
    index: z
      .int()
      .min(0)
      .describe('Position in the input, from 0; for NDJSON, the line number minus 1.'),
    sampleId: z.string().nullable().describe('The `id` of the sample as sent.'),
    status: z
      .enum(['pending', 'passed', 'failed', 'abstained', 'error'])
      .describe('`pending` until it reaches one of the four final statuses.'),
    attempts: count.describe('Number of attempts.'),
    verdict: Verdict.nullable().describe(
      'Also present for an error, with the scores that succeeded.',
    ),
    error: z
      .strictObject({
        code: z.string().describe('Stable code; see docs/errors.md.'),
        message: z.string().describe('The problem, and how to fix it.'),
      })
      .nullable()
      .describe(
        'Why there is no verdict: the first score error that prevents it, or the error of the sample itself. Also set while the sample waits for a retry.',
      ),
    sample: Sample.exactOptional().describe(
      'The sample, if requested with `include` and still kept.',
    ),
    exchanges: z
      .array(JudgeExchange)
      .exactOptional()
      .describe('What judges were asked and answered, if kept. Only of a single result.'),
  })
  .meta({ id: 'BatchItem', description: 'The result of one sample of a batch.' });
