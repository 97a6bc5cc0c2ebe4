import * as z from 'zod';
import { metadataQuery, nameField, oneOrMore } from './fields.ts';
import { LIMITS } from './limits.ts';
import { cursorField } from './page.ts';
import type * as contract from './types.ts';

const ITEM_STATUSES = ['pending', 'passed', 'failed', 'abstained', 'error'] as const;
const CHANGES = ['regressed', 'fixed', 'errored', 'unchanged', 'unpaired'] as const;
export const SCORE_STATUSES = ['scored', 'abstained', 'error', 'skipped'] as const;

export const ROW_SORTS = [
  'index',
  'value',
  '-value',
  'difference',
  '-difference',
  'latency',
  '-latency',
] as const;

const share = z
  .string()
  .regex(/^(0(\.\d{1,10})?|1(\.0{1,10})?)$/, 'must be a number from 0 to 1')
  .transform(Number);

/** Which batch another is compared with. */
export const baseField = z
  .string()
  .min(1)
  .max(LIMITS.nameCharacters + 'latest:'.length)
  .optional()
  .describe(
    'Batch to compare with: an id, `latest:TAG`, or `previous`: the newest completed batch before this one with the same suite or a common tag, whose gate did not fail.',
  );

const filters = {
  status: oneOrMore
    .pipe(z.array(z.enum(ITEM_STATUSES)).max(ITEM_STATUSES.length))
    .optional()
    .describe('Only samples with this status. Can be repeated.'),
  scorer: nameField
    .optional()
    .describe(
      'The score that `outcome`, `min`, `max`, `change`, `minDifference` and `sort` refer to. Defaults to `verdict`, the verdict as a whole.',
    ),
  outcome: z
    .enum(['passed', 'failed', 'abstained', 'error', 'skipped'])
    .optional()
    .describe('Only samples in which the score has this outcome.'),
  min: share.optional().describe('Only samples in which the value is at least this.'),
  max: share.optional().describe('Only samples in which the value is at most this.'),
  errorCode: nameField.optional().describe('Only samples whose error has this code.'),
  metadata: metadataQuery
    .optional()
    .describe('Only samples with this metadata: `key` or `key:value`. Can be repeated.'),
  text: z
    .string()
    .min(1)
    .max(LIMITS.metadataValueCharacters)
    .optional()
    .describe(
      'Only samples in which a value contains this text. Case is ignored for the letters A to Z.',
    ),
  base: baseField,
  change: oneOrMore
    .pipe(z.array(z.enum(CHANGES)).max(CHANGES.length))
    .optional()
    .describe('Only samples with this change relative to `base`. Can be repeated.'),
  minDifference: share
    .optional()
    .describe('Only samples whose value differs from that in `base` by at least this.'),
};

export const RowFilter = z.strictObject({
  ...filters,
  sort: z
    .enum(ROW_SORTS)
    .optional()
    .describe(
      'Order of the samples; `-` sorts in descending order. Samples without a value are last. Defaults to `index`, the order of the input.',
    ),
  cursor: cursorField(/^((-?[\d.e+-]{1,32}|null)_)?\d{1,7}$/),
  limit: z
    .string()
    .regex(/^\d{1,3}$/, 'must be a whole number from 1 to 200')
    .meta({ type: 'integer', minimum: 1, maximum: 200 })
    .transform(Number)
    .pipe(z.int().min(1).max(200))
    .optional()
    .describe('Rows per page, 1 to 200. Defaults to 50.'),
});

export type RowFilter = z.output<typeof RowFilter>;

export const GroupQuery = z.strictObject({
  by: z
    .string()
    .regex(
      /^(status|scorer|error|change|metadata:.{1,128})$/,
      'must be `status`, `scorer`, `error`, `change` or `metadata:KEY`',
    )
    .describe(
      '`status`; `scorer`: the scores that failed or could not be computed; `error`: the code of the error; `change`: relative to `base`; `metadata:KEY`: the value of this key.',
    ),
  ...filters,
});

export type GroupQuery = z.output<typeof GroupQuery>;

const RowScore = z.strictObject({
  name: z.string().describe('Name of the score.'),
  status: z.enum(SCORE_STATUSES).describe('As in the verdict.'),
  value: z.number().nullable().describe('0 to 1; null if it has none.'),
  passed: z.boolean().nullable().describe('null if it has no threshold or no value.'),
});

const index = z.int().min(0).describe('Position in the input, from 0.');
const status = z.enum(ITEM_STATUSES).describe('As in the results of the batch.');
const preview = (what: string) =>
  z.string().nullable().describe(`The first 160 characters of the ${what}; null if there is none.`);

const inBrief = {
  index,
  status,
  value: z.number().nullable().describe('Value of the verdict.'),
  passed: z.boolean().nullable().describe('Whether the verdict passed.'),
  scores: z.array(RowScore).describe('The scores, in the order of the scorers.'),
  output: preview('output'),
};

export const BatchRow: z.ZodType<contract.BatchRow> = z
  .strictObject({
    ...inBrief,
    sampleId: z.string().nullable().describe('The `id` of the sample as sent.'),
    error: z
      .strictObject({
        code: z.string().describe('Stable code; see docs/errors.md.'),
        message: z.string().describe('The problem, and how to fix it.'),
      })
      .nullable()
      .describe('Why there is no verdict.'),
    latencyMs: z
      .number()
      .nullable()
      .describe(
        'Duration of scoring, in milliseconds; null for samples scored by earlier releases.',
      ),
    costUsd: z.number().min(0).describe('Cost of all scores, in US dollars.'),
    input: preview('input'),
    base: z
      .strictObject({
        ...inBrief,
        difference: z
          .number()
          .nullable()
          .describe('Value in the batch minus value in the base, of `scorer`.'),
        change: z
          .enum(CHANGES)
          .nullable()
          .describe(
            '`regressed` and `fixed` by whether it passes, or by its value if it has no threshold; `errored` if only the base has an outcome; `unpaired` if the base has none. null while it is pending.',
          ),
      })
      .nullable()
      .exactOptional()
      .describe(
        'The same sample in the base, if one is requested; null if the base has no result for it.',
      ),
  })
  .meta({ id: 'BatchRow', description: 'A sample of a batch in brief.' });

export const BatchRowPage: z.ZodType<contract.BatchRowPage> = z
  .strictObject({
    items: z.array(BatchRow).describe('The rows of this page.'),
    nextCursor: z
      .string()
      .nullable()
      .describe('Pass it as `cursor` to get the next page; null on the last page.'),
    scanned: z
      .int()
      .min(0)
      .describe(
        'Number of samples examined for this page. A page can have few rows, or none, and a `nextCursor`, if few samples match.',
      ),
  })
  .meta({ id: 'BatchRowPage' });

export const BatchGroups: z.ZodType<contract.BatchGroups> = z
  .strictObject({
    by: z.string().describe('As requested.'),
    matching: z.int().min(0).describe('Number of samples that match the filters.'),
    items: z
      .array(
        z.strictObject({
          key: z
            .string()
            .nullable()
            .describe(
              'What they have in common; null for those without error, change or metadata.',
            ),
          count: z.int().min(0).describe('Number of samples.'),
          examples: z
            .array(
              z.strictObject({
                index,
                sampleId: z.string().nullable().describe('The `id` of the sample as sent.'),
              }),
            )
            .describe('The first three, in input order.'),
        }),
      )
      .describe('Largest group first, up to 100. With `scorer`, a sample can be in several.'),
  })
  .meta({ id: 'BatchGroups' });
