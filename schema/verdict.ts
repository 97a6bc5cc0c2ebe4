import * as z from 'zod';
import { labelField, nameField, unitInterval } from './fields.ts';
import { LIMITS } from './limits.ts';
import { Sample, TokenUsage } from './sample.ts';
import { Score } from './score.ts';
import type * as contract from './types.ts';

// A filter is written `key:value`, so a key has no colon.
const metadataKey = nameField.regex(/^[^:]*$/, 'must not have a colon');

export const VerdictMetadata = z
  .record(metadataKey, z.union([labelField, z.number(), z.boolean()]))
  .refine((metadata) => Object.keys(metadata).length <= LIMITS.metadataKeys, {
    error: `must have at most ${LIMITS.metadataKeys} keys`,
  })
  .describe('Flat keys and values of yours, to find the verdict by.');

export const Tags = z
  .array(nameField)
  .max(LIMITS.tags)
  .describe('Labels of yours, to find the verdict by.');

export const StoreMode = z
  .enum(['now', 'queued', 'none'])
  .describe(
    '`now`: in the database before the answer. `queued`: accepted by the queue before the answer, readable a moment later. `none`: nothing is kept.',
  );

export const Decision = z
  .strictObject({
    rule: z
      .enum(['required', 'weighted-mean'])
      .describe(
        '`required`: every required score passes. `weighted-mean`: the mean reaches the threshold.',
      ),
    threshold: unitInterval.nullable().describe('Threshold of the weighted mean, under that rule.'),
    decidedBy: z.array(z.string()).describe('Names of the scores that settled it.'),
    undecidedBy: z
      .array(z.string())
      .describe('Names of the scores without a value that leave it open.'),
    reason: z.string().describe('The decision in a sentence.'),
  })
  .meta({ id: 'Decision', description: 'How `passed` came about.' });

export const SuiteIdentity = z
  .strictObject({
    name: z.string().describe('Name of the suite.'),
    version: z.int().min(1).describe('Its version.'),
    fingerprint: z.string().describe('SHA-256 of what the version scores by.'),
  })
  .meta({ id: 'SuiteIdentity' });

export const Lineage = z
  .strictObject({
    sampleHash: z.string().describe('SHA-256 over the canonical JSON (RFC 8785) of the sample.'),
    suite: SuiteIdentity.nullable().describe('The suite version that was asked for.'),
    generator: z
      .string()
      .nullable()
      .describe('The model that wrote the output, as the sample names it.'),
    requestId: z.string().describe('Id of the request, as in `X-Request-Id` and the logs.'),
    assayVersion: z.string().describe('Release of Assay that scored.'),
    traceparent: z
      .string()
      .exactOptional()
      .describe('W3C trace context that the request came with; left out when it came with none.'),
  })
  .meta({ id: 'Lineage', description: 'What produced the verdict.' });

const verdictShape = {
  id: z.string().describe('`ver_` and a ULID, so that ids sort by time.'),
  sampleId: z.string().nullable().describe('The `id` that the sample came with.'),
  passed: z.boolean().nullable().describe('null when scores without a value leave it open.'),
  value: unitInterval
    .nullable()
    .describe('Weighted mean of the scores; null when one of them has no value.'),
  decision: Decision.describe('How `passed` came about.'),
  scores: z.array(Score).describe('One a scorer, in the order asked for.'),
  lineage: Lineage.describe('What produced the verdict.'),
  stored: StoreMode.describe(
    'What became of the verdict: `queued` turns to `now` when it is too large for the queue.',
  ),
  tags: Tags,
  metadata: VerdictMetadata,
  usage: TokenUsage.nullable().describe('Tokens that judges used; null when none was asked.'),
  costUsd: z.number().min(0).describe('Sum over the scores, in US dollars.'),
  latencyMs: z.number().min(0).describe('Time that scoring took, in milliseconds.'),
  createdAt: z.string().describe('ISO 8601, UTC.'),
};

export const Verdict: z.ZodType<contract.Verdict> = z
  .strictObject(verdictShape)
  .meta({ id: 'Verdict', description: 'Everything about one sample.' });

export const StoredVerdict: z.ZodType<contract.StoredVerdict> = z
  .strictObject({ ...verdictShape, sample: Sample })
  .meta({ id: 'StoredVerdict', description: 'A verdict as it was stored, with its sample.' });
