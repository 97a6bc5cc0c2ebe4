import * as z from 'zod';
import { jsonValue, timestamp } from './fields.ts';
import { cursorField, limitField } from './page.ts';
import type * as contract from './types.ts';

const Kind = z
  .enum(['change', 'read'])
  .describe(
    '`change` of something that is administered, or `read` of stored samples, of what quotes them, or of a secret.',
  );

const textFilter = z.string().min(1).max(256);

export const AuditEntry: z.ZodType<contract.AuditEntry> = z
  .strictObject({
    id: z.string().describe('`aud_` followed by a ULID.'),
    at: z
      .string()
      .describe('Beginning of the act, ISO 8601, UTC. Of a read, the beginning of its hour.'),
    kind: Kind,
    actor: z
      .strictObject({
        id: z
          .string()
          .describe(
            'Id of the key, `binding:…` of a service binding, or `operator` for scripts of the deployment.',
          ),
        name: z.string().nullable().describe('Name of the key at that time.'),
      })
      .describe('Who did it.'),
    operation: z.string().describe('Id of the operation in the OpenAPI document.'),
    subject: z.string().nullable().describe('Id or name of what was changed or read.'),
    outcome: z
      .enum(['succeeded', 'refused', 'failed', 'unknown'])
      .describe(
        '`refused` changed nothing; `failed` may have; `unknown` if the Worker ended before it could record the outcome.',
      ),
    code: z.string().nullable().describe('Code of the problem, if it was refused or failed.'),
    before: jsonValue.describe('State of the subject before the change, without secrets.'),
    after: jsonValue.describe('State of the subject after the change, without secrets.'),
    requestId: z.string().nullable().describe('Id of the request; null for reads.'),
  })
  .meta({ id: 'AuditEntry' });

export const AuditFilter = z.strictObject({
  cursor: cursorField(/^aud_[0-9a-z]{26}$/),
  limit: limitField,
  kind: Kind.optional(),
  actor: textFilter.optional().describe('Only acts of this key or binding, by its id.'),
  operation: textFilter.optional().describe('Only acts by this operation, such as `createKey`.'),
  subject: textFilter.optional().describe('Only acts on this subject, by its id or name.'),
  from: timestamp.optional().describe('Only acts at or after this time; ISO 8601.'),
  to: timestamp.optional().describe('Only acts before this time; ISO 8601.'),
});

export type AuditFilter = z.output<typeof AuditFilter>;
