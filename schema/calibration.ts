import * as z from 'zod';
import { Estimate } from './batch.ts';
import { CalibrationReport } from './calibration-report.ts';
import { nameField, unitInterval } from './fields.ts';
import { LIMITS } from './limits.ts';
import { cursorField, limitField } from './page.ts';
import { runEnd } from './run-end.ts';
import { Sample } from './sample.ts';
import { ScorerReference, ScorerSettings } from './scorer-reference.ts';
import type * as contract from './types.ts';

const value = z.union([z.boolean(), unitInterval]);

const CalibrationLabel: z.ZodType<contract.CalibrationLabel> = z
  .strictObject({
    sample: Sample.describe('The sample that people labelled.'),
    value: value
      .exactOptional()
      .describe(
        'The final label: true or false, or a grade from 0 to 1. Defaults to the majority of `reviews`.',
      ),
    reviews: z
      .array(
        z.strictObject({
          by: nameField.describe('Who said so.'),
          value: value.describe('true or false, or a grade from 0 to 1.'),
        }),
      )
      .min(1)
      .max(100)
      .exactOptional()
      .describe('What each person said, for the agreement among people.'),
    weight: z
      .number()
      .positive()
      .max(1e9)
      .exactOptional()
      .describe('What the label counts for in estimates. Defaults to 1 / `inclusionProbability`.'),
    inclusionProbability: z
      .number()
      .positive()
      .max(1)
      .exactOptional()
      .describe('Probability with which the sample was drawn. Defaults to the same for all.'),
    isChosen: z
      .boolean()
      .exactOptional()
      .describe('true if the sample was chosen, not drawn at random: it enters no estimate.'),
    tags: z
      .array(nameField)
      .max(LIMITS.tags)
      .exactOptional()
      .describe('Parts of the samples to compare.'),
  })
  .refine((label) => label.value !== undefined || label.reviews !== undefined, {
    error: 'must have a `value` or `reviews`',
  })
  .refine((label) => label.weight === undefined || label.inclusionProbability === undefined, {
    error: 'must not have both `weight` and `inclusionProbability`',
  })
  .refine(({ reviews = [] }) => new Set(reviews.map(({ by }) => by)).size === reviews.length, {
    path: ['reviews'],
    error: 'names a person twice',
  })
  .meta({ id: 'CalibrationLabel', description: 'A sample with what people said of it.' });

/** The fields that say where labels come from. */
export const labelSource = {
  labels: z
    .array(CalibrationLabel)
    .min(1)
    .exactOptional()
    .describe('Labelled samples. For more than 1 MiB, use `dataset`.'),
  dataset: nameField
    .exactOptional()
    .describe('A data set, as `name@3` or `name` for its newest version.'),
  question: nameField
    .exactOptional()
    .describe('The question whose labels count. Required if the data set has labels of several.'),
  passAt: unitInterval
    .exactOptional()
    .describe('Grades from this on count as a pass. Defaults to the threshold of the scorer.'),
};

export function namesOneSource({ labels, dataset }: contract.LabelSource): boolean {
  return (labels === undefined) !== (dataset === undefined);
}

export const ONE_SOURCE = { path: ['labels'], error: 'give either `labels` or `dataset`' };

const openShare = z.number().gt(0).lt(1);
const risk = openShare.describe('Allowed share of wrong verdicts among those that are kept.');
const confidence = openShare.describe('Probability with which the guarantee holds.');
const width = openShare.describe('Width of interval for which the labels needed are computed.');

export const CalibrationInput: z.ZodType<contract.CalibrationInput> = z
  .strictObject({
    scorer: ScorerReference.describe('The judge, by name or with its settings.'),
    ...labelSource,
    risk: risk.exactOptional().describe(`${risk.description} Defaults to 0.1.`),
    confidence: confidence.exactOptional().describe(`${confidence.description} Defaults to 0.9.`),
    width: width.exactOptional().describe(`${width.description} Defaults to 0.1.`),
    refresh: z
      .boolean()
      .exactOptional()
      .describe('Calls the judge again instead of reading cached answers, as after an update.'),
  })
  .refine(namesOneSource, ONE_SOURCE)
  .meta({
    id: 'CalibrationInput',
    examples: [
      {
        scorer: 'faithfulness',
        labels: [
          {
            sample: { id: 'a', output: 'Paris.', contexts: ['Paris is the capital of France.'] },
            value: true,
          },
        ],
      },
    ],
  });

const status = z
  .enum(['running', 'completed', 'failed'])
  .describe('`completed` once it has a report; `failed` if its batch was cancelled or deleted.');

const head = {
  id: z.string().describe('`cal_` followed by a ULID.'),
  status,
  scorer: ScorerSettings.describe('The judge, with all defaults resolved.'),
  name: z.string().describe('Name that the scorer was given by.'),
  fingerprint: z.string().describe('Fingerprint of the scorer that it holds for.'),
  judges: z
    .array(
      z.strictObject({
        model: z.string().describe('`provider/model`.'),
        version: z.string().nullable().describe('As the model reports it; null if it does not.'),
      }),
    )
    .describe('The models, and their versions, that it holds for. Empty until it has completed.'),
  dataset: z.string().nullable().describe('The data set of the labels; null for labels sent.'),
  question: z.string().nullable().describe('The question that people answered.'),
  n: z.int().min(0).describe('Labels that are scored.'),
  terms: z.strictObject({ risk, confidence, width }).describe('What it was asked to find out.'),
  passAt: unitInterval.describe('Grades from this on count as a pass.'),
  batch: z.string().describe('Id of the batch that scores the labels.'),
  agreement: Estimate.nullable().describe(
    'Share of samples on which the judge agrees with people; null until it has completed.',
  ),
  ...runEnd,
};

export const CalibrationHead: z.ZodType<contract.CalibrationHead> = z
  .strictObject(head)
  .meta({ id: 'CalibrationHead', description: 'A calibration without its report.' });

export const Calibration: z.ZodType<contract.Calibration> = z
  .strictObject({
    ...head,
    progress: z
      .strictObject({
        total: z.int().min(0).describe('Labels that are scored.'),
        done: z.int().min(0).describe('Labels that have a final result.'),
        errors: z.int().min(0).describe('Labels that could not be scored so far.'),
      })
      .describe('How far it has come.'),
    report: CalibrationReport.nullable().describe('null until it has completed.'),
  })
  .meta({ id: 'Calibration', description: 'What is known of a judge against labels of people.' });

export const CalibrationFilter = z.strictObject({
  cursor: cursorField(/^cal_[0-9a-z]{26}$/),
  limit: limitField,
  scorer: nameField.optional().describe('Only calibrations of the scorer with this name.'),
  status: status.optional().describe('Only calibrations with this status.'),
  fingerprint: z
    .string()
    .regex(/^sha256:[0-9a-f]{64}$/, 'must be `sha256:` and 64 hex digits')
    .optional()
    .describe('Only calibrations of the scorer with this fingerprint.'),
});

export type CalibrationFilter = z.output<typeof CalibrationFilter>;
