import type { Deletion, DeletionInput, PageQuery } from '@assay/schema/types.ts';
import type { ApiPromise } from '../api-promise.ts';
import type { Call } from '../call.ts';
import type { RequestOptions } from '../options.ts';
import { listOf, type PagePromise } from '../page.ts';
import { type PollOptions, pollUntilEnded } from '../poll.ts';
import { pathOf } from '../transport.ts';

/** Deletions that end in a signed report. */
export class Deletions {
  readonly #call: Call;

  constructor(call: Call) {
    this.#call = call;
  }

  /**
   * Deletes verdicts, everything of a value of metadata, or the whole project. A small deletion has
   * completed when it returns.
   *
   * @example
   * const { id } = await assay.deletions.create({ metadata: { key: 'user', value: 'u-17' } });
   * const { report, erased } = await assay.deletions.wait(id);
   */
  create(input: DeletionInput, options?: RequestOptions): ApiPromise<Deletion> {
    return this.#call(
      {
        operation: 'deletions.create',
        args: [input],
        method: 'POST',
        path: '/v1/deletions',
        body: input,
      },
      options,
    );
  }

  /** Gets a deletion with what it deleted so far, and its report once it has completed. */
  get(id: string, options?: RequestOptions): ApiPromise<Deletion> {
    const path = pathOf('deletions', id);
    return this.#call({ operation: 'deletions.get', args: [id], method: 'GET', path }, options);
  }

  /**
   * Waits until a deletion has completed, with its signed report.
   *
   * @throws TimeoutError if `totalTimeoutMs` is exceeded; the deletion keeps running
   */
  wait(id: string, options?: PollOptions<Deletion>): Promise<Deletion> {
    return pollUntilEnded(`The deletion ${id}`, (request) => this.get(id, request), options);
  }

  /** Lists deletions, newest first. */
  list(query: PageQuery = {}, options?: RequestOptions): PagePromise<Deletion> {
    const place = { operation: 'deletions.list', path: '/v1/deletions' };
    return listOf(this.#call, place, query, options);
  }
}
