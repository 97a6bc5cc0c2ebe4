import * as z from 'zod';
import { cursorField, pageQuery } from './page.ts';
import type * as contract from './types.ts';

const hexDigits = z.string().regex(/^[0-9a-f]{64}$/);

export const LogCheckpoint: z.ZodType<contract.LogCheckpoint> = z
  .strictObject({
    origin: z.string().describe('Name of the log, and of its keys.'),
    size: z.int().min(0).describe('Entries in the log.'),
    root: z.string().describe('Root of the Merkle tree (RFC 9162), in base64.'),
    checkpoint: z.string().describe('The same as a signed note (C2SP tlog-checkpoint).'),
    keys: z
      .array(z.string())
      .describe('The public keys as `name+id+key` (C2SP signed-note), newest first.'),
  })
  .meta({ id: 'LogCheckpoint', description: 'The signed state of the log of a project.' });

const kind = z
  .enum(['verdict', 'sample', 'results', 'deletion', 'audit'])
  .describe(
    'What the entry is about; `sample` where the stored sample is not the judged one, `results` for those of a batch that were written together.',
  );

const LoggedResults = z
  .strictObject({
    places: z
      .array(z.tuple([z.int().min(0), z.int().min(0)]))
      .describe('Places of the samples in the batch, as runs without their end.'),
    replaced: z
      .array(z.int().min(0))
      .describe('Places whose results a later entry holds: they were retried, or erased.'),
    withoutSample: z
      .int()
      .min(0)
      .describe('Results whose samples were dropped while the results stay.'),
    altered: z
      .array(z.int().min(0))
      .exactOptional()
      .describe('Places whose results are not what was sealed, where that can be told.'),
  })
  .meta({ id: 'LoggedResults' });

const LoggedRow = z
  .strictObject({
    hash: hexDigits.describe(
      'SHA-256 of the canonical JSON of the row; of results of a batch the root of the tree over them.',
    ),
    sampleHash: hexDigits
      .nullable()
      .describe('The same of the stored sample of a verdict, where that is not the judged one.'),
    results: LoggedResults.exactOptional().describe('Of an entry with results of a batch.'),
  })
  .meta({ id: 'LoggedRow', description: 'What a row in the database hashes to today.' });

const LogEntry = z
  .strictObject({
    index: z.int().min(0).describe('Place in the log, from 0.'),
    kind,
    id: z
      .string()
      .describe('Id of the verdict, of the results (`batch/place/version`) or of the audit entry.'),
    salt: hexDigits.nullable().describe('Null once what the entry is about was deleted.'),
    hash: hexDigits
      .nullable()
      .describe(
        'SHA-256 of the canonical JSON (RFC 8785) when it was sealed; null once it was deleted.',
      ),
    commitment: hexDigits.describe(
      'The data of the leaf: SHA-256 of `assay-log-v1`, kind, id, salt and hash, a line each.',
    ),
    row: LoggedRow.nullable()
      .exactOptional()
      .describe('With `include=rows`, except for deletions; null where there is no row.'),
  })
  .meta({ id: 'LogEntry' });

/** A whole number in a query. */
const count = (most: number) =>
  z
    .string()
    .refine((text) => /^\d{1,16}$/.test(text), 'must be a whole number')
    .meta({ type: 'integer', minimum: 0, maximum: most })
    .transform(Number)
    .pipe(z.int().min(0).max(most));

export const LogEntriesQuery = z.strictObject({
  start: count(Number.MAX_SAFE_INTEGER)
    .optional()
    .describe('Index of the first entry. Defaults to 0.'),
  limit: count(1_000)
    .pipe(z.int().min(1))
    .optional()
    .describe('Entries per page, 1 to 1,000; with large rows fewer. Defaults to 100.'),
  include: z
    .enum(['rows'])
    .optional()
    .describe('`rows` adds what the row of each entry hashes to today.'),
});

export type LogEntriesQuery = z.output<typeof LogEntriesQuery>;

