import * as z from 'zod';
import { nameField, overlapField, slugField, timestamp } from './fields.ts';
import type * as contract from './types.ts';

export const Scope = z
  .enum(['score', 'read', 'suites', 'review', 'audit', 'admin'])
  .describe(
    '`score` requests verdicts, `read` reads stored data, `suites` saves suites, scorers, data sets, questions, labels and review queues, `review` reviews the items of its queues and can do nothing else, `audit` reads the audit log and nothing else, `admin` does all of these, deletes, and manages keys.',
  );

const Reviewer: z.ZodType<contract.ReviewerInput> = z
  .strictObject({
    reviewer: nameField.describe('Name of the person; labels are given under it.'),
    queues: z.array(slugField).min(1).max(100).describe('Names of the queues that the key opens.'),
    mayAdjudicate: z
      .boolean()
      .exactOptional()
      .describe('Whether the person decides where reviewers differ. Defaults to false.'),
  })
  .meta({ id: 'Reviewer' });

export const ApiKeyInput: z.ZodType<contract.ApiKeyInput> = z
  .strictObject({
    name: nameField.describe('What the key is for.'),
    scopes: z.array(Scope).min(1).max(6).describe('What it may do.'),
    review: Reviewer.exactOptional().describe('Required with the scope `review`.'),
    expiresAt: timestamp.exactOptional().describe('ISO 8601. If omitted, the key does not expire.'),
  })
  .superRefine(({ scopes, review }, context) => {
    const isReviewer = scopes.includes('review');
    if (isReviewer && scopes.some((scope) => scope !== 'review')) {
      const message = 'must not have other scopes beside `review`: they would show what it hides';
      context.addIssue({ code: 'custom', path: ['scopes'], message });
    }
    if (isReviewer !== (review !== undefined)) {
      const message = isReviewer
        ? 'is missing: name the reviewer and the queues'
        : 'belongs to the scope `review`';
      context.addIssue({ code: 'custom', path: ['review'], message });
    }
  })
  .meta({ id: 'ApiKeyInput', examples: [{ name: 'ci', scopes: ['score', 'read'] }] });

export const ApiKeyRotation: z.ZodType<contract.ApiKeyRotation> = z
  .strictObject({
    overlapSeconds: overlapField.describe(
      'Seconds for which the old key still works. Defaults to 86,400 (one day).',
    ),
  })
  .meta({ id: 'ApiKeyRotation', examples: [{ overlapSeconds: 3600 }] });

const shape = {
  id: z.string().describe('`key_` followed by a ULID; not a secret.'),
  name: z.string().describe('What the key is for.'),
  hint: z.string().describe('Prefix and last four characters, to distinguish keys.'),
  scopes: z.array(Scope).describe('What it may do.'),
  review: Reviewer.nullable().describe('Whom it stands for; null without the scope `review`.'),
  createdAt: z.string().describe('ISO 8601, UTC.'),
  expiresAt: z.string().nullable().describe('ISO 8601, UTC; null when it does not expire.'),
  revokedAt: z.string().nullable().describe('ISO 8601, UTC; null if it is not revoked.'),
};

export const ApiKey: z.ZodType<contract.ApiKey> = z.strictObject(shape).meta({ id: 'ApiKey' });

export const CreatedApiKey: z.ZodType<contract.CreatedApiKey> = z
  .strictObject({
    ...shape,
    key: z.string().describe('The key. It is shown only once; Assay stores only its hash.'),
  })
  .meta({ id: 'CreatedApiKey' });

export const CurrentKey: z.ZodType<contract.CurrentKey> = z
  .strictObject({
    id: z.string().describe('Id of the key; not a secret.'),
    name: z.string().nullable().describe('What the key is for; null for the development key.'),
    scopes: shape.scopes,
    expiresAt: shape.expiresAt,
    project: z
      .strictObject({
        id: z.string().describe('Id of the project of the key.'),
        name: z.string().nullable().describe('Its name; null for the development project.'),
      })
      .describe('The project of the key.'),
  })
  .meta({ id: 'CurrentKey' });
