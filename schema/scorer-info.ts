import * as z from 'zod';
import { jsonObject, jsonValue, unitInterval } from './fields.ts';
import { Sample } from './sample.ts';
import type * as contract from './types.ts';

export const ScorerExample: z.ZodType<contract.ScorerExample> = z
  .strictObject({
    title: z.string().describe('What the example shows.'),
    sample: Sample.describe('The scored sample.'),
    params: jsonObject.exactOptional().describe('The parameters that differ from the defaults.'),
    answers: z
      .array(jsonValue)
      .exactOptional()
      .describe(
        'The answers of the judge in this example, one per question. Only for judge scorers.',
      ),
    value: unitInterval.describe('The value of this sample.'),
  })
  .meta({ id: 'ScorerExample' });

export const ScorerInfo: z.ZodType<contract.ScorerInfo> = z
  .strictObject({
    id: z.string().describe('Name to use in scorer references.'),
    aliases: z
      .array(
        z.strictObject({
          name: z.string().describe('The name.'),
          params: jsonObject.describe('Parameters that the alias implies.'),
        }),
      )
      .describe('Names of this scorer in other tools.'),
    version: z.int().min(1).describe('Incremented whenever scores can change.'),
    kind: z
      .enum(['code', 'embedding', 'judge'])
      .describe('What computes the value: code only, embeddings, or a judge.'),
    group: z.string().describe('Category, such as text, retrieval, grounding or safety.'),
    summary: z.string().describe('What it measures, in one sentence.'),
    source: z.string().describe('The paper, specification or tool it follows.'),
    needs: z.array(z.string()).describe('Fields of the sample that it needs.'),
    params: jsonObject.describe('JSON Schema (draft 2020-12) of its parameters.'),
    threshold: unitInterval.nullable().describe('Threshold if the reference does not set one.'),
    fingerprint: z
      .string()
      .nullable()
      .describe('Fingerprint with default settings; null if a parameter has no default.'),
    examples: z.array(ScorerExample).describe('Samples with their values.'),
  })
  .meta({ id: 'ScorerInfo' });
