import type { AuditEntry, AuditFilter } from '@assay/schema/types.ts';
import type { ApiPromise } from '../api-promise.ts';
import type { Call } from '../call.ts';
import type { RequestOptions } from '../options.ts';
import { listOf, type PagePromise } from '../page.ts';
import { pathOf } from '../transport.ts';

/** The audit log of the project. */
export class Audit {
  readonly #call: Call;

  constructor(call: Call) {
    this.#call = call;
  }

  /**
   * Lists who changed or read what, newest first. Needs a key with the scope `audit` or `admin`.
   *
   * @example
   * for await (const { actor, subject } of assay.audit.list({ operation: 'createKey' })) {
   *   console.log(actor.name, subject);
   * }
   */
  list(filter: AuditFilter = {}, options?: RequestOptions): PagePromise<AuditEntry> {
    return listOf(this.#call, { operation: 'audit.list', path: '/v1/audit' }, filter, options);
  }

  /** Gets an entry, with the state of its subject before and after. */
  get(id: string, options?: RequestOptions): ApiPromise<AuditEntry> {
    const path = pathOf('audit', id);
    return this.#call({ operation: 'audit.get', args: [id], method: 'GET', path }, options);
  }
}
