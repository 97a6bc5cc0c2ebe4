import * as z from 'zod';
import { commentText, LabelTarget, LabelValue, spansField } from './label.ts';
import { Question } from './question.ts';
import { Sample } from './sample.ts';
import { Evidence } from './score.ts';
import type * as contract from './types.ts';

const AssignedProgress: z.ZodType<contract.AssignedProgress> = z
  .strictObject({
    items: z.int().min(0).describe('Items of the queue.'),
    submitted: z.int().min(0).describe('Items that you submitted.'),
    skipped: z.int().min(0).describe('Items that you skipped.'),
    left: z.int().min(0).describe('Items that you may still get.'),
    secondsPerItem: z
      .number()
      .nullable()
      .describe('Your mean seconds from opening an item to submitting it.'),
    disputed: z
      .int()
      .min(0)
      .describe('Items that wait for a decision; 0 if you may not adjudicate.'),
  })
  .meta({ id: 'AssignedProgress' });

export const AssignedQueue: z.ZodType<contract.AssignedQueue> = z
  .strictObject({
    name: z.string().describe('Name of the queue.'),
    description: z.string().describe('Purpose of the queue.'),
    question: Question,
    blind: z.boolean().describe('Whether the judge’s answer is hidden until you have submitted.'),
    status: z.enum(['open', 'closed']).describe('A closed queue gives out no more items.'),
    reviewer: z.string().describe('The name that your labels are given under.'),
    mayAdjudicate: z.boolean().describe('Whether you decide where reviewers differ.'),
    progress: AssignedProgress.describe('How far you have come.'),
  })
  .meta({ id: 'AssignedQueue', description: 'A queue as its reviewer sees it.' });

const Suggestion: z.ZodType<contract.Suggestion> = z
  .strictObject({
    scorer: z.string().describe('The score it comes from.'),
    value: LabelValue.nullable().describe('In the form of an answer; null if it has no value.'),
    reason: z.string().describe('Why.'),
    evidence: z.array(Evidence).describe('Where in the sample it found its reason.'),
  })
  .meta({ id: 'Suggestion', description: 'What a judge says, in the form of an answer.' });

const comment = commentText.exactOptional().describe('Why.');
const spans = spansField.exactOptional().describe('The passages that it is about.');

export const ReviewAnswer: z.ZodType<contract.ReviewAnswer> = z
  .strictObject({ value: LabelValue, comment, spans })
  .meta({ id: 'ReviewAnswer', examples: [{ value: true, comment: 'All of it is there.' }] });

export const ReviewDraft: z.ZodType<contract.ReviewDraft> = z
  .strictObject({ value: LabelValue.exactOptional(), comment, spans })
  .meta({ id: 'ReviewDraft', examples: [{ comment: 'To be checked.' }] });

const item = z.int().min(1).describe('Number of the item in the queue, from 1.');

export const ReviewTask: z.ZodType<contract.ReviewTask> = z
  .strictObject({
    item,
    target: LabelTarget,
    sample: Sample.describe('What is asked about.'),
    status: z
      .enum(['leased', 'draft', 'submitted', 'skipped'])
      .describe('`leased` is kept for you, `draft` has an answer that you saved.'),
    leaseUntil: z
      .string()
      .nullable()
      .describe('When the item may go to somebody else; null once it is submitted.'),
    answer: ReviewDraft.describe('What you have said so far.'),
    suggestion: Suggestion.nullable().describe(
      'null if there is none, or while the queue hides it.',
    ),
  })
  .meta({ id: 'ReviewTask' });

export const ReviewClaim: z.ZodType<contract.ReviewClaim> = z
  .strictObject({
    item: item.exactOptional().describe('The item to go back to. The next one if omitted.'),
  })
  .meta({ id: 'ReviewClaim', examples: [{}] });

export const ClaimedReview: z.ZodType<contract.ClaimedReview> = z
  .strictObject({
    task: ReviewTask.nullable().describe('null when there is nothing left for you now.'),
    progress: AssignedProgress,
  })
  .meta({ id: 'ClaimedReview' });

export const SubmittedReview: z.ZodType<contract.SubmittedReview> = z
  .strictObject({
    item,
    status: z.enum(['submitted', 'skipped', 'draft']).describe('The result for the item.'),
    progress: AssignedProgress,
  })
  .meta({ id: 'SubmittedReview' });

export const SuggestionShown: z.ZodType<{ suggestion: contract.Suggestion | null }> = z
  .strictObject({
    suggestion: Suggestion.nullable().describe('null if the judge did not score it.'),
  })
  .meta({ id: 'SuggestionShown' });

export const Dispute: z.ZodType<contract.Dispute> = z
  .strictObject({
    item,
    target: LabelTarget,
    answers: z
      .array(
        z.strictObject({
          by: z.string().describe('The reviewer.'),
          value: LabelValue,
          comment: z.string().nullable().describe('Why.'),
        }),
      )
      .describe('What each reviewer said.'),
    sample: Sample.nullable().describe('What they differ on; null if it was deleted.'),
    suggestion: Suggestion.nullable().describe('What the judge says.'),
  })
  .meta({ id: 'Dispute', description: 'An item on which people differ.' });

const estimate = z.strictObject({
  value: z.number().describe('The estimate.'),
  low: z.number().describe('Lower limit of the 95% interval.'),
  high: z.number().describe('Upper limit of the 95% interval.'),
});

const figures = {
  items: z.int().min(0).describe('Items with at least two labels.'),
  raw: estimate.nullable().describe('The probability that two people say the same.'),
  kappa: estimate.nullable().describe('Cohen’s kappa; of two people only.'),
  weights: z.enum(['nominal', 'quadratic']).describe('The weights of `kappa`.'),
  ac1: estimate.nullable().describe('Gwet’s AC1.'),
  alpha: estimate.nullable().describe('Krippendorff’s alpha, ordinal for levels.'),
};

export const AgreementReport: z.ZodType<contract.AgreementReport> = z
  .strictObject({
    question: z.string().describe('The question, `name@version`.'),
    queue: z.string().nullable().describe('The queue; null for all labels of the question.'),
    targets: z.int().min(0).describe('Targets with a label.'),
    overall: z.strictObject(figures).describe('Of all people together.'),
    pairs: z
      .array(
        z.strictObject({
          reviewers: z.tuple([z.string(), z.string()]).describe('The two people.'),
          ...figures,
        }),
      )
      .describe('Of each two people with items in common, at most 100.'),
    reviewers: z
      .array(
        z.strictObject({
          reviewer: z.string().describe('The person.'),
          reviews: z.int().min(0).describe('Targets labelled.'),
          items: z
            .int()
            .min(0)
            .describe('Of these, those that somebody else labelled and that have a final value.'),
          withFinal: estimate.nullable().describe('The share that agrees with the final value.'),
        }),
      )
      .describe('Each person.'),
    disagreements: z
      .array(
        z.strictObject({
          target: LabelTarget,
          values: z.record(z.string(), LabelValue).describe('What each person said.'),
          final: LabelValue.nullable().describe(
            'The final value; null where nobody has decided, and there is no majority.',
          ),
        }),
      )
      .describe('Targets on which people differ, at most 100.'),
  })
  .meta({ id: 'AgreementReport', description: 'How far people agree.' });
