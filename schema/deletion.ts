import * as z from 'zod';
import { DsseEnvelope } from './receipt.ts';
import type * as contract from './types.ts';

/** Verdicts that one request may name. */
const MOST_VERDICTS = 1_000;
const TARGETS = ['verdictIds', 'metadata', 'project'] as const;

export const DeletionInput: z.ZodType<contract.DeletionInput> = z
  .strictObject({
    verdictIds: z
      .array(z.string().regex(/^ver_[0-9a-z]{26}$/, 'must be the id of a verdict'))
      .min(1)
      .max(MOST_VERDICTS)
      .exactOptional()
      .describe('Ids of stored verdicts.'),
    metadata: z
      .strictObject({
        key: z.string().min(1).max(64).describe('A key of the metadata, such as `user`.'),
        value: z
          .union([z.string().min(1).max(512), z.number(), z.boolean()])
          .describe('The value; numbers and booleans match the texts that write them.'),
      })
      .exactOptional()
      .describe('Everything whose metadata, or whose sample’s metadata, has this value.'),
    project: z
      .string()
      .min(1)
      .max(200)
      .exactOptional()
      .describe('Id or name of the project of the key, to delete all of it.'),
  })
  .refine((given) => TARGETS.filter((name) => given[name] !== undefined).length === 1, {
    error: 'must have one of `verdictIds`, `metadata` and `project`',
  })
  .meta({ id: 'DeletionInput' });

const DeletionTarget: z.ZodType<contract.DeletionTarget> = z
  .union([
    z.strictObject({
      kind: z.literal('verdicts'),
      verdictIds: z.array(z.string()).describe('Ids of the verdicts.'),
    }),
    z.strictObject({
      kind: z.literal('metadata'),
      key: z.string().describe('The key of the metadata.'),
      salt: z.string().describe('Random hex digits.'),
      valueHash: z
        .string()
        .describe('SHA-256 of salt and value, one after the other, as hex digits.'),
    }),
    z.strictObject({ kind: z.literal('project'), project: z.string().describe('Its id.') }),
  ])
  .meta({ id: 'DeletionTarget' });

const DeletionReport: z.ZodType<contract.DeletionReport> = z
  .strictObject({
    deletionId: z.string().describe('Id of the deletion.'),
    keyId: z.string().describe('`kid` of the key in /.well-known/jwks.json.'),
    signedAt: z.string().describe('ISO 8601, UTC.'),
    envelope: DsseEnvelope.describe('An in-toto Statement in a DSSE envelope.'),
    jws: z.string().describe('The same statement as a compact JSON Web Signature.'),
  })
  .meta({
    id: 'DeletionReport',
    description: 'What was deleted, and what stays, as a signed statement.',
  });

export const Deletion: z.ZodType<contract.Deletion> = z
  .strictObject({
    id: z.string().describe('Id of the deletion, `del_…`.'),
    status: z.enum(['running', 'completed']).describe('`completed` once everything is deleted.'),
    target: DeletionTarget.describe('What is deleted, without the value itself.'),
    step: z.string().nullable().describe('The step that runs; null once all are done.'),
    erased: z.record(z.string(), z.int().min(0)).describe('Records deleted so far, by class.'),
    createdAt: z.string().describe('ISO 8601, UTC.'),
    endedAt: z.string().nullable().describe('ISO 8601, UTC; null while it runs.'),
    report: DeletionReport.nullable().describe('The signed report; null while it runs.'),
  })
  .meta({ id: 'Deletion' });
