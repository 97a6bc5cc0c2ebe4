import * as z from 'zod';
import { jsonObject, slugField, unitInterval } from './fields.ts';
import { Sample } from './sample.ts';
import type * as contract from './types.ts';

const base = z
  .enum(['rubric', 'checklist', 'classify', 'pairwise', 'javascript'])
  .describe('The scorer that it is based on: a judge, or code of your own.');
const threshold = unitInterval
  .nullable()
  .exactOptional()
  .describe('Minimum value that passes; defaults to that of the base. null measures only.');

const definition = {
  base,
  params: jsonObject.describe(
    'Parameters of the base, including few-shot examples and judge options.',
  ),
  threshold,
};
const content = {
  description: z.string().max(1_000).exactOptional().describe('Purpose of the scorer.'),
  ...definition,
};

export const CustomScorerInput: z.ZodType<contract.CustomScorerInput> = z
  .strictObject({
    name: slugField.describe(
      'Unique in the project, and different from the name of every built-in scorer.',
    ),
    ...content,
  })
  .meta({ id: 'CustomScorerInput' });

export const CustomScorerVersionInput: z.ZodType<contract.CustomScorerVersionInput> = z
  .strictObject(content)
  .meta({ id: 'CustomScorerVersionInput' });

export const CustomScorerTrial: z.ZodType<contract.CustomScorerTrial> = z
  .strictObject({ ...definition, sample: Sample.describe('The sample to score.') })
  .meta({
    id: 'CustomScorerTrial',
    description: 'A definition to try on a sample; nothing is stored.',
  });

export const CustomScorer: z.ZodType<contract.CustomScorer> = z
  .strictObject({
    name: z.string().describe('Name to use in scorer references.'),
    version: z.int().min(1).describe('Counts up from 1. A version never changes.'),
    description: z.string().describe('Purpose of the scorer.'),
    base,
    params: jsonObject.describe('Parameters of the base.'),
    threshold: unitInterval.nullable().describe('Minimum value that passes.'),
    fingerprint: z.string().describe('Fingerprint with the current default judge.'),
    createdAt: z.string().describe('ISO 8601, UTC.'),
  })
  .meta({ id: 'CustomScorer', description: 'A custom scorer of the project.' });
