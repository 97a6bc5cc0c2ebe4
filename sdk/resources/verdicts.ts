import type {
  Receipt,
  Replay,
  StoredVerdict,
  Verdict,
  VerdictFilter,
  VerdictLineage,
} from '@assay/schema/types.ts';
import type { ApiPromise } from '../api-promise.ts';
import type { Call } from '../call.ts';
import type { RequestOptions } from '../options.ts';
import { listOf, type PagePromise } from '../page.ts';
import { pathOf } from '../transport.ts';

/** Stored verdicts. */
export class Verdicts {
  readonly #call: Call;

  constructor(call: Call) {
    this.#call = call;
  }

  /**
   * Lists verdicts, newest first, without their samples: await it for a page, or iterate over all.
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

  /** Gets a verdict with its sample. */
  get(id: string, options?: RequestOptions): ApiPromise<StoredVerdict> {
    const path = pathOf('verdicts', id);
    return this.#call({ operation: 'verdicts.get', args: [id], method: 'GET', path }, options);
  }

  /**
   * Gets a stored verdict as a signed statement, which `verifyReceipt()` of `@assay/sdk/receipts`
   * verifies offline.
   */
  receipt(id: string, options?: RequestOptions): ApiPromise<Receipt> {
    const path = pathOf('verdicts', id, 'receipt');
    return this.#call({ operation: 'verdicts.receipt', args: [id], method: 'GET', path }, options);
  }

  /** Gets everything that led to a verdict: sample, definitions, models, suite, release. */
  lineage(id: string, options?: RequestOptions): ApiPromise<VerdictLineage> {
    const path = pathOf('verdicts', id, 'lineage');
    return this.#call({ operation: 'verdicts.lineage', args: [id], method: 'GET', path }, options);
  }

  /** Scores the sample of a verdict again, by the same definitions, and lists every difference. */
  replay(id: string, options?: RequestOptions): ApiPromise<Replay> {
    const path = pathOf('verdicts', id, 'replay');
    return this.#call({ operation: 'verdicts.replay', args: [id], method: 'POST', path }, options);
  }

  /** Permanently deletes a verdict and its sample. */
  delete(id: string, options?: RequestOptions): ApiPromise<void> {
    const path = pathOf('verdicts', id);
    return this.#call(
      { operation: 'verdicts.delete', args: [id], method: 'DELETE', path },
      options,
    );
  }
}
