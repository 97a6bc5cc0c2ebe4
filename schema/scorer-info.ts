import { z } from 'zod';
import { jsonObject, jsonValue, unitInterval } from './fields.ts';
import { Sample } from './sample.ts';
import type * as contract from './types.ts';

export const ScorerExample: z.ZodType<contract.ScorerExample> = z
  .strictObject({
    title: z.string(),
    sample: Sample,
    params: jsonObject.exactOptional(),
    answers: z
      .array(jsonValue)
      .exactOptional()
      .describe('What the judge answered here, one answer a question. Only of judge scorers.'),
    value: unitInterval.describe('The value that this sample gets.'),
  })
  .meta({ id: 'ScorerExample' });

export const ScorerInfo: z.ZodType<contract.ScorerInfo> = z
  .strictObject({
    id: z.string(),
    aliases: z
      .array(
        z.strictObject({
          name: z.string(),
          params: jsonObject.describe('Parameters that the name stands for.'),
        }),
      )
      .describe('Names from other tools that mean this scorer.'),
    version: z.int().min(1),
    kind: z.enum(['code', 'embedding', 'judge']),
    group: z.string().describe('What it looks at, such as text, retrieval, grounding or safety.'),
    summary: z.string(),
    source: z.string().describe('The paper, specification or tool it follows.'),
    needs: z.array(z.string()).describe('Fields of the sample it cannot do without.'),
    params: jsonObject.describe('JSON Schema (draft 2020-12) of its parameters.'),
    threshold: unitInterval.nullable().describe('Threshold when the reference names none.'),
    fingerprint: z
      .string()
      .nullable()
      .describe('Fingerprint with default settings; null when a parameter has no default.'),
    examples: z.array(ScorerExample),
  })
  .meta({ id: 'ScorerInfo' });
