import { newId } from '@assay/schema/ids.ts';
import type {
  AssignedProgress,
  AssignedQueue,
  ClaimedReview,
  LabelTarget,
  ProblemField,
  Question,
  ReviewAnswer,
  ReviewDraft,
  ReviewTask,
  Sample,
  SubmittedReview,
  Suggestion,
} from '@assay/schema/types.ts';
import { ApiProblem } from '../../core/problem.ts';
import type { NewLabel } from '../../store/labels.ts';
import type { ReviewQueueStore } from '../../store/review-queues.ts';
import type { HeldItem, Hold, ReviewStore } from '../../store/reviews.ts';
import type { Principal } from '../auth/principal.ts';
import { answerFault } from './answer-fault.ts';
import type { QuestionNeeds } from './questions.ts';
import { enterQueue, type QueueReviewer, roleIn } from './queue-access.ts';
import { questionOfQueue } from './queues.ts';
import { type ReadTargetNeeds, readTarget, type TargetSample } from './read-target.ts';
import { suggestionOf } from './suggestion.ts';
import { targetOf } from './target-key.ts';

export interface ReviewNeeds extends ReadTargetNeeds, QuestionNeeds {
  reviewQueues: ReviewQueueStore;
  reviews: ReviewStore;
}

/** The queues that the caller's key opens, with how far the caller has come. */
export async function listAssigned(
  principal: Principal,
  needs: ReviewNeeds,
): Promise<AssignedQueue[]> {
  const names = principal.scopes.includes('admin')
    ? (await needs.reviewQueues.list(principal.projectId, MOST_QUEUES)).map(({ name }) => name)
    : (principal.review?.queues ?? []);
  const found = await Promise.all(
    names.map(async (name) => {
      const role = roleIn(principal, name);
      const queue = role && (await needs.reviewQueues.find(principal.projectId, name));
      return role === undefined || queue === undefined ? [] : [{ queue, ...role }];
    }),
  );
  return Promise.all(found.flat().map((entered) => toAssigned(entered, needs)));
}

const MOST_QUEUES = 100;

async function toAssigned(entered: QueueReviewer, needs: ReviewNeeds): Promise<AssignedQueue> {
  const { queue, reviewer, mayAdjudicate } = entered;
  const [question, progress] = await Promise.all([
    questionOfQueue(queue, needs),
    progressOf(entered, needs),
  ]);
  const { name, description, isBlind: blind, status } = queue;
  return { name, description, question, blind, status, reviewer, mayAdjudicate, progress };
}

/**
 * Gives the caller an item: one that was opened and not submitted, or the next that is free; with
 * `item` that one, also to look at what was submitted.
 *
 * @throws ApiProblem `queue_not_found`, `review_lost`
 */
export async function claimReview(
  principal: Principal,
  queueName: string,
  item: number | undefined,
  needs: ReviewNeeds,
): Promise<ClaimedReview> {
  const entered = await enterQueue(principal, queueName, needs);
  const task = await (item === undefined
    ? nextTask(entered, needs)
    : namedTask(entered, item, needs));
  return { task: task ?? null, progress: await progressOf(entered, needs) };
}

async function nextTask(
  entered: QueueReviewer,
  needs: ReviewNeeds,
): Promise<ReviewTask | undefined> {
  const person = personOf(entered);
  const open = await needs.reviews.unfinished(person);
  const furthest = await needs.reviews.furthest(person);
  const wishes = [
    ...(open === undefined ? [] : [{ at: open }]),
    // Items that others let go come once more, after all that are new.
    { after: furthest },
    { after: 0 },
  ];
  for (const wish of wishes) {
    for (;;) {
      const nowMs = needs.nowMs();
      const leaseUntilMs = nowMs + entered.queue.leaseSeconds * 1000;
      const at = await needs.reviews.claim(person, wish, leaseUntilMs, nowMs);
      if (at === undefined) break;
      const task = await readTask(entered, at, needs);
      if (task !== undefined) return task;
    }
  }
  return undefined;
}

