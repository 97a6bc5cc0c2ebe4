import type { StoredVerdict, Verdict, VerdictFilter } from '@assay/schema/types.ts';
import type { ApiPromise } from '../api-promise.ts';
import type { Call } from '../call.ts';
import type { RequestOptions } from '../options.ts';
import { listOf, type PagePromise } from '../page.ts';
import { pathOf } from '../transport.ts';

/** What was stored. */
export class Verdicts {
  readonly #call: Call;

  constructor(call: Call) {
    this.#call = call;
  }

  /**
   * Verdicts, newest first, without their samples: awaited a page, iterated over all of them.
   *
   * @example
   * for await (const verdict of assay.verdicts.list({ failed: 'faithfulness', tag: ['nightly'] })) {
   *   console.log(verdict.id, verdict.decision.reason);
   * }
   */
  list(filter: VerdictFilter = {}, options?: RequestOptions): PagePromise<Verdict> {
    return listOf(
      this.#call,
      { operation: 'verdicts.list', path: '/v1/verdicts' },
      filter,
      options,
    );
  }

  /** A verdict with its sample. */
  get(id: string, options?: RequestOptions): ApiPromise<StoredVerdict> {
    const path = pathOf('verdicts', id);
    return this.#call({ operation: 'verdicts.get', args: [id], method: 'GET', path }, options);
  }

  /** Deletes a verdict with its sample, for good. */
  delete(id: string, options?: RequestOptions): ApiPromise<void> {
    const path = pathOf('verdicts', id);
    return this.#call(
      { operation: 'verdicts.delete', args: [id], method: 'DELETE', path },
      options,
    );
  }
}
