import * as z from 'zod';
import { labelField, nameField, unitInterval } from './fields.ts';
import { LIMITS } from './limits.ts';
import { Sample, TokenUsage } from './sample.ts';
import { Score } from './score.ts';
import type * as contract from './types.ts';

// A filter is written `key:value`, so a key has no colon.
const metadataKey = nameField.regex(/^[^:]*$/, 'must not contain a colon');

export const VerdictMetadata = z
  .record(metadataKey, z.union([labelField, z.number(), z.boolean()]))
  .refine((metadata) => Object.keys(metadata).length <= LIMITS.metadataKeys, {
    error: `must have at most ${LIMITS.metadataKeys} keys`,
  })
  .describe('Your own flat keys and values, to find the verdict by.');

export const Tags = z
  .array(nameField)
  .max(LIMITS.tags)
  .describe('Your own labels, to find the verdict by.');

export const StoreMode = z
  .enum(['now', 'queued', 'none'])
  .describe(
    '`now`: stored in the database before the response. `queued`: accepted by the queue before the response, and readable a moment later. `none`: nothing is stored.',
  );

const UncalibratedScore: z.ZodType<contract.UncalibratedScore> = z
  .strictObject({
    name: z.string().describe('Name of the score.'),
    code: z
      .enum([
        'calibration_missing',
        'calibration_stale',
        'calibration_expired',
        'calibration_too_low',
      ])
      .describe(
        '`missing`: never calibrated. `stale`: another version of the model was. `expired`: too long ago. `too_low`: agrees too little with people.',
      ),
    message: z.string().describe('The problem, and what to do.'),
  })
  .meta({
    id: 'UncalibratedScore',
    description: 'A score whose judge does not meet `requireCalibration`.',
  });

export const Decision = z
  .strictObject({
    rule: z
      .enum(['required', 'weighted-mean'])
      .describe(
        '`required`: every required score must pass. `weighted-mean`: the mean must reach the threshold.',
      ),
    threshold: unitInterval
      .nullable()
      .describe('Threshold of the weighted mean, under the rule `weighted-mean`.'),
    decidedBy: z.array(z.string()).describe('Names of the scores that decided the verdict.'),
    undecidedBy: z
      .array(z.string())
      .describe('Names of the scores without a value that leave the verdict undecided.'),
    uncalibrated: z
      .array(UncalibratedScore)
      .exactOptional()
      .describe('Scores that `requireCalibration` does not let decide; absent without it.'),
    reason: z.string().describe('The decision in one sentence.'),
  })
  .meta({ id: 'Decision', description: 'How `passed` was decided.' });

export const SuiteIdentity = z
  .strictObject({
    name: z.string().describe('Name of the suite.'),
    version: z.int().min(1).describe('Its version.'),
    fingerprint: z
      .string()
      .describe('SHA-256 of everything that determines the scores of the version.'),
  })
  .meta({ id: 'SuiteIdentity' });

export const PipelineIdentity = z
  .strictObject({
    name: z.string().describe('Name of the pipeline.'),
    version: z.int().min(1).describe('Its version.'),
    fingerprint: z.string().describe('SHA-256 of everything that the version decides.'),
  })
  .meta({ id: 'PipelineIdentity' });

export const Lineage = z
  .strictObject({
    sampleHash: z.string().describe('SHA-256 over the canonical JSON (RFC 8785) of the sample.'),
    suite: SuiteIdentity.nullable().describe('The suite version that was used.'),
    generator: z
      .string()
      .nullable()
      .describe('The model that wrote the output, as the sample names it.'),
    requestId: z.string().describe('Id of the request, as in `X-Request-Id` and the logs.'),
    assayVersion: z.string().describe('Release of Assay that scored the sample.'),
    traceparent: z
      .string()
      .exactOptional()
      .describe('W3C trace context of the request; absent if it had none.'),
    pipeline: PipelineIdentity.exactOptional().describe(
      'The pipeline of the gateway that the answer came through; absent if it came through none.',
    ),
    policy: z
      .strictObject({
        name: z.string().nullable().describe('Name of the policy; null if the request brought it.'),
        version: z.int().min(1).nullable().describe('Its version.'),
        fingerprint: z.string().describe('SHA-256 of everything that the policy decides.'),
      })
      .exactOptional()
      .describe('The guard policy that decided; absent for other verdicts.'),
    redaction: z
      .strictObject({
        stored: z.array(z.string()).describe('Before verdict and sample were stored.'),
        models: z.array(z.string()).describe('Before a model saw the sample.'),
      })
      .exactOptional()
      .describe('Detectors whose findings were replaced; absent if there were none.'),
    importedAt: z
      .string()
      .exactOptional()
      .describe(
        'When it was imported from an export, which alone says how it came about; absent for what was scored here.',
      ),
  })
  .meta({ id: 'Lineage', description: 'How the verdict was produced.' });

const verdictShape = {
  id: z.string().describe('`ver_` followed by a ULID, so that ids sort by time.'),
  sampleId: z.string().nullable().describe('The `id` of the sample as sent.'),
  passed: z.boolean().nullable().describe('null if scores without a value leave it undecided.'),
  value: unitInterval
    .nullable()
    .describe('Weighted mean of the scores; null if one of them has no value.'),
  decision: Decision.describe('How `passed` was decided.'),
  scores: z.array(Score).describe('One score per scorer, in the requested order.'),
  lineage: Lineage.describe('How the verdict was produced.'),
  stored: StoreMode.describe(
    'How the verdict was stored: `queued` becomes `now` if the verdict is too large for the queue.',
  ),
  kept: z
    .enum(['scores', 'exchange'])
    .exactOptional()
    .describe('What is stored of it; absent for the verdict with its sample.'),
  tags: Tags,
  metadata: VerdictMetadata,
  usage: TokenUsage.nullable().describe('Tokens used by judges; null if none was called.'),
  costUsd: z.number().min(0).describe('Cost of all scores, in US dollars.'),
  latencyMs: z.number().min(0).describe('Duration of scoring, in milliseconds.'),
  createdAt: z.string().describe('ISO 8601, UTC.'),
};

export const Verdict: z.ZodType<contract.Verdict> = z
  .strictObject(verdictShape)
  .meta({ id: 'Verdict', description: 'The result for one sample.' });

export const StoredVerdict: z.ZodType<contract.StoredVerdict> = z
  .strictObject({ ...verdictShape, sample: Sample })
  .meta({ id: 'StoredVerdict', description: 'A stored verdict with its sample.' });
