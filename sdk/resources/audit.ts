import type { AuditEntry, AuditFilter } from '@assay/schema/types.ts';
import type { Call } from '../call.ts';
import type { RequestOptions } from '../options.ts';
import { listOf, type PagePromise } from '../page.ts';

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
}
