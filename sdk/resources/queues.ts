import type {
  AgreementReport,
  PageQuery,
  ReviewQueue,
  ReviewQueueInput,
  ReviewQueueReport,
} from '@assay/schema/types.ts';
import type { ApiPromise } from '../api-promise.ts';
import type { Call } from '../call.ts';
import type { RequestOptions } from '../options.ts';
import { listOf, type PagePromise } from '../page.ts';
import { pathOf } from '../transport.ts';

const PATH = '/v1/queues';

/** Samples that people are asked about. */
export class Queues {
  readonly #call: Call;

  constructor(call: Call) {
    this.#call = call;
  }

  /** Lists review queues by name. */
  list(query: PageQuery = {}, options?: RequestOptions): PagePromise<ReviewQueue> {
    return listOf(this.#call, { operation: 'queues.list', path: PATH }, query, options);
  }

  /** Gets a queue with its progress and pace. */
  get(name: string, options?: RequestOptions): ApiPromise<ReviewQueueReport> {
    const path = pathOf('queues', name);
    return this.#call({ operation: 'queues.get', args: [name], method: 'GET', path }, options);
  }

  /** Draws the items of a queue and opens it. */
  create(queue: ReviewQueueInput, options?: RequestOptions): ApiPromise<ReviewQueueReport> {
    return this.#call(
      { operation: 'queues.create', args: [queue], method: 'POST', path: PATH, body: queue },
      options,
    );
  }

  /** How far its reviewers agree. */
  agreement(name: string, options?: RequestOptions): ApiPromise<AgreementReport> {
    const path = pathOf('queues', name, 'agreement');
    const operation = 'queues.agreement';
    return this.#call({ operation, args: [name], method: 'GET', path }, options);
  }

  /** Stops a queue from giving out items and taking answers. */
  close(name: string, options?: RequestOptions): ApiPromise<ReviewQueueReport> {
    const path = pathOf('queues', name, 'close');
    return this.#call({ operation: 'queues.close', args: [name], method: 'POST', path }, options);
  }

  /** Starts a closed queue again. */
  reopen(name: string, options?: RequestOptions): ApiPromise<ReviewQueueReport> {
    const path = pathOf('queues', name, 'reopen');
    return this.#call({ operation: 'queues.reopen', args: [name], method: 'POST', path }, options);
  }

  /** Deletes a queue; its labels are kept. */
  delete(name: string, options?: RequestOptions): ApiPromise<null> {
    const path = pathOf('queues', name);
    return this.#call(
      { operation: 'queues.delete', args: [name], method: 'DELETE', path },
      options,
    );
  }
}
