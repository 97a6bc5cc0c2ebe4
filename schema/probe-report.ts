import * as z from 'zod';
import { Estimate } from './batch.ts';
import {
  ExperimentCounts,
  ExperimentEstimate,
  ExperimentStatus,
  ExperimentTarget,
} from './experiment.ts';
import { nameField } from './fields.ts';
import { ProbeKind } from './probe.ts';
import type * as contract from './types.ts';
import { Tags } from './verdict.ts';

const count = z.int().min(0);
const text = z.string();
const cost = z.number().min(0);
const probability = z
  .number()
  .min(0)
  .max(1)
  .describe('Probability of so large a difference if there were none, corrected for their number.');
const name = text.nullable().describe('As given.');
const seed = count.describe('Decides what is changed.');
const margin = z.number().describe('Differences up to this do not matter.');
const decided = z
  .enum(['affected', 'steady', 'undecided'])
  .describe(
    '`affected`: a difference that is not chance. `steady`: any is within the margin. `undecided`: too few answers to say.',
  );

export const ProbeOutcome = z
  .enum(['affected', 'steady', 'undecided', 'not_run'])
  .describe(
    '`affected`: a difference that is not chance. `steady`: any is within the margin. `undecided`: too few answers to say. `not_run`: nothing was compared.',
  );

const Edit: z.ZodType<contract.ProbeEdit> = z
  .strictObject({
    pointer: text.describe('JSON pointer of the field that was changed, such as `/input`.'),
    start: count.describe('Start in the field before the change, in UTF-16 units.'),
    end: count.describe('End.'),
    before: text.describe('What stood there.'),
    after: text.describe('What stands there now.'),
  })
  .meta({ id: 'ProbeEdit' });

const VariantCount: z.ZodType<contract.ProbeVariantCount> = z
  .strictObject({
    variant: text.describe('Name of the variant.'),
    samples: count.describe('Samples that have it.'),
  })
  .meta({ id: 'ProbeVariantCount' });

const Skipped: z.ZodType<contract.ProbeSkipped> = z
  .strictObject({
    variant: text.describe('Name of the variant, or of what is varied.'),
    reason: text.describe('Why it was not made.'),
    samples: count.describe('Samples without it.'),
  })
  .meta({ id: 'ProbeSkipped' });

const variants = z.array(VariantCount).describe('The variants.');
const skipped = z.array(Skipped).describe('Variants that were not made, and why.');
const given = count.describe('Samples that it was given.');
const probed = count.describe('Of those, the ones with variants.');

export const Probe: z.ZodType<contract.Probe> = z
  .strictObject({
    id: text.describe('Also its id as an experiment: `exp_` followed by a ULID.'),
    kind: ProbeKind,
    name,
    status: ExperimentStatus,
    target: ExperimentTarget,
    seed,
    margin,
    repeats: count.describe('Answers to each variant of each sample.'),
    since: text.nullable().describe('The probe that a `drift` probe compares with.'),
    samples: given,
    probed,
    variants,
    skipped,
    counts: ExperimentCounts,
    costUsd: cost.nullable().describe('Of the answers; null if a model has no known price.'),
    scoringCostUsd: cost.describe('Of the scores, in US dollars.'),
    maxCostUsd: z.number().nullable().describe('Most that answers may cost.'),
    tags: Tags,
    createdAt: text.describe('ISO 8601, UTC.'),
    endedAt: text.nullable().describe('When it completed or was cancelled.'),
  })
  .meta({
    id: 'Probe',
    description: 'An experiment whose samples are variants of the given ones.',
  });

const Made: z.ZodType<contract.ProbeMade> = z
  .strictObject({
    of: text.describe('Id of the original, or its number.'),
    variant: text.describe('Name of the variant.'),
    asked: text.nullable().describe('What is asked now.'),
    edits: z.array(Edit).describe('The first changes; an original has none.'),
    edited: count.describe('How many changes there are in all.'),
  })
  .meta({ id: 'ProbeMade' });

export const ProbeEstimate: z.ZodType<contract.ProbeEstimate> = z
  .strictObject({
    kind: ProbeKind,
    samples: given,
    probed,
    variants,
    skipped,
    shown: z.array(Made).describe('The first variants, with what was changed.'),
    estimate: ExperimentEstimate,
  })
  .meta({ id: 'ProbeEstimate', description: 'What a probe would change and cost.' });

