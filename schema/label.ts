import * as z from 'zod';
import { nameField } from './fields.ts';
import { LIMITS } from './limits.ts';
import { cursorField, limitField } from './page.ts';
import type * as contract from './types.ts';

/** A question: `name` for its newest version, or `name@2`. */
export const questionReference = z
  .string()
  .regex(/^[a-z0-9][a-z0-9._-]{0,63}(@[1-9]\d{0,8})?$/, 'must be `name` or `name@version`');
const idField = (prefix: string) =>
  z.string().regex(new RegExp(`^${prefix}_[0-9a-z]{26}$`), `must be an id, \`${prefix}_…\``);

const VerdictTarget = z.strictObject({ verdictId: idField('ver').describe('Id of the verdict.') });
const DatasetItemTarget = z.strictObject({
  dataset: z
    .string()
    .regex(/^[a-z0-9][a-z0-9._-]{0,63}@[1-9]\d{0,8}$/, 'must be `name@version`')
    .describe('The data set, `name@version`.'),
  itemId: nameField.describe('Id of the item.'),
});
const batchId = idField('bat').describe('Id of the batch.');
const BatchSampleTarget = z.strictObject({
  batchId,
  index: z.int().min(0).describe('Place of the sample in the input, from 0.'),
});
const BatchSampleIdTarget = z.strictObject({
  batchId,
  sampleId: nameField.describe('Id that the sample was given.'),
});
const SampleTarget = z.strictObject({
  sampleHash: z
    .string()
    .regex(/^sha256:[0-9a-f]{64}$/, 'must be `sha256:` and 64 hex digits')
    .describe('`lineage.sampleHash` of a verdict.'),
});

export const LabelTarget: z.ZodType<contract.LabelTarget> = z
  .union([VerdictTarget, DatasetItemTarget, BatchSampleTarget, SampleTarget])
  .meta({ id: 'LabelTarget', description: 'What a label says something of.' });

export const LabelTargetInput: z.ZodType<contract.LabelTargetInput> = z
  .union([VerdictTarget, DatasetItemTarget, BatchSampleTarget, BatchSampleIdTarget, SampleTarget])
  .meta({
    id: 'LabelTargetInput',
    description: 'A verdict, an item of a data set, a sample of a batch, or a sample by its hash.',
  });

export const LabelValue: z.ZodType<contract.LabelValue> = z
  .union([z.boolean(), z.number(), z.string().max(LIMITS.labelTextCharacters)])
  .meta({
    id: 'LabelValue',
    description:
      'A boolean (pass-fail), the number of a level (levels), a category or a text, or `first`, `second` or `tie` (pairwise).',
  });

export const LabelSpan: z.ZodType<contract.LabelSpan> = z
  .strictObject({
    pointer: z.string().max(256).describe('JSON pointer into the sample, such as `/output`.'),
    start: z.int().min(0).describe('First UTF-16 code unit.'),
    end: z.int().min(0).describe('The code unit after the last.'),
    note: z.string().max(1_000).exactOptional().describe('What is wrong with it.'),
  })
  .refine(({ start, end }) => start < end, { path: ['end'], error: 'must be after `start`' })
  .meta({ id: 'LabelSpan', description: 'A passage of the sample that the label is about.' });

export const commentText = z.string().max(LIMITS.labelTextCharacters);
export const spansField = z.array(LabelSpan).max(LIMITS.labelSpans);

const by = nameField.describe('The person who says so.');

export const LabelInput: z.ZodType<contract.LabelInput> = z
  .strictObject({
    question: questionReference
      .exactOptional()
      .describe('`name` for the newest version, or `name@version`.'),
    target: LabelTargetInput,
    value: LabelValue,
    by: by.exactOptional(),
    comment: commentText.exactOptional().describe('Why.'),
    spans: spansField.exactOptional().describe('The passages that it is about.'),
    inclusionProbability: z
      .number()
      .gt(0)
      .max(1)
      .exactOptional()
      .describe(
        'The probability with which the target was drawn from all that an estimate is about. Omit it if everything is labelled.',
      ),
  })
  .meta({ id: 'LabelInput' });

