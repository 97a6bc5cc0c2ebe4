import * as z from 'zod';
import { nameField, slugField, timestamp } from './fields.ts';
import { LabelTargetInput, questionReference } from './label.ts';
import { LIMITS } from './limits.ts';
import { Question } from './question.ts';
import type * as contract from './types.ts';

const datasetReference = z
  .string()
  .regex(/^[a-z0-9][a-z0-9._-]{0,63}@[1-9]\d{0,8}$/, 'must be `name@version`');

const VerdictSource = z.strictObject({
  verdicts: z
    .strictObject({
      from: timestamp.exactOptional().describe('Created at or after this time; ISO 8601.'),
      to: timestamp.exactOptional().describe('Created before this time; ISO 8601.'),
      passed: z.boolean().nullable().exactOptional().describe('null for undecided verdicts.'),
      scorer: nameField.exactOptional().describe('With a score of this name.'),
      failed: nameField.exactOptional().describe('In which this score did not pass.'),
      errored: nameField.exactOptional().describe('In which this score is an error.'),
      tags: z.array(nameField).max(LIMITS.tags).exactOptional().describe('With each of these.'),
      metadata: z
        .record(nameField, z.string().max(LIMITS.metadataValueCharacters))
        .exactOptional()
        .describe('With each of these.'),
    })
    .describe('Stored verdicts that match all filters.'),
});

const BatchSource = z.strictObject({
  batchId: z
    .string()
    .regex(/^bat_[0-9a-z]{26}$/, 'must be an id, `bat_…`')
    .describe('Samples of this batch that have a result.'),
  status: z
    .enum(['passed', 'failed', 'abstained', 'error'])
    .exactOptional()
    .describe('Only those with this result.'),
});

const DatasetSource = z.strictObject({
  dataset: datasetReference.describe('Items of this version of a data set, `name@version`.'),
  split: nameField.exactOptional().describe('Only items of this split.'),
});

const ListedSource = z.strictObject({
  targets: z
    .array(LabelTargetInput)
    .min(1)
    .max(LIMITS.queueTargets)
    .describe('These verdicts, samples of batches or items of data sets.'),
});

export const QueueSource: z.ZodType<contract.QueueSource> = z
  .union([VerdictSource, BatchSource, DatasetSource, ListedSource])
  .meta({ id: 'QueueSource', description: 'Where the items of a queue come from.' });

const size = z.int().min(1).max(LIMITS.queueItems).describe('How many items to draw.');

export const Sampling: z.ZodType<contract.Sampling> = z
  .discriminatedUnion('method', [
    z.strictObject({ method: z.literal('all').describe('All of the source, in its order.') }),
    z.strictObject({
      method: z.literal('random').describe('At random, each with the same probability.'),
      size,
    }),
    z.strictObject({
      method: z.literal('stratified').describe('At random from each stratum.'),
      size,
      by: z
        .enum(['passed', 'score', 'tag', 'split'])
        .describe(
          'What tells the strata apart: the verdict, the fifths of a score, the first tag, or the split of a data set.',
        ),
      scorer: nameField.exactOptional().describe('The score, if `by` is `score`.'),
      allocation: z
        .enum(['proportional', 'equal'])
        .exactOptional()
        .describe('How the items are spread over the strata. Defaults to `proportional`.'),
    }),
    z.strictObject({
      method: z
        .literal('uncertain')
        .describe('Those that a judge was least sure of. They enter no estimate.'),
      size,
      scorer: nameField
        .exactOptional()
        .describe('The score that counts. Defaults to the least sure one of each verdict.'),
    }),
    z.strictObject({
      method: z
        .literal('disagreement')
        .describe('Those on which judges differ most. They enter no estimate.'),
      size,
      scorers: z
        .array(nameField)
        .min(1)
        .max(LIMITS.scorers)
        .exactOptional()
        .describe(
          'The scores to compare. Defaults to those of all judges, and the votes within each.',
        ),
    }),
  ])
  .meta({ id: 'ReviewSampling', description: 'How items are drawn from the source.' });

