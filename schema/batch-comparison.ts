import { z } from 'zod';
import { Estimate } from './batch.ts';
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
    batch: z.number(),
    base: z.number(),
    difference: Estimate.describe('Batch less base, with a paired bootstrap interval.'),
    resamples: count.describe(
      'Resamples of the bootstrap, whose random numbers are always the same.',
    ),
  })
  .meta({ id: 'Difference' });

const ScorerComparison = z
  .strictObject({
    name: z.string().describe('Name of the score; `verdict` for the verdict as a whole.'),
    pairs: count.describe('Samples that have this score in both batches.'),
    mean: Difference.nullable(),
    passRate: Difference.nullable(),
    mcnemar: z
      .strictObject({
        onlyBatchPassed: count,
        onlyBasePassed: count,
        exactP: z.number().describe("Two-sided p of McNemar's exact test."),
        midP: z
          .number()
          .describe('The same with the mid-p correction, which is less conservative.'),
      })
      .nullable()
      .describe('Whether passes changed more in one direction than chance would.'),
    wins: count.describe('Samples with a higher value than in the base.'),
    losses: count,
    ties: count,
  })
  .meta({ id: 'ScorerComparison' });

export const BatchComparison: z.ZodType<contract.BatchComparison> = z
  .strictObject({
    batch: z.string(),
    base: z.string(),
    pairs: count.describe('Samples with the same id in both.'),
    gate: z.strictObject({
      passed: z.boolean().describe('One answer for continuous integration.'),
      failures: z.array(z.string()).describe('Why not, a sentence each.'),
    }),
    regressions: z
      .array(
        z.strictObject({
          sampleId: z.string(),
          scorer: z.string(),
          batch: z.number().nullable(),
          base: z.number().nullable(),
          batchPassed: z.boolean().nullable(),
          basePassed: z.boolean().nullable(),
        }),
      )
      .describe('Samples that did worse, those that passed before first, then by the drop.'),
    scorers: z.array(ScorerComparison),
  })
  .meta({ id: 'BatchComparison', description: 'Two batches, sample by sample.' });
