import * as z from 'zod';
import { slugField } from './fields.ts';
import { LIMITS } from './limits.ts';
import { Policy, ScorerReference } from './scorer-reference.ts';
import type * as contract from './types.ts';

const content = {
  description: z.string().max(1_000).exactOptional().describe('What the suite is for.'),
  scorers: z
    .array(ScorerReference)
    .min(1)
    .max(LIMITS.scorers)
    .describe('What it runs, in the order of the scores.'),
  policy: Policy.exactOptional().describe('How verdicts are decided; `required` when left out.'),
};

export const SuiteInput: z.ZodType<contract.SuiteInput> = z
  .strictObject({ name: slugField.describe('Unique in the project.'), ...content })
  .meta({
    id: 'SuiteInput',
    examples: [
      {
        name: 'support',
        scorers: ['token-f1', { scorer: 'quoted-spans', required: true }],
        policy: { rule: 'weighted-mean', threshold: 0.7 },
      },
    ],
  });

export const SuiteVersionInput: z.ZodType<contract.SuiteVersionInput> = z
  .strictObject(content)
  .meta({
    id: 'SuiteVersionInput',
    examples: [{ scorers: [{ scorer: 'token-f1', threshold: 0.6 }] }],
  });

const settled = {
  name: z.string().describe('Its name, by which its newest version is asked for.'),
  description: z.string().describe('What it is for.'),
  scorers: z.array(ScorerReference).describe('What it runs, every default settled.'),
  policy: Policy.describe('How verdicts are decided.'),
  fingerprint: z
    .string()
    .describe('SHA-256 over the fingerprints, weights and names of its scorers and its policy.'),
};

export const Suite: z.ZodType<contract.Suite> = z
  .strictObject({
    ...settled,
    version: z.int().min(1).describe('Counts up from 1; a version never changes.'),
    createdAt: z.string().describe('ISO 8601, UTC.'),
  })
  .meta({ id: 'Suite', description: 'A named, versioned set of scorers.' });

export const SuitePreview: z.ZodType<contract.SuitePreview> = z
  .strictObject({
    isChanged: z
      .boolean()
      .describe('Whether it differs from the newest version, or there is none.'),
    newest: Suite.nullable().describe('The newest version; null when there is no such suite.'),
    next: z.strictObject(settled).describe('What would be saved.'),
  })
  .meta({ id: 'SuitePreview', description: 'What saving a suite would come to.' });
