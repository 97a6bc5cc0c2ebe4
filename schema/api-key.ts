import * as z from 'zod';
import { nameField, timestamp } from './fields.ts';
import type * as contract from './types.ts';

export const Scope = z
  .enum(['score', 'read', 'suites', 'admin'])
  .describe(
    '`score` asks for verdicts, `read` reads what is stored, `suites` saves suites and scorers, `admin` does all, deletes and manages keys.',
  );

export const ApiKeyInput: z.ZodType<contract.ApiKeyInput> = z
  .strictObject({
    name: nameField.describe('What the key is for.'),
    scopes: z.array(Scope).min(1).max(4).describe('What it may do.'),
    expiresAt: timestamp.exactOptional().describe('ISO 8601; never when left out.'),
  })
  .meta({ id: 'ApiKeyInput', examples: [{ name: 'ci', scopes: ['score', 'read'] }] });

export const ApiKeyRotation: z.ZodType<contract.ApiKeyRotation> = z
  .strictObject({
    overlapSeconds: z
      .int()
      .min(0)
      .max(30 * 24 * 3600)
      .exactOptional()
      .describe('How long the old key still works; 86,400 (a day) when left out.'),
  })
  .meta({ id: 'ApiKeyRotation', examples: [{ overlapSeconds: 3600 }] });

const shape = {
  id: z.string().describe('`key_` and a ULID; no secret.'),
  name: z.string().describe('What the key is for.'),
  hint: z.string().describe('Prefix and last four characters, to tell keys apart.'),
  scopes: z.array(Scope).describe('What it may do.'),
  createdAt: z.string().describe('ISO 8601, UTC.'),
  expiresAt: z.string().nullable().describe('ISO 8601, UTC; null when it does not expire.'),
  revokedAt: z.string().nullable().describe('ISO 8601, UTC; null while it is not revoked.'),
};

export const ApiKey: z.ZodType<contract.ApiKey> = z.strictObject(shape).meta({ id: 'ApiKey' });

export const CreatedApiKey: z.ZodType<contract.CreatedApiKey> = z
  .strictObject({
    ...shape,
    key: z.string().describe('The key. Shown this once; only its hash is kept.'),
  })
  .meta({ id: 'CreatedApiKey' });
