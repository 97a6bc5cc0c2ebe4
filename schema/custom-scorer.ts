import * as z from 'zod';
import { jsonObject, slugField, unitInterval } from './fields.ts';
import { Sample } from './sample.ts';
import type * as contract from './types.ts';

const base = z
  .enum(['rubric', 'checklist', 'classify', 'pairwise'])
  .describe('The judge scorer that it is made of.');
const threshold = unitInterval
  .nullable()
  .exactOptional()
  .describe("The value from which it passes; the base's own when left out, null to measure only.");

const definition = {
  base,
  params: jsonObject.describe('Parameters of the base, few-shot examples and dials among them.'),
  threshold,
};
const content = {
  description: z.string().max(1_000).exactOptional().describe('What it is for.'),
  ...definition,
};

export const CustomScorerInput: z.ZodType<contract.CustomScorerInput> = z
  .strictObject({
    name: slugField.describe('Unique in the project, and unlike every built-in scorer’s.'),
    ...content,
  })
  .meta({ id: 'CustomScorerInput' });

export const CustomScorerVersionInput: z.ZodType<contract.CustomScorerVersionInput> = z
  .strictObject(content)
  .meta({ id: 'CustomScorerVersionInput' });

export const CustomScorerTrial: z.ZodType<contract.CustomScorerTrial> = z
  .strictObject({ ...definition, sample: Sample.describe('The sample to try it on.') })
  .meta({
    id: 'CustomScorerTrial',
    description: 'A definition to try on a sample; nothing is kept.',
  });

export const CustomScorer: z.ZodType<contract.CustomScorer> = z
  .strictObject({
    name: z.string().describe('What a reference names it by.'),
    version: z.int().min(1).describe('Counts up from 1; a version never changes.'),
    description: z.string().describe('What it is for.'),
    base,
    params: jsonObject.describe('Parameters of the base.'),
    threshold: unitInterval.nullable().describe('The value from which it passes.'),
    fingerprint: z.string().describe('Fingerprint with the judge that is the default now.'),
    createdAt: z.string().describe('ISO 8601, UTC.'),
  })
  .meta({ id: 'CustomScorer', description: 'A project’s own scorer.' });