export const LogPage: z.ZodType<contract.LogPage> = z
  .strictObject({
    items: z.array(LogEntry).describe('The entries, oldest first.'),
    size: z.int().min(0).describe('Entries in the log.'),
  })
  .meta({ id: 'LogPage' });

export const UnloggedRow: z.ZodType<contract.UnloggedRow> = z
  .strictObject({ kind, id: z.string().describe('Id of the verdict or of the audit entry.') })
  .meta({ id: 'UnloggedRow' });

/** Queries of what the log does not have yet, and of what it should have. */
export const PendingQuery = pageQuery(/^[a-z]+ \S{1,100}$/);
export const UnloggedQuery = z.strictObject({ cursor: cursorField(/^(ver|aud|bat)_\S{0,100}$/) });

export const LogProofQuery = z.strictObject({
  id: z.string().min(1).max(100).describe('Id of the verdict or of the audit entry.'),
  kind: kind.optional().describe('What the entry is about. Defaults to `verdict`.'),
});

export type LogProofQuery = z.output<typeof LogProofQuery>;

const proof = z
  .string()
  .describe('Index, hashes from the leaf up, and signed checkpoint (C2SP tlog-proof).');

const resultPlace = {
  id: z.string().describe('Id of the entry with the results.'),
  salt: hexDigits.describe('Salt of this entry.'),
  result: hexDigits.describe('SHA-256 of status, attempts, digest and error of the result.'),
  sample: hexDigits
    .nullable()
    .describe('SHA-256 of the stored sample, where that is not the judged one.'),
  index: z.int().min(0).describe('Place among the results of the entry.'),
  size: z.int().min(1).describe('Results of the entry.'),
  proof: z.array(z.string()).describe('Hashes in base64, from the leaf up (RFC 9162).'),
};

const ResultPlace = z.strictObject(resultPlace).meta({ id: 'ResultPlace' });

const ProvenResult = z
  .strictObject({
    ...resultPlace,
    verdict: z
      .strictObject({
        id: z.string().describe('Id of the verdict.'),
        salt: hexDigits.describe('Salt of the result.'),
        hash: hexDigits.describe('SHA-256 of the canonical JSON of the verdict.'),
      })
      .describe('The verdict that is proven.'),
  })
  .meta({ id: 'ProvenResult' });

export const LogProof: z.ZodType<contract.LogProof> = z
  .strictObject({
    entry: LogEntry,
    within: ProvenResult.exactOptional().describe(
      'Of a verdict of a batch: its place among the results of the entry.',
    ),
    proof,
  })
  .meta({ id: 'LogProof', description: 'An entry, with the proof that it is in the log.' });

export const LogConsistencyQuery = z.strictObject({
  from: count(Number.MAX_SAFE_INTEGER).describe('The smaller size.'),
  to: count(Number.MAX_SAFE_INTEGER).describe('The larger size.'),
});

export const LogConsistency: z.ZodType<contract.LogConsistency> = z
  .strictObject({
    from: z.int().min(0).describe('The smaller size.'),
    to: z.int().min(0).describe('The larger size.'),
    proof: z.array(z.string()).describe('Hashes in base64 (RFC 9162, section 2.1.4).'),
  })
  .meta({ id: 'LogConsistency', description: 'A proof that the log only grew.' });

export const ReceiptLog: z.ZodType<contract.ReceiptLog> = z
  .discriminatedUnion('status', [
    z.strictObject({
      status: z.literal('pending').describe('It will be sealed within a minute or two.'),
    }),
    z.strictObject({
      status: z.literal('sealed').describe('It is in the log.'),
      salt: hexDigits.describe('Salt of the entry.'),
      hash: hexDigits.describe('SHA-256 of the verdict when it was sealed.'),
      proof,
      within: ResultPlace.exactOptional().describe(
        'Of a verdict of a batch: its place among the results whose entry is proven.',
      ),
      before: hexDigits
        .exactOptional()
        .describe(
          'SHA-256 of the verdict before its sample was dropped with its texts: the entry that is proven has both hashes.',
        ),
    }),
  ])
  .meta({ id: 'ReceiptLog' });