async function namedTask(
  entered: QueueReviewer,
  at: number,
  needs: ReviewNeeds,
): Promise<ReviewTask> {
  const held = await needs.reviews.find({ ...personOf(entered), at });
  // Items come in the order of the queue: nobody chooses.
  if (held === undefined) throw new ApiProblem('review_not_found');
  if (held.status !== 'submitted') {
    const nowMs = needs.nowMs();
    const leaseUntilMs = nowMs + entered.queue.leaseSeconds * 1000;
    const got = await needs.reviews.claim(personOf(entered), { at }, leaseUntilMs, nowMs);
    if (got === undefined) throw new ApiProblem('review_lost');
  }
  const task = await readTask(entered, at, needs);
  if (task === undefined) throw new ApiProblem('review_lost');
  return task;
}

/** The item as its reviewer may see it; undefined, and out of the queue, if its sample is gone. */
async function readTask(
  entered: QueueReviewer,
  at: number,
  needs: ReviewNeeds,
): Promise<ReviewTask | undefined> {
  const { queue } = entered;
  const held = await needs.reviews.find({ ...personOf(entered), at });
  if (held === undefined) return undefined;
  const target = targetOf(held.target);
  const found = await readTarget(queue.projectId, target, needs);
  if (found === undefined) {
    await needs.reviews.markGone(queue.projectId, queue.name, at);
    return undefined;
  }
  const question = await questionOfQueue(queue, needs);
  return toTask(entered, held, target, found, question);
}

function toTask(
  { queue }: QueueReviewer,
  { at, status, leaseUntilMs, answer, revealedAtMs }: HeldItem,
  target: LabelTarget,
  { sample, verdict }: TargetSample,
  question: Question,
): ReviewTask {
  const isHidden = queue.isBlind && revealedAtMs === null;
  return {
    ...{ item: at, target, status },
    sample: queue.isBlind ? anonymous(sample) : sample,
    leaseUntil: status === 'submitted' ? null : new Date(leaseUntilMs).toISOString(),
    answer: answer === null ? {} : JSON.parse(answer),
    suggestion: isHidden ? null : suggestionOf(verdict, question, queue.suggestion),
  };
}

/** Without what tells who wrote it. */
function anonymous({ generation: _, metadata: __, ...shown }: Sample): Sample {
  return shown;
}

/** Keeps an answer that is not submitted yet. @throws ApiProblem `review_lost`, `review_not_found` */
export async function draftReview(
  principal: Principal,
  queueName: string,
  item: number,
  draft: ReviewDraft,
  needs: ReviewNeeds,
): Promise<SubmittedReview> {
  const entered = await enterQueue(principal, queueName, needs);
  await check(entered, draft, needs);
  const hold = { ...personOf(entered), at: item };
  const nowMs = needs.nowMs();
  const given = {
    answer: JSON.stringify(draft),
    value: draft.value === undefined ? null : JSON.stringify(draft.value),
  };
  const until = nowMs + entered.queue.leaseSeconds * 1000;
  if (!(await needs.reviews.draft(hold, given, until, nowMs))) throw await whyNot(hold, needs);
  return { item, status: 'draft', progress: await progressOf(entered, needs) };
}

/** Leaves an item to others. @throws ApiProblem `review_final`, `review_not_found` */
export async function skipReview(
  principal: Principal,
  queueName: string,
  item: number,
  needs: ReviewNeeds,
): Promise<SubmittedReview> {
  const entered = await enterQueue(principal, queueName, needs);
  const hold = { ...personOf(entered), at: item };
  if (!(await needs.reviews.skip(hold))) throw await whyNot(hold, needs);
  return { item, status: 'skipped', progress: await progressOf(entered, needs) };
}

/**
 * Submits an answer, or corrects it. An answer that comes after the lease has ended is taken as long
 * as nobody else took the place.
 *
 * @throws ApiProblem `invalid_request`, `review_lost`, `review_final`, `review_not_found`
 */
