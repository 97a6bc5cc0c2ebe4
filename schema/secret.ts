import * as z from 'zod';
import type * as contract from './types.ts';

export const secretName = z
  .string()
  .regex(
    /^[A-Za-z][A-Za-z0-9_]{0,63}$/,
    'must be 1 to 64 letters, digits and "_", and start with a letter',
  );

const host = z
  .string()
  .max(260)
  .refine(isHost, 'must be a host such as `api.example.com`, with its port if that is not 443')
  .describe('Host, with its port if that is not 443.');

/** Whether it is written as URLs of HTTPS write their host. */
function isHost(text: string): boolean {
  return URL.canParse(`https://${text}/`) && new URL(`https://${text}/`).host === text;
}

export const SecretInput: z.ZodType<contract.SecretInput> = z
  .strictObject({
    value: z
      .string()
      .min(1)
      .max(4_096)
      .describe('The secret. It is stored encrypted and never returned.'),
    hosts: z
      .array(host)
      .min(1)
      .max(20)
      .describe(
        'Hosts that it may be sent to. A key that runs experiments can send it nowhere else.',
      ),
  })
  .meta({ id: 'SecretInput' });

export const ProjectSecret: z.ZodType<contract.ProjectSecret> = z
  .strictObject({
    name: z.string().describe('Templates name it as `{{secrets.NAME}}`.'),
    hosts: z.array(z.string()).describe('Hosts that it may be sent to.'),
    createdAt: z.string().describe('ISO 8601, UTC.'),
    updatedAt: z.string().describe('ISO 8601, UTC.'),
  })
  .meta({ id: 'ProjectSecret', description: 'A secret for requests to your own endpoints.' });
