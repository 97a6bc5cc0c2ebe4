import * as z from 'zod';
import { CorpusScore, Estimate, GateOutcome } from './batch.ts';
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
    'The gate fails when the mean or the pass rate of a scorer lies more than this below the base.',
  ),
  minPassRate: share.describe('The gate fails when the pass rate of a scorer lies below this.'),
  scorer: nameField
    .optional()
    .describe('Only this scorer counts for the gate; `verdict` is the verdict itself.'),
  regressions: z
    .string()
    .regex(/^\d{1,4}$/, 'must be a whole number from 0 to 1000')
    .transform(Number)
    .pipe(z.int().max(1_000))
    .optional()
    .describe('How many regressions to list; 50 when left out.'),
});

export type BatchComparisonQuery = z.output<typeof BatchComparisonQuery>;

const Difference = z
  .strictObject({
    batch: z.number().describe('The number in the batch.'),
    base: z.number().describe('The number in the base.'),
    difference: Estimate.describe('Batch less base, with its 95% interval.'),
    resamples: count.describe(
      'Resamples of the bootstrap, whose random numbers are always the same; 0 for an interval in closed form.',
    ),
  })
  .meta({ id: 'Difference' });

const ScorerComparison = z
  .strictObject({
    name: z.string().describe('Name of the score; `verdict` for the verdict as a whole.'),
    pairs: count.describe('Samples that have this score in both batches.'),
    mean: Difference.nullable().describe('Mean value; null without pairs that have one.'),
    passRate: Difference.nullable().describe('Share of passes; null when it has no threshold.'),
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
      .describe('Whether passes changed more in one direction than chance would.'),
    wins: count.describe('Samples with a higher value than in the base.'),
    losses: count.describe('Samples with a lower value.'),
    ties: count.describe('Samples with the same value.'),
    lost: count.describe('Samples with a value in the base and none in the batch.'),
    corpus: z
      .strictObject({
        batch: CorpusScore.describe('Of the pairs, in the batch.'),
        base: CorpusScore.describe('Of the pairs, in the base.'),
        difference: CorpusScore.describe('Batch less base.'),
      })
      .exactOptional()
      .describe(
        'The metric of all pairs with a value in both, together. Only of `bleu`, `chrf` and `ter`, where both batches have counted it.',
      ),
  })
  .meta({ id: 'ScorerComparison' });

export const BatchComparison: z.ZodType<contract.BatchComparison> = z
  .strictObject({
    batch: z.string().describe('Id of the batch.'),
    base: z.string().describe('Id of the batch it is compared with.'),
    pairs: count.describe('Samples with the same id in both.'),
    unpaired: count.describe('Samples of the base that the batch has no result for.'),
    changed: count.describe(
      'Pairs whose question or expected answer is another in the base: what they tell is not the model’s doing alone.',
    ),
    gate: z
      .strictObject({
        outcome: GateOutcome,
        passed: z.boolean().describe('Whether the outcome is `passed`.'),
        failures: z.array(z.string()).describe('Why it is not, a sentence each.'),
      })
      .describe('Whether the batch may replace the base, by the bounds in the query.'),
    regressions: z
      .array(
        z.strictObject({
          sampleId: z.string().describe('The `id` that the sample has in both.'),
          scorer: z.string().describe('Name of the score.'),
          batch: z.number().nullable().describe('Its value in the batch.'),
          base: z.number().nullable().describe('Its value in the base.'),
          batchPassed: z.boolean().nullable().describe('Whether it passed in the batch.'),
          basePassed: z.boolean().nullable().describe('Whether it passed in the base.'),
        }),
      )
      .describe('Samples that did worse, those that passed before first, then by the drop.'),
    scorers: z.array(ScorerComparison).describe('Each score, and the verdict as a whole.'),
  })
  .meta({ id: 'BatchComparison', description: 'Two batches, sample by sample.' });
