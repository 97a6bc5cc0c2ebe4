import { ApiProblem } from '../../core/problem.ts';
import type { ReviewQueueStore, StoredQueue } from '../../store/review-queues.ts';
import type { Principal } from '../auth/principal.ts';

/** Somebody who reviews the items of a queue. */
export interface QueueReviewer {
  queue: StoredQueue;
  /** The name that labels are given under. */
  reviewer: string;
  mayAdjudicate: boolean;
}

/**
 * The queue as the caller may review it. A queue that the caller's key does not open is as good as
 * none.
 *
 * @throws ApiProblem `queue_not_found`
 */
export async function enterQueue(
  principal: Principal,
  name: string,
  { reviewQueues }: { reviewQueues: ReviewQueueStore },
): Promise<QueueReviewer> {
  const role = roleIn(principal, name);
  const queue = role && (await reviewQueues.find(principal.projectId, name));
  if (role === undefined || queue === undefined) throw new ApiProblem('queue_not_found');
  return { queue, ...role };
}

/** What the caller is in a queue; undefined if the caller's key does not open it. */
export function roleIn(
  { review, scopes, keyId }: Principal,
  queue: string,
): Omit<QueueReviewer, 'queue'> | undefined {
  if (scopes.includes('admin')) return { reviewer: keyId, mayAdjudicate: true };
  if (review === undefined || !review.queues.includes(queue)) return undefined;
  return { reviewer: review.reviewer, mayAdjudicate: review.mayAdjudicate ?? false };
}
