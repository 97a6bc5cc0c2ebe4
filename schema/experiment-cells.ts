import * as z from 'zod';
import { ExperimentStatus } from './experiment.ts';
import { nameField } from './fields.ts';
import { cursorField, limitField } from './page.ts';
import { Sample, TokenUsage } from './sample.ts';
import type * as contract from './types.ts';
import { Verdict } from './verdict.ts';

const count = z.int().min(0);

export const ExperimentFilter = z.strictObject({
  cursor: cursorField(/^exp_[0-9a-z]{26}$/),
  limit: limitField,
  status: ExperimentStatus.optional().describe('Only experiments with this status.'),
  tag: nameField.optional().describe('Only experiments with this tag.'),
});

export type ExperimentFilter = z.output<typeof ExperimentFilter>;

const cellStatus = z
  .enum(['pending', 'generated', 'error'])
  .describe('`generated` has an answer; `error` has none, and no score.');

export const ExperimentCellFilter = z.strictObject({
  cursor: cursorField(/^\d{1,9}$/),
  limit: limitField,
  variant: nameField.optional().describe('Only cells of this variant.'),
  sampleId: nameField.optional().describe('Only cells of this sample.'),
  status: cellStatus.optional().describe('Only cells with this status.'),
  include: z
    .literal('sample')
    .optional()
    .describe('`sample` adds the sample that was scored, if it is kept.'),
});

export type ExperimentCellFilter = z.output<typeof ExperimentCellFilter>;

export const ExperimentRowFilter = z.strictObject({
  cursor: cursorField(/^\d{1,9}$/),
  limit: limitField,
  scorer: nameField.optional().describe('The score to show. Defaults to the verdict.'),
});

export type ExperimentRowFilter = z.output<typeof ExperimentRowFilter>;

export const ExperimentCell: z.ZodType<contract.ExperimentCell> = z
  .strictObject({
    index: count.describe('Its place: (sample × variants + variant) × repeats + repeat.'),
    variant: z.string().describe('Name of the variant.'),
    sampleId: z.string().describe('Id of the sample.'),
    repeat: count.describe('From 0.'),
    status: cellStatus,
    sample: Sample.nullable().describe('The sample with its answer, if asked for and kept.'),
    output: z.string().nullable().describe('The answer as text, if it is kept.'),
    verdict: Verdict.nullable().describe('Its verdict, once it is scored.'),
    error: z
      .strictObject({
        code: z.string().describe('Stable code; see docs/experiments.md.'),
        message: z.string().describe('The problem, and how to fix it.'),
      })
      .nullable()
      .describe('Why there is no answer, or no verdict.'),
    model: z.string().nullable().describe('What answered.'),
    attempts: count.describe('Calls that were made for it.'),
    costUsd: z.number().nullable().describe('In US dollars; null without a known price.'),
    latencyMs: z.number().nullable().describe('Milliseconds to the end of the answer.'),
    firstTokenMs: z
      .number()
      .nullable()
      .describe('Milliseconds to its first part; null if it did not stream.'),
    usage: TokenUsage.nullable().describe('Tokens that were used.'),
  })
  .meta({ id: 'ExperimentCell', description: 'One answer of one variant to one sample.' });

const RowCell: z.ZodType<contract.ExperimentRowCell> = z
  .strictObject({
    variant: z.string().describe('Name of the variant.'),
    answered: count.describe('Repeats with an answer.'),
    scored: count.describe('Repeats with a value.'),
    passed: count.describe('Repeats that pass.'),
    error: count.describe('Repeats without an answer, or without a score.'),
    value: z.number().nullable().describe('Mean value of the repeats.'),
    output: z.string().nullable().describe('The beginning of the first answer, if it is kept.'),
  })
  .meta({ id: 'ExperimentRowCell' });

export const ExperimentRow: z.ZodType<contract.ExperimentRow> = z
  .strictObject({
    sample: count.describe('Its place, from 0.'),
    sampleId: z.string().describe('Its id.'),
    input: z.string().nullable().describe('The beginning of its input, if it is kept.'),
    cells: z.array(RowCell).describe('One a variant, in the order given.'),
  })
  .meta({ id: 'ExperimentRow', description: 'One sample with what each variant answered.' });