const VariantResult: z.ZodType<contract.ProbeVariantResult> = z
  .strictObject({
    variant: text.describe('Name of the variant.'),
    samples: count.describe('Samples with a score.'),
    mean: Estimate.nullable().describe('Mean score.'),
    refused: Estimate.nullable().describe('Share of answers that refuse, if it was looked for.'),
  })
  .meta({ id: 'ProbeVariantResult' });

const Difference: z.ZodType<contract.ProbeDifference> = z
  .strictObject({
    first: text.describe('Name of a variant.'),
    second: text.describe('What it is compared with.'),
    measure: z.enum(['score', 'refused']).describe('What differs: the score, or refusals.'),
    samples: count.describe('Samples that have both.'),
    difference: Estimate.describe('First less second; all intervals of a measure hold together.'),
    probability,
    outcome: decided,
  })
  .meta({ id: 'ProbeDifference' });

const Meaning: z.ZodType<contract.ProbeMeaning> = z
  .strictObject({
    status: z
      .enum(['compared', 'not_run'])
      .describe('`not_run`: there was nothing to decide it by, or it failed.'),
    how: text.describe('How meaning was decided, or why it was not.'),
    share: Estimate.nullable().describe(
      'Share of samples whose answers all mean the same as the first one; null if `not_run`.',
    ),
    samples: count.describe('Samples of which all answers were compared.'),
    unknown: count.describe(
      'Samples of which some answers could not be compared. They are not in `share`.',
    ),
  })
  .meta({ id: 'ProbeMeaning' });

const Consistency: z.ZodType<contract.ProbeConsistency> = z
  .strictObject({
    repeats: count.describe('Answers to each sample.'),
    mean: Estimate.describe('Mean score of one answer.'),
    sameVerdict: Estimate.describe('Share of samples whose answers all have the same score.'),
    sameAnswer: Estimate.nullable().describe('That two answers to a sample are the same text.'),
    sameText: Estimate.nullable().describe('Share of samples whose answers are all the same text.'),
    sameMeaning: Meaning.describe('The same by meaning.'),
    best: Estimate.describe('Mean of the best answer to each sample.'),
    worst: Estimate.describe('Mean of the worst answer to each sample.'),
    passHat: z
      .array(z.strictObject({ k: count.describe('How many answers.'), value: Estimate }))
      .describe('pass^k: that all of `k` answers pass.'),
  })
  .meta({ id: 'ProbeConsistency' });

const Curve: z.ZodType<contract.ProbeCurve> = z
  .strictObject({
    length: count.describe('Passages in all.'),
    points: z
      .array(
        z.strictObject({
          depth: z.number().describe('From 0 (first) to 1 (last).'),
          samples: count.describe('Samples with a score.'),
          mean: Estimate,
        }),
      )
      .describe('Mean score by depth; the intervals hold together.'),
    middle: z
      .strictObject({
        samples: count.describe('Samples with all depths.'),
        difference: Estimate,
        probability,
        outcome: decided,
      })
      .nullable()
      .describe('The mean over inner depths less that over both ends.'),
  })
  .meta({ id: 'ProbeCurve' });

const Sensitivity: z.ZodType<contract.ProbeSensitivity> = z
  .strictObject({
    wordings: Estimate.describe('Mean distance of the scores of two wordings (ProSA).'),
    repeats: Estimate.nullable().describe('The same of two answers to one wording.'),
  })
  .meta({ id: 'ProbeSensitivity' });

const Drift: z.ZodType<contract.ProbeDrift> = z
  .strictObject({
    since: text.describe('The probe that is compared with.'),
    score: Difference.nullable().describe('The score now less that of then.'),
    changed: Estimate.nullable().describe('Share of samples whose most frequent answer changed.'),
    exchangeability: z
      .strictObject({
        statistic: z
          .number()
          .describe('How much more alike answers of one run are than those of both.'),
        probability,
        informative: count.describe('Samples that say something of it.'),
      })
      .nullable()
      .describe('Whether the answers of both runs could be exchanged; null without repeats.'),
  })
  .meta({ id: 'ProbeDrift' });

const ShownAnswer: z.ZodType<contract.ProbeShownAnswer> = z
  .strictObject({
    variant: text.describe('Name of the variant.'),
    asked: text.nullable().describe('The beginning of what was asked, if it is kept.'),
    output: text.nullable().describe('The beginning of the answer, if it is kept.'),
    value: z.number().nullable().describe('Its score.'),
    refused: z.boolean().nullable().describe('Whether it refuses, if it was looked for.'),
    edits: z.array(Edit).describe('What was changed.'),
  })
  .meta({ id: 'ProbeShownAnswer' });

