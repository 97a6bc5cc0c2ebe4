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
    start: z
      .int()
      .min(0)
      .exactOptional()
      .describe('Where the excerpt begins, in UTF-16 code units.'),
    end: z.int().min(0).exactOptional().describe('Where the excerpt ends, exclusive.'),
    text: z.string().exactOptional().describe('The excerpt, shortened.'),
    note: z.string().exactOptional().describe('What it shows.'),
    kind: z
      .string()
      .exactOptional()
      .describe('What a detector found there, such as `email`. Only of detectors.'),
    certainty: unitInterval
      .exactOptional()
      .describe('How sure the detector is, from 0 to 1. Only of detectors.'),
  })
  .meta({ id: 'Evidence' });

export const ScoreError = z
  .strictObject({
    code: z.string().describe('Stable code; see docs/errors.md.'),
    message: z.string().describe('What happened and what to do.'),
    retryable: z.boolean().describe('Whether asking again may succeed.'),
    answer: z
      .string()
      .exactOptional()
      .describe('What the judge answered where that could not be read, at most its beginning.'),
  })
  .meta({ id: 'ScoreError' });

const usageEstimated = z
  .boolean()
  .exactOptional()
  .describe('true when Assay estimated some of the tokens, because the server did not count them.');

export const Vote = z
  .strictObject({
    model: z.string().describe('Who answered, as `provider/model`.'),
    modelVersion: z
      .string()
      .nullable()
      .describe('The model’s own version string, by which a silent change shows.'),
    value: unitInterval.nullable().describe('null when it gave none.'),
    reason: z.string().describe('The judge’s reasoning, shortened.'),
    counted: z.boolean().describe('false for votes that a later judge of the cascade overruled.'),
    usage: TokenUsage.describe('Tokens of this vote; 0 when it came from the cache.'),
    usageEstimated,
    costUsd: z.number().min(0).describe('0 when it came from the cache.'),
    latencyMs: z.number().min(0).describe('Time the judge took, in milliseconds.'),
    cached: z.boolean().describe('Whether it came from the cache.'),
    error: ScoreError.exactOptional().describe('Why there is no vote.'),
  })
  .meta({ id: 'Vote', description: 'One answer of one judge.' });

const judgement = {
  confidence: unitInterval
    .nullable()
    .exactOptional()
    .describe('How sure the judges are; null when nothing tells. Only of judge scorers.'),
  agreement: unitInterval
    .nullable()
    .exactOptional()
    .describe('1 − mean distance of the votes from their median; null with one vote.'),
  votes: z.array(Vote).exactOptional().describe('Each judge’s answer. Only of judge scorers.'),
  warnings: z
    .array(z.string())
    .exactOptional()
    .describe('What to take the score with, such as `self_evaluation`; see docs/judges.md.'),
};

const shared = {
  scorer: z.string().describe('Id of the scorer.'),
  name: z.string().describe('Name of this score in the verdict, unique there.'),
  version: z.int().min(1).describe('Version of the scorer.'),
  kind: z
    .enum(['code', 'embedding', 'judge'])
    .describe('What makes the value: code alone, embeddings, or a judge.'),
  fingerprint: z
    .string()
    .describe('SHA-256 of all that decides this score; the same fingerprint scores alike.'),
  threshold: unitInterval
    .nullable()
    .describe('The value from which it passes; null when it only measures.'),
  weight: z.number().min(0).describe('Share in the weighted mean.'),
  required: z.boolean().describe('Whether the verdict depends on this score passing.'),
  negated: z.boolean().describe('Whether value and pass are turned round.'),
  reason: z.string().describe('One sentence on how the value came about.'),
  evidence: z.array(Evidence).describe('Excerpts of the sample that show why.'),
  usage: TokenUsage.nullable().describe('Tokens the judge used; null without a judge.'),
  usageEstimated,
  costUsd: z.number().min(0).describe('What this score cost, in US dollars.'),
  latencyMs: z
    .number()
    .min(0)
    .describe('Time it took in milliseconds; the Workers clock stands still while code runs.'),
  cached: z.boolean().describe('Whether it was answered from the cache.'),
  children: z
    .array(z.lazy(() => Score))
    .exactOptional()
    .describe('The scores that a composite scorer was made of.'),
  ...judgement,
};
const nothing = {
  value: z.null().describe('There is no value, which is not 0.'),
  raw: z.null().describe('There is none.'),
  passed: z.null().describe('Neither passed nor failed.'),
};

export const Score: z.ZodType<contract.Score> = z
  .union([
    z.strictObject({
      ...shared,
      status: z.literal('scored').describe('There is a value.'),
      value: unitInterval.describe('0 (worst) to 1 (best).'),
      raw: z
        .number()
        .nullable()
        .describe("The metric's own number on its own scale, where it has one."),
      passed: z.boolean().nullable().describe('null when it has no threshold and only measures.'),
      counts: z
        .array(z.number())
        .exactOptional()
        .describe(
          'What the metric counted, such that the counts of samples add up to those of a corpus. Only of `bleu`, `chrf` and `ter`.',
        ),
    }),
    z.strictObject({
      ...shared,
      ...nothing,
      status: z
        .enum(['abstained', 'skipped'])
        .describe('`abstained`: it cannot tell. `skipped`: what it needs is not in the sample.'),
    }),
    z.strictObject({
      ...shared,
      ...nothing,
      status: z.literal('error').describe('It could not be scored.'),
      error: ScoreError.describe('Why it could not.'),
    }),
  ])
  .meta({ id: 'Score', description: 'One score. Only the status `scored` has a value.' });
