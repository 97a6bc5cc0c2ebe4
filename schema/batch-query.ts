import * as z from 'zod';
import { BatchPriority, OnInvalid } from './batch.ts';
import { nameField, oneOrMore, timestamp } from './fields.ts';
import { LIMITS } from './limits.ts';
import { cursorField, limitField } from './page.ts';

const flag = z.enum(['true', 'false']).transform((text) => text === 'true');

/** What a request that streams samples says in its query. */
export const BatchLinesQuery = z.strictObject({
  scorers: z
    .string()
    .max(LIMITS.scorers * (LIMITS.nameCharacters + 1))
    .transform((text) => text.split(',').filter((name) => name !== ''))
    .optional()
    .describe('Names of scorers, comma-separated. In a JSON body, use `scorers`.'),
  suite: nameField.optional().describe('A suite by `name` or `name@3`.'),
  tag: oneOrMore
    .pipe(z.array(nameField).max(LIMITS.tags))
    .optional()
    .describe('Tag of the batch. Can be repeated.'),
  metadata: oneOrMore
    .pipe(
      z
        .array(
          z
            .string()
            .regex(/^[^:]+:/, 'must be `key:value`')
            .max(LIMITS.nameCharacters + LIMITS.metadataValueCharacters + 1),
        )
        .max(LIMITS.metadataKeys),
    )
    .optional()
    .describe('Metadata of the batch as `key:value`. Can be repeated.'),
  priority: BatchPriority.optional(),
  webhook: z
    .string()
    .max(LIMITS.urlCharacters)
    .optional()
    .describe('Public HTTPS URL that is notified when the batch has completed.'),
  onInvalid: OnInvalid.optional(),
  open: flag.optional().describe('`true` leaves the batch open for more samples.'),
});

export type BatchLinesQuery = z.output<typeof BatchLinesQuery>;

/** The query of an append. */
export const AppendLinesQuery = z.strictObject({ onInvalid: OnInvalid.optional() });

export const BatchFilter = z.strictObject({
  cursor: cursorField(/^bat_[0-9a-z]{26}$/),
  limit: limitField,
  status: z
    .enum(['open', 'running', 'completed', 'cancelled'])
    .optional()
    .describe('Only batches with this status.'),
  suite: nameField.optional().describe('Only batches of this suite, in any version.'),
  tag: nameField.optional().describe('Only batches with this tag.'),
  from: timestamp.optional().describe('Only batches created at or after this time; ISO 8601.'),
  to: timestamp.optional().describe('Only batches created before this time; ISO 8601.'),
});

export type BatchFilter = z.output<typeof BatchFilter>;

export const ItemFilter = z.strictObject({
  cursor: cursorField(/^\d{1,7}$/),
  limit: limitField,
  status: z
    .enum(['pending', 'passed', 'failed', 'abstained', 'error'])
    .optional()
    .describe('Only samples with this status.'),
  format: z
    .enum(['json', 'ndjson', 'csv'])
    .optional()
    .describe(
      '`json` returns one page; `ndjson` and `csv` stream all results and take no cursor or limit.',
    ),
  include: z
    .enum(['sample'])
    .optional()
    .describe('`sample` adds the sample to each result. Not available with `format=csv`.'),
  endMark: flag
    .optional()
    .describe('`true` ends an `ndjson` stream with an empty line, which marks it as complete.'),
});

export type ItemFilter = z.output<typeof ItemFilter>;
