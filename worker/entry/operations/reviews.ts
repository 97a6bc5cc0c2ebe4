import { LabelValue } from '@assay/schema/label.ts';
import { cursorField, limitField, pageOf } from '@assay/schema/page.ts';
import {
  AssignedQueue,
  ClaimedReview,
  Dispute,
  ReviewAnswer,
  ReviewClaim,
  ReviewDraft,
  SubmittedReview,
  SuggestionShown,
} from '@assay/schema/review.ts';
import * as z from 'zod';
import { ApiProblem } from '../../core/problem.ts';
import { adjudicate, listDisputes } from '../../features/reviews/adjudicate.ts';
import {
  claimReview,
  draftReview,
  listAssigned,
  revealSuggestion,
  skipReview,
  submitReview,
} from '../../features/reviews/review-items.ts';
import { json, noBody } from './bodies.ts';
import { operation } from './operation.ts';

const parameters = { name: 'Name of the queue.', item: 'Number of the item in the queue.' };

const AssignedQueues = z
  .strictObject({ items: z.array(AssignedQueue).describe('The queues that your key opens.') })
  .meta({ id: 'AssignedQueues' });

const Decision = z
  .strictObject({
    item: z.int().min(1).describe('Number of the item in the queue.'),
    value: LabelValue,
  })
  .meta({ id: 'Adjudication' });

/** @throws ApiProblem `review_not_found` */
function itemOf(text: string): number {
  if (/^[1-9]\d{0,6}$/.test(text)) return Number(text);
  throw new ApiProblem('review_not_found');
}

export const REVIEWS = [
  operation({
    id: 'listAssignedQueues',
    scope: 'review',
    route: 'GET /v1/reviews',
    tag: 'Reviews',
    summary: 'List the queues that your key opens',
    answers: {
      status: 200,
      description: 'The queues, with their questions and how far you have come.',
      schema: AssignedQueues,
    },
    run: async ({ context }, services) => ({
      items: await listAssigned(context.principal, services),
    }),
  }),
  operation({
    id: 'claimReview',
    scope: 'review',
    route: 'POST /v1/queues/:name/claim',
    tag: 'Reviews',
    summary: 'Get the next item to review',
    description:
      'Keeps the item for you until `leaseUntil`. An item that you opened and did not submit comes first. With `item`, goes back to an item that you had.',
    parameters: { name: parameters.name },
    body: json(ReviewClaim),
    audit: { kind: 'read', subject: ({ path }) => path.name },
    answers: { status: 200, description: 'The item.', schema: ClaimedReview },
    problems: ['queue_not_found', 'review_not_found', 'review_lost'],
    run: ({ path, body, context }, services) =>
      claimReview(context.principal, path.name, body.item, services),
  }),
  operation({
    id: 'draftReview',
    scope: 'review',
    route: 'PUT /v1/queues/:name/items/:item/draft',
    tag: 'Reviews',
    summary: 'Save an answer without submitting it',
    description: 'Keeps the item for you as long again.',
    parameters,
    body: json(ReviewDraft),
    answers: { status: 200, description: 'The draft is saved.', schema: SubmittedReview },
    problems: ['queue_not_found', 'review_not_found', 'review_lost', 'review_final'],
    run: ({ path, body, context }, services) =>
      draftReview(context.principal, path.name, itemOf(path.item), body, services),
  }),
  operation({
    id: 'submitReview',
    scope: 'review',
    route: 'POST /v1/queues/:name/items/:item/submit',
    tag: 'Reviews',
    summary: 'Submit an answer, or correct it',
    description:
      'The answer becomes a label; a correction becomes its next revision. After the lease has ended, an answer is taken if nobody else took the place.',
    parameters,
    body: json(ReviewAnswer),
    answers: { status: 200, description: 'The answer is submitted.', schema: SubmittedReview },
    problems: ['queue_not_found', 'review_not_found', 'review_lost', 'review_final'],
    run: ({ path, body, context }, services) =>
      submitReview(context.principal, path.name, itemOf(path.item), body, services),
  }),
  operation({
    id: 'skipReview',
    scope: 'review',
    route: 'POST /v1/queues/:name/items/:item/skip',
    tag: 'Reviews',
    summary: 'Skip an item and leave it to others',
    parameters,
    body: noBody,
    answers: { status: 200, description: 'The item is skipped.', schema: SubmittedReview },
    problems: ['queue_not_found', 'review_not_found', 'review_final'],
    run: ({ path, context }, services) =>
      skipReview(context.principal, path.name, itemOf(path.item), services),
  }),
  operation({
    id: 'revealSuggestion',
    scope: 'review',
    route: 'POST /v1/queues/:name/items/:item/reveal',
    tag: 'Reviews',
    summary: 'Show what the judge said of an item that you submitted',
    description: 'From then on your answer is final.',
    parameters,
    body: noBody,
    audit: { kind: 'read', subject: ({ path }) => path.name },
    answers: { status: 200, description: 'The suggestion.', schema: SuggestionShown },
    problems: ['queue_not_found', 'review_not_found'],
    run: ({ path, context }, services) =>
      revealSuggestion(context.principal, path.name, itemOf(path.item), services),
  }),
  operation({
    id: 'listDisputes',
    scope: 'review',
    route: 'GET /v1/queues/:name/disputes',
    tag: 'Reviews',
    summary: 'List the items on which reviewers differ',
    description: 'For those who adjudicate: what each said, until somebody decides.',
    parameters: { name: parameters.name },
    query: z.strictObject({ cursor: cursorField(/^\d{1,7}$/), limit: limitField }),
    audit: { kind: 'read', subject: ({ path }) => path.name },
    answers: { status: 200, description: 'A page.', schema: pageOf('DisputePage', Dispute) },
    problems: ['queue_not_found'],
    run: ({ path, query, context }, services) =>
      listDisputes(context.principal, path.name, query, services),
  }),
  operation({
    id: 'adjudicateReview',
    scope: 'review',
    route: 'POST /v1/queues/:name/items/:item/adjudicate',
    tag: 'Reviews',
    summary: 'Decide an item on which reviewers differ',
    description: 'The decision is the final value. What the reviewers said is kept.',
    parameters,
    body: json(ReviewAnswer),
    answers: { status: 200, description: 'The decision.', schema: Decision },
    problems: ['queue_not_found', 'review_undisputed'],
    run: ({ path, body, context }, services) =>
      adjudicate(context.principal, path.name, itemOf(path.item), body, services),
  }),
] as const;
