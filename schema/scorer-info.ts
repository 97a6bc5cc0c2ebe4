import * as z from 'zod';
import { jsonObject, jsonValue, unitInterval } from './fields.ts';
import { Sample } from './sample.ts';
import type * as contract from './types.ts';

export const ScorerExample: z.ZodType<contract.ScorerExample> = z
  .strictObject({
    title: z.string().describe('What it shows.'),
    sample: Sample.describe('The sample scored.'),
    params: jsonObject.exactOptional().describe('The parameters, where they are not the defaults.'),
    answers: z
      .array(jsonValue)
      .exactOptional()
      .describe('What the judge answered here, one answer a question. Only of judge scorers.'),
    value: unitInterval.describe('The value that this sample gets.'),
  })
  .meta({ id: 'ScorerExample' });

export const ScorerInfo: z.ZodType<contract.ScorerInfo> = z
  .strictObject({
    id: z.string().describe('What a reference names it by.'),
    aliases: z
      .array(
        z.strictObject({
          name: z.string().describe('The name.'),
          params: jsonObject.describe('Parameters that the name stands for.'),
        }),
      )
      .describe('Names from other tools that mean this scorer.'),
    version: z.int().min(1).describe('Counts up whenever a score may come out differently.'),
    kind: z
      .enum(['code', 'embedding', 'judge'])
      .describe('What makes the value: code alone, embeddings, or a judge.'),
    group: z.string().describe('What it looks at, such as text, retrieval, grounding or safety.'),
    summary: z.string().describe('What it measures, in a sentence.'),
    source: z.string().describe('The paper, specification or tool it follows.'),
    needs: z.array(z.string()).describe('Fields of the sample it cannot do without.'),
    params: jsonObject.describe('JSON Schema (draft 2020-12) of its parameters.'),
    threshold: unitInterval.nullable().describe('Threshold when the reference names none.'),
    fingerprint: z
      .string()
      .nullable()
      .describe('Fingerprint with default settings; null when a parameter has no default.'),
    examples: z.array(ScorerExample).describe('Samples with the value they get.'),
  })
  .meta({ id: 'ScorerInfo' });
