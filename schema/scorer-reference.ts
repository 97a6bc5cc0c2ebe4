import * as z from 'zod';
import { Extraction } from './extract.ts';
import { jsonObject, nameField, unitInterval } from './fields.ts';
import { RedactingDetectors } from './redaction.ts';
import type * as contract from './types.ts';

export const ScorerSettings = z
  .strictObject({
    scorer: nameField.describe('Id or alias of a scorer. The prefix `not-` negates it.'),
    params: jsonObject
      .exactOptional()
      .describe('Parameters of the scorer; see GET /v1/scorers/{id}.'),
    threshold: unitInterval
      .nullable()
      .exactOptional()
      .describe('Minimum value that passes. `null` measures without deciding.'),
    weight: z
      .number()
      .min(0)
      .max(1_000)
      .exactOptional()
      .describe('Weight in the weighted mean. Defaults to 1; 0 excludes the score.'),
    required: z
      .boolean()
      .exactOptional()
      .describe(
        'Whether the verdict can pass only if this score passes. Defaults to true under the rule `required`, and to false under `weighted-mean`.',
      ),
    negate: z
      .boolean()
      .exactOptional()
      .describe('Negates the score: the value becomes 1 − value, and a fail becomes a pass.'),
    onMissing: z
      .enum(['error', 'skip'])
      .exactOptional()
      .describe(
        'What happens if the sample lacks a field that the scorer needs. Defaults to `error`.',
      ),
    extract: Extraction.exactOptional().describe(
      'Steps applied to the output before it is scored, in order: transformations such as `trim`, or extractions.',
    ),
    onNoMatch: z
      .enum(['fail', 'error', 'whole'])
      .exactOptional()
      .describe(
        'What happens if a step of `extract` finds nothing: `fail` (the default) gives the value 0, which does not pass even if negated; `error` gives an error; `whole` scores the whole output.',
      ),
    redact: RedactingDetectors.min(1)
      .exactOptional()
      .describe(
        'What is replaced in the sample before the models of this scorer see it. Only for scorers that ask models.',
      ),
    as: nameField
      .exactOptional()
      .describe('Name of the score in the verdict. Defaults to the id of the scorer.'),
  })
  .meta({ id: 'ScorerSettings' });

export const ScorerReference: z.ZodType<contract.ScorerReference> = z
  .union([nameField, ScorerSettings])
  .meta({
    id: 'ScorerReference',
    description: 'A scorer by id or alias, or an object with its settings.',
  });

export const RequireCalibration: z.ZodType<contract.RequireCalibration> = z
  .strictObject({
    maxAgeDays: z
      .number()
      .positive()
      .max(3_650)
      .exactOptional()
      .describe('Maximum age of the calibration, in days. Defaults to no limit.'),
    minAgreement: unitInterval
      .exactOptional()
      .describe(
        'Minimum agreement with people: the lower end of its 95% interval must reach it. Defaults to no limit.',
      ),
  })
  .meta({
    id: 'RequireCalibration',
    description:
      'A judge decides only if it was calibrated against labels of people, in the version that judges now. Otherwise its score counts as one without a value, so the verdict is undecided if it depends on it.',
  });

const requireCalibration = RequireCalibration.exactOptional();

export const Policy: z.ZodType<contract.Policy> = z
  .discriminatedUnion('rule', [
    z.strictObject({
      rule: z.literal('required').describe('Every required score must pass.'),
      requireCalibration,
    }),
    z.strictObject({
      rule: z.literal('weighted-mean').describe('The weighted mean must reach the threshold.'),
      threshold: unitInterval.describe('Minimum weighted mean for the verdict to pass.'),
      requireCalibration,
    }),
  ])
  .meta({ id: 'Policy', description: 'How the scores decide whether the verdict passes.' });