export async function submitReview(
  principal: Principal,
  queueName: string,
  item: number,
  answer: ReviewAnswer,
  needs: ReviewNeeds,
): Promise<SubmittedReview> {
  const entered = await enterQueue(principal, queueName, needs);
  await check(entered, answer, needs, 'final');
  const { queue, reviewer } = entered;
  const hold = { ...personOf(entered), at: item };
  const held = await needs.reviews.find(hold);
  if (held === undefined) throw new ApiProblem('review_not_found');
  const nowMs = needs.nowMs();
  const label: NewLabel = {
    id: newId('label', nowMs),
    ...{ question: queue.question, version: queue.questionVersion, target: held.target },
    ...{ by: reviewer, origin: 'review', queue: queue.name },
    value: JSON.stringify(answer.value),
    comment: answer.comment ?? null,
    spans: JSON.stringify(answer.spans ?? []),
    inclusionProbability: held.inclusionProbability,
    createdAtMs: nowMs,
  };
  const given = { answer: JSON.stringify(answer), value: label.value };
  const isTaken = await needs.reviews.submit(hold, given, label, newId('attempt', nowMs), nowMs);
  if (!isTaken) throw await whyNot(hold, needs);
  return { item, status: 'submitted', progress: await progressOf(entered, needs) };
}

/**
 * Shows what the judge said, after which the answer cannot be changed.
 *
 * @throws ApiProblem `review_not_found` before the caller has submitted
 */
export async function revealSuggestion(
  principal: Principal,
  queueName: string,
  item: number,
  needs: ReviewNeeds,
): Promise<{ suggestion: Suggestion | null }> {
  const entered = await enterQueue(principal, queueName, needs);
  const isShown = await needs.reviews.reveal({ ...personOf(entered), at: item }, needs.nowMs());
  if (!isShown) {
    throw new ApiProblem('review_not_found', {
      detail: 'Submit an answer first; then the suggestion of the judge is shown.',
    });
  }
  const task = await readTask(entered, item, needs);
  return { suggestion: task?.suggestion ?? null };
}

async function whyNot(hold: Hold, { reviews }: ReviewNeeds): Promise<ApiProblem> {
  const held = await reviews.find(hold);
  if (held === undefined) return new ApiProblem('review_not_found');
  const isFinal =
    held.decidedAtMs !== null || held.revealedAtMs !== null || held.status === 'submitted';
  return new ApiProblem(isFinal ? 'review_final' : 'review_lost');
}

/** @throws ApiProblem `invalid_request` for what is no answer to the question */
async function check(
  { queue }: QueueReviewer,
  { value, comment = '' }: ReviewDraft,
  needs: ReviewNeeds,
  stage: 'draft' | 'final' = 'draft',
): Promise<void> {
  const question = await questionOfQueue(queue, needs);
  const errors: ProblemField[] = [];
  const message = value === undefined ? undefined : answerFault(question, value);
  if (message !== undefined) errors.push({ pointer: '/value', message });
  const isBlank = comment.trim() === '';
  if (!isBlank && question.comment === 'none') {
    errors.push({ pointer: '/comment', message: 'is not asked for by this question' });
  }
  if (isBlank && question.comment === 'required' && stage === 'final') {
    errors.push({ pointer: '/comment', message: 'is missing: this question asks for one' });
  }
  if (errors.length > 0) throw new ApiProblem('invalid_request', { errors });
}

function personOf({ queue, reviewer }: QueueReviewer): Omit<Hold, 'at'> {
  return { projectId: queue.projectId, queue: queue.name, reviewer };
}

async function progressOf(
  entered: QueueReviewer,
  { reviewQueues, reviews }: ReviewNeeds,
): Promise<AssignedProgress> {
  const { queue, reviewer, mayAdjudicate } = entered;
  const [counts, people, left] = await Promise.all([
    reviewQueues.countItems(queue.projectId, queue.name),
    reviewQueues.countReviewers(queue.projectId, queue.name),
    reviews.countLeft(personOf(entered)),
  ]);
  const own = people.find((each) => each.reviewer === reviewer);
  const meanLeadMs = own?.meanLeadMs ?? null;
  return {
    items: counts.items,
    submitted: own?.submitted ?? 0,
    skipped: own?.skipped ?? 0,
    left,
    secondsPerItem: meanLeadMs === null ? null : meanLeadMs / 1000,
    disputed: mayAdjudicate ? counts.disputed : 0,
  };
}