export const LabelsInput: z.ZodType<contract.LabelsInput> = z
  .strictObject({
    question: questionReference
      .exactOptional()
      .describe('The question of labels that name none: `name`, or `name@version`.'),
    by: by.exactOptional().describe('The person of labels that name none.'),
    labels: z.array(LabelInput).min(1).max(LIMITS.labels).describe('The labels.'),
  })
  .meta({
    id: 'LabelsInput',
    examples: [
      {
        question: 'grounded@1',
        by: 'anna',
        labels: [
          { target: { verdictId: 'ver_01jd8x0000000000000000abcd' }, value: 3 },
          {
            target: { dataset: 'golden@2', itemId: 'refund-7' },
            value: 1,
            comment: 'The price is not in the contexts.',
          },
        ],
      },
    ],
  });

const LabelOrigin = z.enum(['bulk', 'review', 'adjudication']);

export const Label: z.ZodType<contract.Label> = z
  .strictObject({
    id: z.string().describe('`lbl_` followed by a ULID.'),
    question: z.string().describe('The question, `name@version`.'),
    target: LabelTarget,
    value: LabelValue,
    by: z.string().describe('The person who said so.'),
    comment: z.string().nullable().describe('Why.'),
    spans: z.array(LabelSpan).describe('The passages that it is about.'),
    origin: LabelOrigin.describe(
      '`bulk` was sent, `review` was given in a queue, `adjudication` decides where people differ.',
    ),
    queue: z.string().nullable().describe('The queue it was given in; null for bulk labels.'),
    inclusionProbability: z
      .number()
      .nullable()
      .describe(
        'The probability with which the target was drawn. null in a queue whose items were chosen, not drawn.',
      ),
    revision: z.int().min(1).describe('Counts up from 1 when the same person corrects the label.'),
    createdAt: z.string().describe('ISO 8601, UTC.'),
  })
  .meta({ id: 'Label', description: 'What a person said of a sample.' });

export const LabelsTaken: z.ZodType<contract.LabelsTaken> = z
  .strictObject({
    added: z.int().min(0).describe('New labels.'),
    corrected: z
      .int()
      .min(0)
      .describe('Labels that correct an earlier one of the same person, which is kept.'),
    unchanged: z.int().min(0).describe('Labels that were there already.'),
  })
  .meta({ id: 'LabelsTaken', description: 'The result of the labels that were sent.' });

export const TargetLabels: z.ZodType<contract.TargetLabels> = z
  .strictObject({
    question: z.string().describe('The question, `name@version`.'),
    target: LabelTarget,
    value: LabelValue.nullable().describe(
      'The final value; null where people differ and nobody has decided.',
    ),
    basis: z
      .enum(['adjudicated', 'majority', 'single'])
      .nullable()
      .describe('How the final value was found.'),
    isUnanimous: z.boolean().describe('Whether all who labelled it said the same.'),
    labels: z.array(Label).describe('The newest label of each person, adjudications last.'),
    weight: z
      .number()
      .nullable()
      .describe(
        'What it counts for in an estimate: 1 / inclusion probability, or 1 for bulk labels without one. null for what was chosen, not drawn at random: it belongs in no estimate.',
      ),
  })
  .meta({ id: 'TargetLabels', description: 'What people said of one target.' });

const filters = {
  limit: limitField,
  question: questionReference
    .optional()
    .describe('Only labels of this question, in all versions, or in one: `name@2`.'),
};

export const LabelFilter = z.strictObject({
  cursor: cursorField(/^lbl_[0-9a-z]{26}$/),
  ...filters,
  by: nameField.optional().describe('Only labels of this person.'),
  queue: nameField.optional().describe('Only labels that were given in this queue.'),
});

export type LabelFilter = z.output<typeof LabelFilter>;

export const FinalLabelFilter = z.strictObject({
  cursor: cursorField(/^[\w-]+$/),
  limit: limitField,
  question: questionReference.describe('The question: `name` for the newest version, or `name@2`.'),
  queue: nameField.optional().describe('Only labels that were given in this queue.'),
});

export type FinalLabelFilter = z.output<typeof FinalLabelFilter>;
