import { newId } from '@assay/schema/ids.ts';
import type { Dispute, Page, ReviewAnswer } from '@assay/schema/types.ts';
import { PAGE_ITEMS, pageFrom } from '../../core/page-from.ts';
import { ApiProblem } from '../../core/problem.ts';
import type { DisputedRow } from '../../store/reviews.ts';
import type { Principal } from '../auth/principal.ts';
import { answerFault } from './answer-fault.ts';
import { enterQueue, type QueueReviewer } from './queue-access.ts';
import { questionOfQueue } from './queues.ts';
import { readTarget } from './read-target.ts';
import type { ReviewNeeds } from './review-items.ts';
import { suggestionOf } from './suggestion.ts';
import { targetOf } from './target-key.ts';

/** Items on which reviewers differ, with what each said. @throws ApiProblem `queue_not_found`, `scope_missing` */
export async function listDisputes(
  principal: Principal,
  queueName: string,
  { limit = PAGE_ITEMS, cursor = '0' }: { limit?: number | undefined; cursor?: string | undefined },
  needs: ReviewNeeds,
): Promise<Page<Dispute>> {
  const { queue } = await enterAsAdjudicator(principal, queueName, needs);
  const rows = await needs.reviews.disputed(queue.projectId, queue.name, Number(cursor), limit + 1);
  const items = [...Map.groupBy(rows, ({ at }) => at)];
  const page = pageFrom(
    items,
    limit,
    (item) => item,
    ([at]) => String(at),
  );
  const question = await questionOfQueue(queue, needs);
  const disputes = page.items.map(async ([item, answers]) => {
    const target = targetOf(answers[0]?.target ?? '');
    const found = await readTarget(queue.projectId, target, needs);
    return {
      ...{ item, target, answers: answers.map(toAnswer) },
      sample: found?.sample ?? null,
      suggestion: suggestionOf(found?.verdict ?? null, question, queue.suggestion),
    };
  });
  return { items: await Promise.all(disputes), nextCursor: page.nextCursor };
}

function toAnswer({ reviewer, answer }: DisputedRow): Dispute['answers'][number] {
  const { value, comment = null } = JSON.parse(answer);
  return { by: reviewer, value, comment };
}

/**
 * Decides an item on which reviewers differ. Decided again, the newest decision counts.
 *
 * @throws ApiProblem `queue_not_found`, `scope_missing`, `invalid_request`, `review_undisputed`
 */
export async function adjudicate(
  principal: Principal,
  queueName: string,
  at: number,
  { value, comment, spans = [] }: ReviewAnswer,
  needs: ReviewNeeds,
): Promise<{ item: number; value: ReviewAnswer['value'] }> {
  const { queue, reviewer } = await enterAsAdjudicator(principal, queueName, needs);
  const message = answerFault(await questionOfQueue(queue, needs), value);
  if (message !== undefined) {
    throw new ApiProblem('invalid_request', { errors: [{ pointer: '/value', message }] });
  }
  const item = await needs.reviews.item(queue.projectId, queue.name, at);
  if (item === undefined) throw new ApiProblem('review_undisputed');
  const nowMs = needs.nowMs();
  const label = {
    id: newId('label', nowMs),
    ...{ question: queue.question, version: queue.questionVersion, target: item.target },
    ...{ by: reviewer, origin: 'adjudication' as const, queue: queue.name },
    ...{ value: JSON.stringify(value), comment: comment ?? null, spans: JSON.stringify(spans) },
    inclusionProbability: item.inclusionProbability,
    createdAtMs: nowMs,
  };
  const place = { projectId: queue.projectId, queue: queue.name, at };
  if (await needs.reviews.decide(place, label, nowMs)) return { item: at, value };
  throw new ApiProblem('review_undisputed');
}

async function enterAsAdjudicator(
  principal: Principal,
  queueName: string,
  needs: ReviewNeeds,
): Promise<QueueReviewer> {
  const entered = await enterQueue(principal, queueName, needs);
  if (entered.mayAdjudicate) return entered;
  throw new ApiProblem('scope_missing', {
    detail: 'This key may review, but not adjudicate. Create one with `mayAdjudicate`.',
  });
}
