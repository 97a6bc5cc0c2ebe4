import type {
  AssignedQueue,
  ClaimedReview,
  Dispute,
  LabelValue,
  PageQuery,
  ReviewAnswer,
  ReviewDraft,
  SubmittedReview,
  Suggestion,
} from '@assay/schema/types.ts';
import type { ApiPromise } from '../api-promise.ts';
import type { Call } from '../call.ts';
import type { RequestOptions } from '../options.ts';
import { listOf, type PagePromise } from '../page.ts';
import { pathOf } from '../transport.ts';

/** The work of a reviewer, with a key of the scope `review`. */
export class Reviews {
  readonly #call: Call;

  constructor(call: Call) {
    this.#call = call;
  }

  /** Lists the queues that the key opens. */
  queues(options?: RequestOptions): ApiPromise<{ items: AssignedQueue[] }> {
    const request = { operation: 'reviews.queues', args: [], method: 'GET', path: '/v1/reviews' };
    return this.#call({ ...request, method: 'GET' }, options);
  }

  /**
   * Gets the next item to review, or goes back to one that the reviewer had.
   *
   * @param item number of the item to go back to
   */
  claim(queue: string, item?: number, options?: RequestOptions): ApiPromise<ClaimedReview> {
    const body = item === undefined ? {} : { item };
    const path = pathOf('queues', queue, 'claim');
    return this.#call(
      { operation: 'reviews.claim', args: [queue, body], method: 'POST', path, body },
      options,
    );
  }

  /** Saves an answer without submitting it. */
  draft(
    queue: string,
    item: number,
    answer: ReviewDraft,
    options?: RequestOptions,
  ): ApiPromise<SubmittedReview> {
    const path = pathOf('queues', queue, 'items', String(item), 'draft');
    return this.#call(
      {
        ...{ operation: 'reviews.draft', args: [queue, item, answer], path, body: answer },
        method: 'PUT',
      },
      options,
    );
  }

  /**
   * Submits an answer, or corrects it.
   *
   * @throws ConflictError `review_lost` or `review_final`
   */
  submit(
    queue: string,
    item: number,
    answer: ReviewAnswer,
    options?: RequestOptions,
  ): ApiPromise<SubmittedReview> {
    return this.#post('submit', queue, item, options, answer);
  }

  /** Skips an item and leaves it to others. */
  skip(queue: string, item: number, options?: RequestOptions): ApiPromise<SubmittedReview> {
    return this.#post('skip', queue, item, options);
  }

  /** Shows what the judge said of an item that was submitted; the answer is final then. */
  reveal(
    queue: string,
    item: number,
    options?: RequestOptions,
  ): ApiPromise<{ suggestion: Suggestion | null }> {
    return this.#post('reveal', queue, item, options);
  }

  /** Lists the items on which reviewers differ, for those who adjudicate. */
  disputes(queue: string, query: PageQuery = {}, options?: RequestOptions): PagePromise<Dispute> {
    const path = pathOf('queues', queue, 'disputes');
    return listOf(this.#call, { operation: 'reviews.disputes', path }, query, options, [queue]);
  }

  /** Decides an item on which reviewers differ. */
  adjudicate(
    queue: string,
    item: number,
    answer: ReviewAnswer,
    options?: RequestOptions,
  ): ApiPromise<{ item: number; value: LabelValue }> {
    return this.#post('adjudicate', queue, item, options, answer);
  }

  #post<Data>(
    verb: string,
    queue: string,
    item: number,
    options?: RequestOptions,
    body?: ReviewAnswer,
  ): ApiPromise<Data> {
    const path = pathOf('queues', queue, 'items', String(item), verb);
    const request = { operation: `reviews.${verb}`, args: [queue, item, body], path };
    return this.#call(
      { ...request, method: 'POST', ...(body === undefined ? {} : { body }) },
      options,
    );
  }
}
