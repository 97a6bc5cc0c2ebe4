import * as z from 'zod';
import type * as contract from './types.ts';

export const secretName = z
  .string()
  .regex(
    /^[A-Za-z][A-Za-z0-9_]{0,63}$/,
    'must be 1 to 64 letters, digits and "_", and start with a letter',
  );

export const SecretInput = z
  .strictObject({
    value: z
      .string()
      .min(1)
      .max(4_096)
      .describe('The secret. It is stored encrypted and never returned.'),
  })
  .meta({ id: 'SecretInput' });

export const ProjectSecret: z.ZodType<contract.ProjectSecret> = z
  .strictObject({
    name: z.string().describe('Templates name it as `{{secrets.NAME}}`.'),
    createdAt: z.string().describe('ISO 8601, UTC.'),
    updatedAt: z.string().describe('ISO 8601, UTC.'),
  })
  .meta({ id: 'ProjectSecret', description: 'A secret for requests to your own endpoints.' });
