import type { PageQuery } from '@assay/schema/types.ts';
import type { ApiPromise } from '../api-promise.ts';
import type { Call } from '../call.ts';
import type { RequestOptions } from '../options.ts';
import { listOf, type PagePromise } from '../page.ts';
import { pathOf } from '../transport.ts';
import type { Suite, SuiteInput, SuitePreview, SuiteVersionInput } from '../types.ts';

/** Named, versioned sets of scorers. */
export class Suites {
  readonly #call: Call;

  constructor(call: Call) {
    this.#call = call;
  }

  /** Lists suites by name, each in its newest version. */
  list(query: PageQuery = {}, options?: RequestOptions): PagePromise<Suite> {
    return listOf(this.#call, { operation: 'suites.list', path: '/v1/suites' }, query, options);
  }

  /** Gets a suite by `name` (newest version) or `name@3`. */
  get(reference: string, options?: RequestOptions): ApiPromise<Suite> {
    const path = pathOf('suites', reference);
    return this.#call({ operation: 'suites.get', args: [reference], method: 'GET', path }, options);
  }

  /**
   * Creates a suite.
   *
   * @throws ConflictError `suite_exists`
   */
  create(suite: SuiteInput, options?: RequestOptions): ApiPromise<Suite> {
    return this.#call(
      {
        operation: 'suites.create',
        args: [suite],
        method: 'POST',
        path: '/v1/suites',
        body: suite,
      },
      options,
    );
  }

  /** Previews the effect of saving a suite; nothing is saved. */
  preview(suite: SuiteInput, options?: RequestOptions): ApiPromise<SuitePreview> {
    const path = '/v1/suites/preview';
    return this.#call(
      { operation: 'suites.preview', args: [suite], method: 'POST', path, body: suite },
      options,
    );
  }

  /** Lists the versions of a suite, newest first. */
  versions(name: string, options?: RequestOptions): PagePromise<Suite> {
    const path = pathOf('suites', name, 'versions');
    return listOf(this.#call, { operation: 'suites.versions', path }, {}, options, [name]);
  }

  /**
   * Adds a version. If the content equals the newest version, no version is added and that one is
   * returned.
   */
  addVersion(
    name: string,
    version: SuiteVersionInput,
    options?: RequestOptions,
  ): ApiPromise<Suite> {
    return this.#call(
      {
        operation: 'suites.addVersion',
        args: [name, version],
        method: 'POST',
        path: pathOf('suites', name, 'versions'),
        body: version,
      },
      options,
    );
  }

  /** Deletes `name` with all versions, or only `name@3`. Verdicts that used it are kept. */
  delete(reference: string, options?: RequestOptions): ApiPromise<void> {
    const path = pathOf('suites', reference);
    return this.#call(
      { operation: 'suites.delete', args: [reference], method: 'DELETE', path },
      options,
    );
  }
}
