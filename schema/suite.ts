import * as z from 'zod';
import { slugField } from './fields.ts';
import { LIMITS } from './limits.ts';
import { Policy, ScorerReference } from './scorer-reference.ts';
import type * as contract from './types.ts';

const content = {
  description: z.string().max(1_000).exactOptional().describe('Purpose of the suite.'),
  scorers: z
    .array(ScorerReference)
    .min(1)
    .max(LIMITS.scorers)
    .describe('The scorers to run; scores keep this order.'),
  policy: Policy.exactOptional().describe('How verdicts are decided. Defaults to `required`.'),
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

const resolvedShape = {
  name: z.string().describe('Name of the suite. A reference by name selects the newest version.'),
  description: z.string().describe('Purpose of the suite.'),
  scorers: z
    .array(ScorerReference)
    .describe('The scorers that it runs, with all defaults resolved.'),
  policy: Policy.describe('How verdicts are decided.'),
  fingerprint: z
    .string()
    .describe('SHA-256 over its policy and the fingerprints, weights and names of its scorers.'),
};

export const Suite: z.ZodType<contract.Suite> = z
  .strictObject({
    ...resolvedShape,
    version: z.int().min(1).describe('Counts up from 1. A version never changes.'),
    createdAt: z.string().describe('ISO 8601, UTC.'),
  })
  .meta({ id: 'Suite', description: 'A named, versioned set of scorers.' });

export const SuitePreview: z.ZodType<contract.SuitePreview> = z
  .strictObject({
    isChanged: z.boolean().describe('Whether it differs from the newest version, or is new.'),
    newest: Suite.nullable().describe('The newest version; null if the suite does not exist.'),
    next: z.strictObject(resolvedShape).describe('The suite that would be saved.'),
  })
  .meta({ id: 'SuitePreview', description: 'The effect of saving a suite.' });
