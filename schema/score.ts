import * as z from 'zod';
import { unitInterval } from './fields.ts';
import { TokenUsage } from './sample.ts';
import type * as contract from './types.ts';

export const Evidence = z
  .strictObject({
    pointer: z
      .string()
      .exactOptional()
      .describe('JSON pointer into the sample, such as `/contexts/0`.'),
    start: z.int().min(0).exactOptional().describe('Start of the excerpt, in UTF-16 code units.'),
    end: z.int().min(0).exactOptional().describe('End of the excerpt, exclusive.'),
    text: z.string().exactOptional().describe('The excerpt, shortened.'),
    note: z.string().exactOptional().describe('What the excerpt shows.'),
    kind: z
      .string()
      .exactOptional()
      .describe('Kind of finding of a detector, such as `email`. Only for detectors.'),
    certainty: unitInterval
      .exactOptional()
      .describe('Certainty of the detector, from 0 to 1. Only for detectors.'),
  })
  .meta({ id: 'Evidence' });

export const ScoreError = z
  .strictObject({
    code: z.string().describe('Stable code; see docs/errors.md.'),
    message: z.string().describe('The problem, and how to fix it.'),
    retryable: z.boolean().describe('Whether a retry can succeed.'),
    answer: z
      .string()
      .exactOptional()
      .describe('The beginning of a judge’s answer that could not be parsed.'),
  })
  .meta({ id: 'ScoreError' });

const usageEstimated = z
  .boolean()
  .exactOptional()
  .describe('true if Assay estimated some of the tokens because the server did not report them.');

export const Vote = z
  .strictObject({
    model: z.string().describe('The judge, as `provider/model`.'),
    modelVersion: z
      .string()
      .nullable()
      .describe('The version string that the model reports, which reveals silent changes.'),
    value: unitInterval.nullable().describe('null if the judge gave none.'),
    reason: z.string().describe('The judge’s reasoning, shortened.'),
    counted: z.boolean().describe('false for votes that a later judge of the cascade overruled.'),
    usage: TokenUsage.describe('Tokens of this vote; 0 when it came from the cache.'),
    usageEstimated,
    costUsd: z.number().min(0).describe('0 when it came from the cache.'),
    latencyMs: z.number().min(0).describe('Latency of the judge, in milliseconds.'),
    cached: z.boolean().describe('Whether the vote came from the cache.'),
    error: ScoreError.exactOptional().describe('Why there is no vote.'),
  })
  .meta({ id: 'Vote', description: 'One answer of one judge.' });

const probability = unitInterval.nullable();

export const ScoreCalibration: z.ZodType<contract.ScoreCalibration> = z
  .strictObject({
    id: z.string().describe('Id of the calibration; see GET /v1/calibrations/{id}.'),
    probability: probability.describe(
      'Probability that people pass the sample; null if there were too few labels to tell.',
    ),
    low: probability.describe('Lower end of its 95% interval.'),
    high: probability.describe('Upper end of its 95% interval.'),
    isStale: z
      .boolean()
      .describe('Whether another version of the model was calibrated than the one that judged.'),
  })
  .meta({ id: 'ScoreCalibration', description: 'What is known of the judge of a score.' });

const judgement = {
  calibration: ScoreCalibration.exactOptional().describe(
    'What is known of the judge; absent if it was never calibrated. Only for judge scorers.',
  ),
  confidence: unitInterval
    .nullable()
    .exactOptional()
    .describe('How confident the judges are; null if unknown. Only for judge scorers.'),
  agreement: unitInterval
    .nullable()
    .exactOptional()
    .describe('1 − mean distance of the votes from their median; null with a single vote.'),
  votes: z
    .array(Vote)
    .exactOptional()
    .describe('One entry per answer of a judge. Only for judge scorers.'),
  warnings: z
    .array(z.string())
    .exactOptional()
    .describe('Caveats about the score, such as `self_evaluation`; see docs/judges.md.'),
};

const shared = {
  scorer: z.string().describe('Id of the scorer.'),
  name: z.string().describe('Name of this score in the verdict, unique there.'),
  version: z.int().min(1).describe('Version of the scorer.'),
  kind: z
    .enum(['code', 'embedding', 'judge'])
    .describe('What computes the value: code only, embeddings, or a judge.'),
  fingerprint: z
    .string()
    .describe(
      'SHA-256 of everything that determines this score. The same sample and fingerprint give the same score.',
    ),
  threshold: unitInterval
    .nullable()
    .describe('Minimum value that passes; null if the score only measures.'),
  weight: z.number().min(0).describe('Weight in the weighted mean.'),
  required: z.boolean().describe('Whether the verdict can pass only if this score passes.'),
  negated: z.boolean().describe('Whether the score is negated.'),
  reason: z.string().describe('One sentence that explains the value.'),
  evidence: z.array(Evidence).describe('Excerpts of the sample that support the score.'),
  usage: TokenUsage.nullable().describe('Tokens used by judges; null without a judge.'),
  usageEstimated,
  costUsd: z.number().min(0).describe('Cost of this score, in US dollars.'),
  latencyMs: z
    .number()
    .min(0)
    .describe('Duration in milliseconds; the clock of Workers stands still while code runs.'),
  cached: z.boolean().describe('Whether the score came from the cache.'),
  children: z
    .array(z.lazy(() => Score))
    .exactOptional()
    .describe('The scores that a composite scorer combines.'),
  ...judgement,
};
const nothing = {
  value: z.null().describe('Always null. No value is not the same as 0.'),
  raw: z.null().describe('Always null.'),
  passed: z.null().describe('Always null: neither passed nor failed.'),
};

export const Score: z.ZodType<contract.Score> = z
  .union([
    z.strictObject({
      ...shared,
      status: z.literal('scored').describe('The scorer computed a value.'),
      value: unitInterval.describe('0 (worst) to 1 (best).'),
      raw: z.number().nullable().describe('The metric on its own scale, if it has one.'),
      passed: z
        .boolean()
        .nullable()
        .describe('null if the score has no threshold and only measures.'),
      counts: z
        .array(z.number())
        .exactOptional()
        .describe(
          'The counts of the metric; the sum over samples gives the counts of the corpus. Only for `bleu`, `chrf` and `ter`.',
        ),
    }),
    z.strictObject({
      ...shared,
      ...nothing,
      status: z
        .enum(['abstained', 'skipped'])
        .describe(
          '`abstained`: the scorer cannot decide. `skipped`: the sample lacks a field that the scorer needs.',
        ),
    }),
    z.strictObject({
      ...shared,
      ...nothing,
      status: z.literal('error').describe('The scorer failed.'),
      error: ScoreError.describe('Why the scorer failed.'),
    }),
  ])
  .meta({ id: 'Score', description: 'One score. Only the status `scored` has a value.' });
