import { newId } from '@assay/schema/ids.ts';
import { LIMITS } from '@assay/schema/limits.ts';
import type {
  Page,
  Question,
  QueueProgress,
  ReviewQueue,
  ReviewQueueInput,
  ReviewQueueReport,
} from '@assay/schema/types.ts';
import { PAGE_ITEMS } from '../../core/page-from.ts';
import { ApiProblem } from '../../core/problem.ts';
import type { ReviewQueueStore, StoredQueue } from '../../store/review-queues.ts';
import { parseVersionReference } from '../scoring/version-cache.ts';
import { draw, isEstimable } from './draw.ts';
import { type FindCandidateNeeds, findCandidates } from './find-candidates.ts';
import { findQuestionAlsoDeleted, getQuestion, type QuestionNeeds } from './questions.ts';
import { targetKey } from './target-key.ts';

export interface QueueNeeds extends FindCandidateNeeds, QuestionNeeds {
  reviewQueues: ReviewQueueStore;
  random(): number;
}

const DEFAULT_LEASE_SECONDS = 900;

/** Draws the items of a queue and opens it. @throws ApiProblem */
export async function createQueue(
  projectId: string,
  input: ReviewQueueInput,
  needs: QueueNeeds,
): Promise<ReviewQueueReport> {
  const question = await questionOf(projectId, input.question, needs);
  if ((await needs.reviewQueues.find(projectId, input.name)) !== undefined) throw taken(input.name);
  const candidates = await findCandidates(projectId, input.source, input.sampling, needs);
  refuseThinStrata(input, candidates);
  const drawn = draw(candidates, input.sampling, needs.random);
  if (drawn.length === 0) {
    throw fault('/source', 'has no sample to review: nothing matches, or no judge has scored it');
  }
  if (drawn.length > LIMITS.queueItems) {
    throw fault(
      '/sampling',
      `gives ${drawn.length} items; a queue has at most ${LIMITS.queueItems}`,
    );
  }
  const queue = {
    ...{ projectId, name: input.name, description: input.description ?? '' },
    ...{ question: question.name, questionVersion: question.version },
    ...{ source: JSON.stringify(input.source), sampling: JSON.stringify(input.sampling) },
    reviewsPerItem: input.reviewsPerItem ?? 1,
    isBlind: input.blind ?? true,
    suggestion: input.suggestion ?? suggestedBy(question),
    leaseSeconds: input.leaseSeconds ?? DEFAULT_LEASE_SECONDS,
    status: 'open' as const,
    population: candidates.length,
    createdAtMs: needs.nowMs(),
    attempt: newId('attempt'),
  };
  if ('dataset' in input.source) {
    const { name, version = 0 } = parseVersionReference(input.source.dataset);
    await needs.reviewSamples.useDataset(projectId, input.name, name, version);
  }
  const items = drawn.map(({ candidate, stratum, inclusionProbability }) => ({
    ...{ target: targetKey(candidate.target), stratum, inclusionProbability },
  }));
  if (!(await needs.reviewQueues.insert(queue, items))) throw taken(input.name);
  return getQueue(projectId, input.name, needs);
}

function taken(name: string): ApiProblem {
  return new ApiProblem('queue_exists', {
    detail: `A queue is, or was, named "${name}". Choose another name.`,
  });
}

function fault(pointer: string, message: string): ApiProblem {
  return new ApiProblem('invalid_request', { errors: [{ pointer, message }] });
}

/** A stratum without a draw would be missing from every estimate. */
function refuseThinStrata(
  { sampling }: ReviewQueueInput,
  candidates: readonly { stratum: string }[],
): void {
  if (sampling.method !== 'stratified') return;
  if (sampling.by === 'score' && sampling.scorer === undefined) {
    throw fault('/sampling/scorer', 'is missing: name the score whose fifths are the strata');
  }
  const strata = new Set(candidates.map(({ stratum }) => stratum)).size;
  if (sampling.size >= strata) return;
  throw fault('/sampling/size', `must be at least ${strata}, one item for each stratum`);
}

function suggestedBy({ scorer }: Question): string | null {
  return scorer === null ? null : parseVersionReference(scorer.name).name;
}

