import * as z from 'zod';
import type * as contract from './types.ts';

export const DataKey: z.ZodType<contract.DataKey> = z
  .strictObject({
    id: z.string().describe('`dky_` followed by a ULID.'),
    masterKey: z.string().describe('Id of the master key of the deployment that wraps it.'),
    createdAt: z.string().describe('ISO 8601, UTC.'),
    droppedAt: z
      .string()
      .nullable()
      .describe('Since when what it encrypted is unreadable; null if it was not dropped.'),
  })
  .meta({ id: 'DataKey', description: 'A key of a project, stored wrapped.' });

export const Encryption: z.ZodType<contract.Encryption> = z
  .strictObject({
    isOn: z
      .boolean()
      .describe('Whether the deployment has a master key, so that what is stored is encrypted.'),
    keys: z.array(DataKey).describe('The newest encrypts, all that were not dropped decrypt.'),
  })
  .meta({ id: 'Encryption', description: 'Whether samples are encrypted where they are stored.' });
