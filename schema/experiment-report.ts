import * as z from 'zod';
import { Estimate } from './batch.ts';
import { ExperimentStatus } from './experiment.ts';
import { TokenUsage } from './sample.ts';
import type * as contract from './types.ts';

const count = z.int().min(0);
const probability = z.number().min(0).max(1);
const outcome = z.enum(['passed', 'failed', 'undecided']);
const scorer = z.string().nullable().describe('Name of the score; null for the verdict.');

const Pass: z.ZodType<contract.ExperimentPass> = z
  .strictObject({
    k: count.describe('How many answers are drawn.'),
    any: Estimate.describe('pass@k: at least one of them passes.'),
    all: Estimate.describe('pass^k: all of them pass.'),
  })
  .meta({ id: 'ExperimentPass' });

const ScorerReport: z.ZodType<contract.ExperimentScorerReport> = z
  .strictObject({
    scorer,
    scored: count.describe('Answers with a score.'),
    samples: count.describe('Samples with at least one score.'),
    abstained: count.describe('Answers on which it abstained.'),
    skipped: count.describe('Answers that lack a field it needs.'),
    error: count.describe('Answers it could not score.'),
    mean: Estimate.nullable().describe('Mean value, with an interval clustered by sample.'),
    passRate: Estimate.nullable().describe(
      'Share that passes, with an interval clustered by sample.',
    ),
    best: Estimate.nullable().describe('Mean over samples of the best of their repeats.'),
    worst: Estimate.nullable().describe('Mean over samples of the worst of their repeats.'),
    spread: z
      .number()
      .min(0)
      .nullable()
      .describe('Mean over samples of the standard deviation of their repeats.'),
    passAt: z.array(Pass).describe('pass@k and pass^k, without bias, for some k.'),
    agreement: Estimate.nullable().describe(
      'Share of samples whose repeats all passed, or all failed.',
    ),
  })
  .meta({ id: 'ExperimentScorerReport' });

const Distribution: z.ZodType<contract.ExperimentDistribution> = z
  .strictObject({
    mean: z.number().describe('Mean.'),
    p50: z.number().describe('Median.'),
    p95: z.number().describe('95th percentile.'),
  })
  .meta({ id: 'ExperimentDistribution' });

const VariantReport: z.ZodType<contract.ExperimentVariantReport> = z
  .strictObject({
    variant: z.string().describe('Name of the variant.'),
    cells: count.describe('Samples × repeats.'),
    generated: count.describe('Cells with an answer.'),
    error: count.describe('Cells whose target gave no answer. They are in no statistic of scores.'),
    errors: z
      .array(
        z.strictObject({
          code: z.string().describe('Stable code.'),
          count: count.describe('Cells with it.'),
        }),
      )
      .describe('The errors, most frequent first.'),
    scorers: z.array(ScorerReport).describe('The verdict first, then each score.'),
    sameText: Estimate.nullable().describe(
      'Share of samples whose repeats are all the same text (TARr). It falls with the number of repeats.',
    ),
    sameMeaning: Estimate.nullable().describe(
      'Share of samples whose repeats all mean the same as the first, by the scorer `agreement`.',
    ),
    costUsd: Distribution.nullable().describe('US dollars an answer.'),
    latencyMs: Distribution.nullable().describe('Milliseconds to the end of an answer.'),
    firstTokenMs: Distribution.nullable().describe(
      'Milliseconds to the first part of an answer that streams.',
    ),
    totalCostUsd: z.number().nullable().describe('Of all answers; null without a known price.'),
    usage: TokenUsage.describe('Tokens of all answers.'),
  })
  .meta({ id: 'ExperimentVariantReport' });

const Pair: z.ZodType<contract.ExperimentPair> = z
  .strictObject({
    scorer,
    first: z.string().describe('Name of a variant.'),
    second: z.string().describe('Name of another variant.'),
    samples: count.describe('Samples that both have a score of.'),
    difference: Estimate.describe('Mean of the first less that of the second, paired by sample.'),
    p: probability.describe('Probability of so large a difference if there were none.'),
    correctedP: probability.describe('Corrected for the number of pairs of this score (Holm).'),
    outcome: z
      .enum(['first', 'second', 'undecided'])
      .describe('The better one, if the corrected probability is below 0.05.'),
    moreSamples: count
      .nullable()
      .describe(
        'Samples to add, with which the difference would be found with a probability of 80% if it is as large as it looks. Null if decided, or if there is no difference.',
      ),
  })
  .meta({ id: 'ExperimentPair' });

const Chosen: z.ZodType<contract.ExperimentChosen> = z
  .strictObject({
    rule: z.string().describe('The rule in words.'),
    variant: z.string().nullable().describe('The variant; null if none can be chosen.'),
    isCertain: z
      .boolean()
      .describe('Whether the interval of its difference from the best is within the rule, too.'),
    reason: z.string().describe('Why, in one sentence.'),
  })
  .meta({ id: 'ExperimentChosen' });

const RequirementResult: z.ZodType<contract.ExperimentRequirementResult> = z
  .strictObject({
    variant: z.string().describe('Name of the variant.'),
    scorer: z.string().exactOptional().describe('Name of the score, if given.'),
    statistic: z
      .enum(['mean', 'best', 'worst', 'passHat', 'agreement'])
      .exactOptional()
      .describe('As given.'),
    atLeast: z.number().describe('What it must reach.'),
    value: Estimate.nullable().describe('What it reached; null if nothing was scored.'),
    outcome: outcome.describe('`undecided` if nothing was scored, or answers are missing.'),
  })
  .meta({ id: 'ExperimentRequirementResult' });

export const ExperimentReport: z.ZodType<contract.ExperimentReport> = z
  .strictObject({
    id: z.string().describe('Id of the experiment.'),
    name: z.string().nullable().describe('Its name.'),
    status: ExperimentStatus,
    repeats: count.describe('Answers per variant and sample.'),
    variants: z.array(VariantReport).describe('Each variant, in the order given.'),
    pairs: z.array(Pair).describe('Each pair of variants, for each score.'),
    chosen: Chosen.nullable().describe('The choice; null without a rule.'),
    requirements: z.array(RequirementResult).describe('Each requirement, for each variant.'),
    outcome: outcome.nullable().describe('Of all requirements; null without any.'),
    notes: z.array(z.string()).describe('What to know before relying on the numbers.'),
  })
  .meta({ id: 'ExperimentReport', description: 'The statistics of an experiment.' });
