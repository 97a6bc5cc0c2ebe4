import type {
  LogCheckpoint,
  LogConsistency,
  LogEntriesQuery,
  LogPage,
  LogProof,
  LogProofQuery,
  PageQuery,
  UnloggedRow,
} from '@assay/schema/types.ts';
import type { ApiPromise } from '../api-promise.ts';
import type { Call } from '../call.ts';
import type { RequestOptions } from '../options.ts';
import { listOf, type PagePromise } from '../page.ts';

/** The append-only log of the project, which `verifyLog()` of `@assay/sdk/log` verifies. */
export class Log {
  readonly #call: Call;

  constructor(call: Call) {
    this.#call = call;
  }

  /** Gets the signed state of the log. Keep it: a later one must extend it. */
  checkpoint(options?: RequestOptions): ApiPromise<LogCheckpoint> {
    const path = '/v1/log/checkpoint';
    return this.#call({ operation: 'log.checkpoint', args: [], method: 'GET', path }, options);
  }

  /** Gets a page of entries, oldest first. */
  entries(query: LogEntriesQuery = {}, options?: RequestOptions): ApiPromise<LogPage> {
    const path = '/v1/log/entries';
    const call = { operation: 'log.entries', args: [query], method: 'GET', path } as const;
    return this.#call({ ...call, query }, options);
  }

  /** Gets an entry with the proof that it is in the log. */
  proof(query: LogProofQuery, options?: RequestOptions): ApiPromise<LogProof> {
    const path = '/v1/log/proof';
    const call = { operation: 'log.proof', args: [query], method: 'GET', path } as const;
    return this.#call({ ...call, query }, options);
  }

  /** Gets the proof that the log of one size is the start of the log of another. */
  consistency(from: number, to: number, options?: RequestOptions): ApiPromise<LogConsistency> {
    const path = '/v1/log/consistency';
    const query = { from, to };
    const call = { operation: 'log.consistency', args: [query], method: 'GET', path } as const;
    return this.#call({ ...call, query }, options);
  }

  /** Lists what will be sealed next: await it for a page, or iterate over all. */
  pending(query: PageQuery = {}, options?: RequestOptions): PagePromise<UnloggedRow> {
    const place = { operation: 'log.pending', path: '/v1/log/pending' } as const;
    return listOf(this.#call, place, query, options);
  }

  /**
   * Lists rows of the database that the log should have and does not: there are none unless somebody
   * tampered with it.
   */
  unlogged(
    query: Pick<PageQuery, 'cursor'> = {},
    options?: RequestOptions,
  ): PagePromise<UnloggedRow> {
    const place = { operation: 'log.unlogged', path: '/v1/log/unlogged' } as const;
    return listOf(this.#call, place, query, options);
  }
}
