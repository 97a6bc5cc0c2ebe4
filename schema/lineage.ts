import * as z from 'zod';
import { SelectedDataset } from './dataset.ts';
import { jsonObject, jsonValue } from './fields.ts';
import { JudgeExchange } from './judge-exchange.ts';
import { Sample, TokenUsage } from './sample.ts';
import { ScoreCalibration } from './score.ts';
import { ScorerSettings } from './scorer-reference.ts';
import type * as contract from './types.ts';
import { Decision, SuiteIdentity, Verdict } from './verdict.ts';

export const LineageQuery = z.strictObject({
  format: z
    .enum(['json', 'prov'])
    .optional()
    .describe('`prov` returns a document of W3C PROV-JSON. Defaults to `json`.'),
});

const ModelLineage = z
  .strictObject({
    model: z.string().describe('The model that was asked, as `provider/model`.'),
    modelVersion: z.string().nullable().describe('Its version, as it reported it.'),
    counted: z.boolean().describe('Whether its answer counted towards the score.'),
    cached: z.boolean().describe('Whether the answer came from the cache.'),
    usage: TokenUsage,
    costUsd: z.number().min(0).describe('In US dollars.'),
    latencyMs: z.number().min(0).describe('In milliseconds.'),
  })
  .meta({ id: 'ModelLineage' });

const ScorerDefinition = z
  .strictObject({
    version: z.int().min(1).describe('Version of the scorer’s code.'),
    settings: ScorerSettings.describe('Its settings, with all defaults resolved.'),
    fingerprinted: z
      .array(jsonObject)
      .optional()
      .describe(
        'What the fingerprint is the SHA-256 of, as canonical JSON (RFC 8785), and what each fingerprint in it is of. Definitions stored by older releases do not have it.',
      ),
  })
  .meta({ id: 'ScorerDefinition', description: 'All that decides a scorer’s scores.' });

const ScoreLineage = z
  .strictObject({
    name: z.string().describe('Name of the score.'),
    scorer: z.string().describe('Id of the scorer.'),
    version: z.int().min(1).describe('Version of its code.'),
    kind: z.enum(['code', 'embedding', 'judge']).describe('What computed the value.'),
    fingerprint: z.string().describe('SHA-256 of the definition.'),
    definition: ScorerDefinition.nullable().describe(
      'What the fingerprint stands for; null for verdicts stored before definitions were kept.',
    ),
    definitionProof: z
      .enum(['proven', 'altered', 'unknown'])
      .nullable()
      .describe(
        '`proven` if the fingerprint is the hash of the definition, `altered` if it is not, `unknown` for definitions of older releases; null without a definition.',
      ),
    weight: z.number().describe('Weight in the mean.'),
    required: z.boolean().describe('Whether the verdict needs it to pass.'),
    models: z.array(ModelLineage).describe('The models that were asked.'),
    cached: z.boolean().describe('Whether all answers came from the cache.'),
    calibration: ScoreCalibration.nullable().describe(
      'What was known of the judge when it judged; null where that is nothing.',
    ),
    latencyMs: z.number().min(0).describe('In milliseconds.'),
  })
  .meta({ id: 'ScoreLineage', description: 'How one score came about.' });

const BatchLineage = z
  .strictObject({
    id: z.string().describe('Id of the batch.'),
    index: z.int().min(0).describe('Place of the sample in the batch, from 0.'),
    dataset: SelectedDataset.nullable().describe(
      'The items of a data set that the batch scores; null where it has samples of its own.',
    ),
    results: z
      .string()
      .nullable()
      .describe(
        'Id of the entry of the log with the results that were written together; null until they have one.',
      ),
  })
  .meta({ id: 'BatchLineage', description: 'The batch that a verdict is of.' });

export const VerdictLineage: z.ZodType<contract.VerdictLineage> = z
  .strictObject({
    verdictId: z.string().describe('Id of the verdict.'),
    createdAt: z.string().describe('ISO 8601, UTC.'),
    sample: z
      .strictObject({
        hash: z.string().describe('SHA-256 over the canonical JSON of the judged sample.'),
        isKept: z
          .boolean()
          .describe(
            'Whether `value` is the judged sample; false if it was redacted, its key was dropped, or only scores were kept.',
          ),
        value: Sample,
      })
      .describe('What was judged.'),
    scores: z.array(ScoreLineage).describe('One per score, in the order of the verdict.'),
    exchanges: z
      .array(JudgeExchange)
      .nullable()
      .describe('What judges were asked and answered; null unless `keep` was `exchange`.'),
    decision: Decision.describe('How `passed` was decided.'),
    suite: SuiteIdentity.nullable().describe('The suite version that was used.'),
    batch: BatchLineage.nullable().describe(
      'The batch with the verdict; null for one that was stored by itself.',
    ),
    generator: z.string().nullable().describe('The model that wrote the output.'),
    requestId: z.string().describe('Id of the request, as in the logs.'),
    traceparent: z.string().nullable().describe('W3C trace context of the request.'),
    release: z.string().describe('Release of Assay that scored the sample.'),
    latencyMs: z.number().min(0).describe('Duration of scoring, in milliseconds.'),
    costUsd: z.number().min(0).describe('In US dollars.'),
  })
  .meta({ id: 'VerdictLineage', description: 'Everything that led to a verdict.' });

export const ProvDocument: z.ZodType<contract.ProvDocument> = z
  .object({ prefix: z.record(z.string(), z.string()).describe('Namespaces by prefix.') })
  .catchall(jsonObject)
  .meta({ id: 'ProvDocument', description: 'A document of W3C PROV-JSON.' });

export const Replay: z.ZodType<contract.Replay> = z
  .strictObject({
    isEqual: z.boolean().describe('Whether every score was repeated and nothing differs.'),
    differences: z
      .array(
        z.strictObject({
          pointer: z.string().describe('JSON pointer into the verdict.'),
          before: jsonValue.describe('In the stored verdict.'),
          after: jsonValue.describe('In the replay.'),
        }),
      )
      .describe('What differs, beside ids, times, costs and latencies.'),
    changes: z
      .array(
        z.strictObject({
          name: z.string().describe('Name of the score.'),
          reason: z
            .enum([
              'definition_not_kept',
              'definition_altered',
              'scorer_removed',
              'scorer_changed',
              'model_changed',
            ])
            .describe('Why it could not be repeated as it was.'),
          message: z.string().describe('In one sentence.'),
        }),
      )
      .describe('Scores that could not be repeated as they were.'),
    releases: z
      .strictObject({
        before: z.string().describe('Release of the stored verdict.'),
        after: z.string().describe('This release.'),
      })
      .describe('Releases of Assay.'),
    verdict: Verdict.describe('The replay. It is not stored.'),
  })
  .meta({ id: 'Replay', description: 'A stored verdict beside its repetition.' });
