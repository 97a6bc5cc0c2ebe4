import * as z from 'zod';
import { metadataQuery, nameField, oneOrMore, timestamp } from './fields.ts';
import { LIMITS } from './limits.ts';
import { cursorField, limitField } from './page.ts';

export const VerdictFilter = z.strictObject({
  cursor: cursorField(/^ver_[0-9a-z]{26}$/),
  limit: limitField,
  from: timestamp.optional().describe('Only verdicts created at or after this time; ISO 8601.'),
  to: timestamp.optional().describe('Only verdicts created before this time; ISO 8601.'),
  passed: z
    .enum(['true', 'false', 'null'])
    .transform((text) => ({ true: true, false: false, null: null })[text])
    .optional()
    .describe('`true`, `false`, or `null` for undecided verdicts.'),
  scorer: nameField.optional().describe('Only verdicts with a score of this name.'),
  failed: nameField
    .optional()
    .describe('Only verdicts in which the score of this name did not pass.'),
  errored: nameField
    .optional()
    .describe('Only verdicts in which the score of this name is an error.'),
  tag: oneOrMore
    .pipe(z.array(nameField).max(LIMITS.tags))
    .optional()
    .describe('Only verdicts with this tag. Can be repeated.'),
  metadata: metadataQuery
    .optional()
    .describe('Only verdicts with this metadata: `key` or `key:value`. Can be repeated.'),
});

export type VerdictFilter = z.output<typeof VerdictFilter>;
