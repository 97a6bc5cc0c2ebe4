import * as z from 'zod';
import { Extraction } from './extract.ts';
import { jsonObject, nameField, unitInterval } from './fields.ts';
import type * as contract from './types.ts';

export const ScorerSettings = z
  .strictObject({
    scorer: nameField.describe('Id or alias of a scorer; `not-` before it negates it.'),
    params: jsonObject
      .exactOptional()
      .describe("The scorer's own parameters; see GET /v1/scorers/{id}."),
    threshold: unitInterval
      .nullable()
      .exactOptional()
      .describe('The value from which the score passes. `null` measures without deciding.'),
    weight: z
      .number()
      .min(0)
      .max(1_000)
      .exactOptional()
      .describe('Share in the weighted mean; 1 when left out, 0 leaves the score out of it.'),
    required: z
      .boolean()
      .exactOptional()
      .describe(
        'Whether the verdict can only pass when this score does. Left out: true under the rule `required`, false under `weighted-mean`.',
      ),
    negate: z
      .boolean()
      .exactOptional()
      .describe('Turn the score round: 1 − value, and pass where it would fail.'),
    onMissing: z
      .enum(['error', 'skip'])
      .exactOptional()
      .describe(
        'What happens when the sample lacks a field the scorer needs; `error` when left out.',
      ),
    extract: Extraction.exactOptional().describe(
      'Steps from the output to what the scorer sees of it, in order: changes such as `trim`, or parts to find.',
    ),
    onNoMatch: z
      .enum(['fail', 'error', 'whole'])
      .exactOptional()
      .describe(
        'What happens when a step of `extract` finds nothing: value 0, which does not pass, negated or not (`fail`, when left out); an error; or the whole output is scored.',
      ),
    as: nameField
      .exactOptional()
      .describe("The score's name in the verdict; the scorer's id when left out."),
  })
  .meta({ id: 'ScorerSettings' });

export const ScorerReference: z.ZodType<contract.ScorerReference> = z
  .union([nameField, ScorerSettings])
  .meta({ id: 'ScorerReference', description: 'A scorer by id or alias, or with its settings.' });

export const Policy: z.ZodType<contract.Policy> = z
  .discriminatedUnion('rule', [
    z.strictObject({ rule: z.literal('required').describe('Every required score has to pass.') }),
    z.strictObject({
      rule: z.literal('weighted-mean').describe('The weighted mean has to reach the threshold.'),
      threshold: unitInterval.describe('The weighted mean from which the verdict passes.'),
    }),
  ])
  .meta({ id: 'Policy', description: 'How scores decide whether a verdict passes.' });
