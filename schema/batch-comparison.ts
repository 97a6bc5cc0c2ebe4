import * as z from 'zod';
import { CorpusScore, CorrectedStatistics, Estimate, GateOutcome } from './batch.ts';
import { nameField } from './fields.ts';
import type * as contract from './types.ts';

const count = z.int().min(0);

const share = z
  .string()
  .regex(/^(0(\.\d{1,6})?|1(\.0{1,6})?)$/, 'must be a number from 0 to 1')
  .transform(Number)
  .optional();

export const BatchComparisonQuery = z.strictObject({
  maxRegression: share.describe(
    'The gate fails if the mean or the pass rate of a scorer is more than this below the base.',
  ),
  minPassRate: share.describe('The gate fails if the pass rate of a scorer is below this.'),
  scorer: nameField
    .optional()
    .describe('Restricts the gate to this scorer; `verdict` means the verdict itself.'),
  regressions: z
    .string()
    .regex(/^\d{1,4}$/, 'must be a whole number from 0 to 1000')
    .transform(Number)
    .pipe(z.int().max(1_000))
    .optional()
    .describe('Maximum number of regressions to list. Defaults to 50.'),
});

export type BatchComparisonQuery = z.output<typeof BatchComparisonQuery>;

const Difference = z
  .strictObject({
    batch: z.number().describe('The value in the batch.'),
    base: z.number().describe('The value in the base.'),
    difference: Estimate.describe('Batch minus base, with its 95% interval.'),
    resamples: count.describe(
      'Number of bootstrap resamples (the seed is fixed); 0 for a closed-form interval.',
    ),
  })
  .meta({ id: 'Difference' });

const DifferenceEstimate = z
  .strictObject({
    ...Estimate.shape,
    method: z
      .enum(['prediction_powered', 'labels_alone', 'rogan_gladen'])
      .describe(
        '`prediction_powered`: PPI++ on the differences of pairs labelled in both batches. `labels_alone`: from those labels, where the judge does not help. `rogan_gladen`: by sensitivity and specificity of the calibrated judge.',
      ),
  })
  .meta({ id: 'DifferenceEstimate', description: 'A difference that labels of people correct.' });

const CorrectedDifference: z.ZodType<contract.CorrectedDifference> = z
  .strictObject({
    question: z
      .string()
      .nullable()
      .describe('The question whose labels count; null if the calibration names none.'),
    labels: count.describe('Samples that are labelled in both batches.'),
    mean: DifferenceEstimate.nullable().describe(
      'Batch minus base of the mean that people would give. Needs samples labelled in both batches.',
    ),
    passRate: DifferenceEstimate.nullable().describe(
      'Batch minus base of the share that people would pass. Without labels of both it assumes that the judge errs as often on both as on the labels of its calibration.',
    ),
    reasons: z
      .array(
        z.strictObject({
          of: z.enum(['mean', 'passRate']).describe('What is missing.'),
          code: z
            .enum([
              'labels_missing',
              'too_few_labels',
              'too_many_labels',
              'unequal_weights',
              'calibration_missing',
              'calibration_stale',
              'no_labels_of_one_kind',
              'judge_too_uncertain',
              'too_few_errors',
              'no_pairs',
            ])
            .describe('Why.'),
          detail: z.string().describe('Why, and what to do.'),
        }),
      )
      .describe('Why an estimate is missing.'),
  })
  .meta({
    id: 'CorrectedDifference',
    description: 'By how much people would say that two batches differ.',
  });

const ScorerComparison = z
  .strictObject({
    name: z.string().describe('Name of the score; `verdict` for the verdict as a whole.'),
    pairs: count.describe('Samples that have this score in both batches.'),
    mean: Difference.nullable().describe('Mean value; null if no pair has one.'),
    passRate: Difference.nullable().describe(
      'Share of samples that pass; null if the scorer has no threshold.',
    ),
    mcnemar: z
      .strictObject({
        onlyBatchPassed: count.describe('Samples that passed in the batch only.'),
        onlyBasePassed: count.describe('Samples that passed in the base only.'),
        exactP: z.number().describe("Two-sided p of McNemar's exact test."),
        midP: z
          .number()
          .describe('The same with the mid-p correction, which is less conservative.'),
      })
      .nullable()
      .describe('Whether passes changed in one direction more than chance explains.'),
    wins: count.describe('Samples with a higher value than in the base.'),
    losses: count.describe('Samples with a lower value.'),
    ties: count.describe('Samples with an equal value.'),
    lost: count.describe('Samples with a value in the base but not in the batch.'),
    corpus: z
      .strictObject({
        batch: CorpusScore.describe('Over the pairs, in the batch.'),
        base: CorpusScore.describe('Over the pairs, in the base.'),
        difference: CorpusScore.describe('Batch minus base.'),
      })
      .exactOptional()
      .describe(
        'The metric over all pairs with a value in both batches, together. Only for `bleu`, `chrf` and `ter`, if both batches have counted it.',
      ),
    weighted: z
      .strictObject({
        mean: Estimate.nullable().describe('Weighted mean of the differences, batch minus base.'),
        passRate: Estimate.nullable().describe('The same of passes.'),
      })
      .exactOptional()
      .describe(
        'The differences with each pair counted for the `weight` of its item. Only for batches of a data set with weights; everything else, gates too, counts every pair once.',
      ),
    corrected: z
      .strictObject({
        batch: CorrectedStatistics.nullable().describe('Of the batch; null if not calibrated.'),
        base: CorrectedStatistics.nullable().describe('Of the base; null if not calibrated.'),
        difference: CorrectedDifference.describe(
          'Batch minus base, with an interval of its own: those of the sides cannot be subtracted.',
        ),
      })
      .exactOptional()
      .describe(
        'Corrected by labels of people, beside the raw `mean` and `passRate`. Only for calibrated judges.',
      ),
  })
  .meta({ id: 'ScorerComparison' });

export const BatchComparison: z.ZodType<contract.BatchComparison> = z
  .strictObject({
    batch: z.string().describe('Id of the batch.'),
    base: z.string().describe('Id of the batch it is compared with.'),
    pairs: count.describe('Samples with the same id in both.'),
    unpaired: count.describe('Samples of the base for which the batch has no result.'),
    changed: count.describe(
      'Pairs whose input or expected answer differs from the base, so that a difference in score is not caused by the model alone.',
    ),
    gate: z
      .strictObject({
        outcome: GateOutcome,
        passed: z.boolean().describe('Whether the outcome is `passed`.'),
        failures: z.array(z.string()).describe('The reasons why it is not, one sentence each.'),
      })
      .describe('Whether the batch may replace the base, given the bounds in the query.'),
    regressions: z
      .array(
        z.strictObject({
          sampleId: z.string().describe('The `id` of the sample in both batches.'),
          scorer: z.string().describe('Name of the score.'),
          batch: z.number().nullable().describe('Value in the batch.'),
          base: z.number().nullable().describe('Value in the base.'),
          batchPassed: z.boolean().nullable().describe('Whether it passed in the batch.'),
          basePassed: z.boolean().nullable().describe('Whether it passed in the base.'),
        }),
      )
      .describe(
        'Samples that got worse: first those that passed in the base, then by size of the drop.',
      ),
    scorers: z
      .array(ScorerComparison)
      .describe('One entry per score, and one for the verdict as a whole.'),
  })
  .meta({ id: 'BatchComparison', description: 'Comparison of two batches, sample by sample.' });