const blind = z.boolean();
const leaseSeconds = z.int().min(30).max(86_400);
const reviewsPerItem = z.int().min(1).max(20);

export const ReviewQueueInput: z.ZodType<contract.ReviewQueueInput> = z
  .strictObject({
    name: slugField.describe('Unique in the project, also among deleted queues.'),
    description: z.string().max(1_000).exactOptional().describe('Purpose of the queue.'),
    question: questionReference.describe('`name` for the newest version, or `name@version`.'),
    source: QueueSource,
    sampling: Sampling,
    reviewsPerItem: reviewsPerItem
      .exactOptional()
      .describe('People who review each item. Defaults to 1.'),
    blind: blind
      .exactOptional()
      .describe('Hides the judge’s answer until the reviewer has submitted. Defaults to true.'),
    suggestion: nameField
      .exactOptional()
      .describe(
        'The score that is shown as suggestion. Defaults to the scorer that the question was made from.',
      ),
    leaseSeconds: leaseSeconds
      .exactOptional()
      .describe('Seconds for which an item is kept for a reviewer. Defaults to 900.'),
  })
  .meta({
    id: 'ReviewQueueInput',
    examples: [
      {
        name: 'faithfulness-weekly',
        question: 'faithfulness',
        source: { verdicts: { scorer: 'faithfulness', from: '2026-01-01T00:00:00Z' } },
        sampling: { method: 'random', size: 100 },
        reviewsPerItem: 2,
      },
    ],
  });

const queue = {
  name: z.string().describe('Name of the queue.'),
  description: z.string().describe('Purpose of the queue.'),
  question: Question,
  source: QueueSource,
  sampling: Sampling,
  reviewsPerItem: reviewsPerItem.describe('People who review each item.'),
  blind: blind.describe('Whether the judge’s answer is hidden until the reviewer has submitted.'),
  suggestion: z.string().nullable().describe('The score that is shown as suggestion.'),
  leaseSeconds: leaseSeconds.describe('Seconds for which an item is kept for a reviewer.'),
  status: z.enum(['open', 'closed']).describe('A closed queue gives out no more items.'),
  population: z.int().min(0).describe('How many there were to draw from.'),
  isEstimable: z
    .boolean()
    .describe('Whether labels of its items may enter estimates: they were drawn at random.'),
  createdAt: z.string().describe('ISO 8601, UTC.'),
};

export const ReviewQueue: z.ZodType<contract.ReviewQueue> = z
  .strictObject(queue)
  .meta({ id: 'ReviewQueue', description: 'Samples that people are asked about.' });

const ReviewerProgress = z.strictObject({
  reviewer: z.string().describe('The person.'),
  submitted: z.int().min(0).describe('Items submitted.'),
  skipped: z.int().min(0).describe('Items skipped.'),
  secondsPerItem: z
    .number()
    .nullable()
    .describe('Mean seconds from opening an item to submitting it.'),
  lastAt: z.string().nullable().describe('When the last item was submitted; ISO 8601, UTC.'),
});

const progress = z
  .strictObject({
    items: z.int().min(0).describe('Items of the queue.'),
    done: z.int().min(0).describe('Items with all their reviews.'),
    disputed: z.int().min(0).describe('Items on which people differ, and nobody has decided.'),
    adjudicated: z.int().min(0).describe('Items that were decided.'),
    reviews: z
      .strictObject({
        wanted: z.int().min(0).describe('Reviews that the queue asks for.'),
        submitted: z.int().min(0).describe('Reviews submitted.'),
        skipped: z.int().min(0).describe('Reviews skipped.'),
      })
      .describe('Reviews of all items.'),
    reviewers: z.array(ReviewerProgress).describe('Each person, the most active first.'),
  })
  .meta({ id: 'QueueProgress' });

export const ReviewQueueReport: z.ZodType<contract.ReviewQueueReport> = z
  .strictObject({ ...queue, progress: progress.describe('How far it has come.') })
  .meta({ id: 'ReviewQueueReport' });