async function questionOf(
  projectId: string,
  reference: string,
  needs: QueueNeeds,
): Promise<Question> {
  try {
    return await getQuestion(projectId, reference, needs);
  } catch (cause) {
    if (!(cause instanceof ApiProblem) || cause.code !== 'question_not_found') throw cause;
    throw fault('/question', 'is not a question of this project; GET /v1/questions lists them');
  }
}

/** @throws ApiProblem `queue_not_found` */
export async function getQueue(
  projectId: string,
  name: string,
  needs: QueueNeeds,
): Promise<ReviewQueueReport> {
  const queue = await findQueue(projectId, name, needs);
  const [shown, progress] = await Promise.all([
    toQueue(queue, needs),
    progressOf(projectId, name, needs),
  ]);
  return { ...shown, progress };
}

/** Queues by name. */
export async function listQueues(
  projectId: string,
  { limit = PAGE_ITEMS, cursor }: { limit?: number | undefined; cursor?: string | undefined },
  needs: QueueNeeds,
): Promise<Page<ReviewQueue>> {
  const rows = await needs.reviewQueues.list(projectId, limit + 1, cursor);
  const shown = rows.slice(0, limit);
  const items = await Promise.all(shown.map((row) => toQueue(row, needs)));
  return { items, nextCursor: rows.length > limit ? (shown.at(-1)?.name ?? null) : null };
}

/** Stops a queue from giving out items, or starts it again. @throws ApiProblem `queue_not_found` */
export async function setQueueStatus(
  projectId: string,
  name: string,
  status: StoredQueue['status'],
  needs: QueueNeeds,
): Promise<ReviewQueueReport> {
  await findQueue(projectId, name, needs);
  await needs.reviewQueues.setStatus(projectId, name, status);
  return getQueue(projectId, name, needs);
}

/** Deletes a queue; labels are kept. @throws ApiProblem `queue_not_found` */
export async function deleteQueue(
  projectId: string,
  name: string,
  needs: QueueNeeds,
): Promise<void> {
  await findQueue(projectId, name, needs);
  await needs.reviewQueues.remove(projectId, name, needs.nowMs());
  await needs.reviewSamples.releaseDataset(projectId, name);
}

async function findQueue(
  projectId: string,
  name: string,
  { reviewQueues }: Pick<QueueNeeds, 'reviewQueues'>,
): Promise<StoredQueue> {
  const queue = await reviewQueues.find(projectId, name);
  if (queue === undefined) throw new ApiProblem('queue_not_found');
  return queue;
}

async function progressOf(
  projectId: string,
  name: string,
  { reviewQueues }: QueueNeeds,
): Promise<QueueProgress> {
  const [counts, people] = await Promise.all([
    reviewQueues.countItems(projectId, name),
    reviewQueues.countReviewers(projectId, name),
  ]);
  const sum = (key: 'submitted' | 'skipped') =>
    people.reduce((total, each) => total + each[key], 0);
  return {
    items: counts.items,
    done: counts.complete,
    disputed: counts.disputed,
    adjudicated: counts.adjudicated,
    reviews: { wanted: counts.wanted, submitted: sum('submitted'), skipped: sum('skipped') },
    reviewers: people.map(({ reviewer, submitted, skipped, meanLeadMs, lastAtMs }) => ({
      ...{ reviewer, submitted, skipped },
      secondsPerItem: meanLeadMs === null ? null : meanLeadMs / 1000,
      lastAt: lastAtMs === null ? null : new Date(lastAtMs).toISOString(),
    })),
  };
}

async function toQueue(stored: StoredQueue, needs: QuestionNeeds): Promise<ReviewQueue> {
  const { name, description, reviewsPerItem, isBlind, suggestion, leaseSeconds } = stored;
  const sampling = JSON.parse(stored.sampling);
  return {
    ...{ name, description },
    question: await questionOfQueue(stored, needs),
    ...{ source: JSON.parse(stored.source), sampling },
    ...{ reviewsPerItem, blind: isBlind, suggestion, leaseSeconds, status: stored.status },
    population: stored.population,
    isEstimable: isEstimable(sampling),
    createdAt: new Date(stored.createdAtMs).toISOString(),
  };
}

/** The question of a queue, also once it was deleted. */
export function questionOfQueue(
  { projectId, question, questionVersion }: StoredQueue,
  needs: QuestionNeeds,
): Promise<Question> {
  return findQuestionAlsoDeleted(projectId, question, questionVersion, needs);
}