const Shown: z.ZodType<contract.ProbeShown> = z
  .strictObject({
    sample: text.describe('Id of the original, or its number.'),
    first: ShownAnswer,
    second: ShownAnswer,
    difference: z.number().describe('How far they are apart.'),
  })
  .meta({ id: 'ProbeShown' });

const line = text.describe('What was found, and what to do about it.');
const samples = count.describe('Samples with a score.');
const answers = count.describe('Answers with a score.');
const errors = count.describe('Answers without a score. They are in no statistic.');

export const ProbeReport: z.ZodType<contract.ProbeReport> = z
  .strictObject({
    id: text.describe('Id of the probe.'),
    kind: ProbeKind,
    name,
    status: ExperimentStatus,
    seed,
    createdAt: text.describe('ISO 8601, UTC.'),
    scorer: text.nullable().describe('The score it is about; null for the verdict.'),
    margin,
    outcome: ProbeOutcome,
    line,
    samples,
    answers,
    errors,
    variants: z.array(VariantResult).describe('Each variant.'),
    differences: z.array(Difference).describe('What is compared.'),
    sensitivity: Sensitivity.nullable().describe('How much scores depend on the wording.'),
    consistency: Consistency.nullable().describe('Of `consistency` probes.'),
    curves: z.array(Curve).describe('Of `position` probes, one for each length.'),
    drift: Drift.nullable().describe('Of `drift` probes.'),
    shown: z.array(Shown).describe('The samples with the largest differences.'),
    skipped,
    notes: z.array(text).describe('What to know before trusting the numbers.'),
  })
  .meta({ id: 'ProbeReport', description: 'What a probe has found.' });

export const ProbeReportFilter = z.strictObject({
  scorer: nameField.optional().describe('Name of a score. Defaults to the verdict.'),
});

const Entry: z.ZodType<contract.ModelCardEntry> = z
  .strictObject({
    outcome: ProbeOutcome,
    line,
    probe: z
      .strictObject({
        id: text.describe('Id of the probe.'),
        page: text.describe('Path of its page in the dashboard.'),
        url: text
          .nullable()
          .describe(
            'The whole link to that page; null where `dashboardUrl` of the alert settings is not set.',
          ),
        name,
        target: text.describe('What was probed.'),
        seed,
        createdAt: text.describe('ISO 8601, UTC.'),
      })
      .nullable()
      .describe('The newest probe of its kind; null if none has been run.'),
    samples,
    answers,
    errors,
    numbers: z
      .array(z.strictObject({ name: text.describe('What it is.'), estimate: Estimate }))
      .describe('The numbers it rests on.'),
  })
  .meta({ id: 'ModelCardEntry' });

export const ModelCard: z.ZodType<contract.ModelCard> = z
  .strictObject({
    target: text.nullable().describe('The target it is about; null for all of the project.'),
    createdAt: text.describe('ISO 8601, UTC.'),
    performance: Entry.describe('Of the newest `consistency` probe.'),
    sensitivity: Entry.describe('Of the newest `phrasing` probe.'),
    position: Entry.describe('Of the newest `position` probe.'),
    order: Entry.describe('Of the newest `order` probe.'),
    distraction: Entry.describe('Of the newest `distraction` probe.'),
    bias: Entry.describe('Of the newest `counterfactual` probe.'),
    drift: Entry.describe('Of the newest `drift` probe.'),
    cost: z
      .strictObject({
        answers: count.describe('Answers of these probes.'),
        totalUsd: cost.nullable().describe('What they cost; null if a price is not known.'),
        perAnswerUsd: cost.nullable().describe('Mean cost of an answer.'),
      })
      .meta({ id: 'ModelCardCost' }),
    notRun: z.array(ProbeKind).describe('Kinds that no probe has been scored of.'),
  })
  .meta({ id: 'ModelCard', description: 'How an application behaves, from its newest probes.' });

export const ModelCardFilter = z.strictObject({
  target: z
    .string()
    .min(1)
    .max(2_048)
    .optional()
    .describe('Only probes of this target: a model, a pipeline, or the URL of an endpoint.'),
});
