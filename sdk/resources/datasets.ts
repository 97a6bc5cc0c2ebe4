import type {
  Dataset,
  DatasetChange,
  DatasetDiff,
  DatasetDiffQuery,
  DatasetInput,
  DatasetItem,
  DatasetItemFilter,
  DatasetItemRecord,
  DatasetVersionInput,
  PageQuery,
} from '@assay/schema/types.ts';
import type { ApiPromise } from '../api-promise.ts';
import type { Call } from '../call.ts';
import type { RequestOptions } from '../options.ts';
import { listOf, type PagePromise } from '../page.ts';
import { pathOf } from '../transport.ts';
import { type ItemSource, type PushOptions, pushItems } from './push-items.ts';

const CHANGES_A_PAGE = 100;

/** Named, versioned lists of samples with labels. */
export class Datasets {
  readonly #call: Call;

  constructor(call: Call) {
    this.#call = call;
  }

  /**
   * Saves items as a version of a data set, which is created if it is not there. They are sent in
   * parts, each with retries; nothing shows until all have arrived.
   *
   * @param source up to 250,000 items: a list, an (async) iterable, a stream, or NDJSON
   * @returns the new version, or the newest if it has the same items
   * @throws ValidationError if an item is invalid
   * @example
   * const { version, counts } = await assay.datasets.push('support', [
   *   { id: 'refund-1', sample: { input: 'Can I get a refund?', output: 'Yes.' }, split: 'test' },
   * ]);
   */
  push(name: string, source: ItemSource, options?: PushOptions): Promise<Dataset> {
    return pushItems(this.#call, name, source, options);
  }

  /**
   * Creates a data set in one request, from up to 1 MiB of items or from stored samples.
   *
   * @throws ConflictError `dataset_exists`
   * @example
   * const lastWeek = { failed: 'faithfulness', from: '2027-01-04T00:00:00Z' };
   * await assay.datasets.create({ name: 'failures', from: { verdicts: lastWeek } });
   */
  create(dataset: DatasetInput, options?: RequestOptions): ApiPromise<Dataset> {
    const path = '/v1/datasets';
    return this.#call(
      { operation: 'datasets.create', args: [dataset], method: 'POST', path, body: dataset },
      options,
    );
  }

  /**
   * Adds a version in one request: all items, changes to a `base`, or stored samples. If the items
   * equal those of the newest version, no version is added and that one is returned.
   */
  addVersion(
    name: string,
    version: DatasetVersionInput,
    options?: RequestOptions,
  ): ApiPromise<Dataset> {
    const path = pathOf('datasets', name, 'versions');
    const args = [name, version];
    return this.#call(
      { operation: 'datasets.addVersion', args, method: 'POST', path, body: version },
      options,
    );
  }

  /** Lists data sets by name, each in its newest version. */
  list(query: PageQuery = {}, options?: RequestOptions): PagePromise<Dataset> {
    const path = '/v1/datasets';
    return listOf(this.#call, { operation: 'datasets.list', path }, query, options);
  }

  /** Gets a version by `name` (newest) or `name@3`. */
  get(reference: string, options?: RequestOptions): ApiPromise<Dataset> {
    const path = pathOf('datasets', reference);
    const args = [reference];
    return this.#call({ operation: 'datasets.get', args, method: 'GET', path }, options);
  }

  /** Lists the versions of a data set, newest first. */
  versions(name: string, query: PageQuery = {}, options?: RequestOptions): PagePromise<Dataset> {
    const path = pathOf('datasets', name, 'versions');
    return listOf(this.#call, { operation: 'datasets.versions', path }, query, options, [name]);
  }

  /**
   * Streams the items of a version in order of their ids.
   *
   * @throws ConnectionError if the stream ends early, TimeoutError if it stalls for `idleTimeoutMs`
   */
  async *items(
    reference: string,
    filter: Pick<DatasetItemFilter, 'split' | 'tag'> = {},
    options?: RequestOptions,
  ): AsyncGenerator<DatasetItem, void> {
    yield* await this.#call<AsyncIterable<DatasetItem>>(
      {
        operation: 'datasets.items',
        args: [reference, filter],
        method: 'GET',
        path: pathOf('datasets', reference, 'items'),
        query: { ...filter, format: 'ndjson', endMark: true },
        reads: 'lines',
      },
      options,
    );
  }

  /** Lists the items of a version page by page. */
  listItems(
    reference: string,
    filter: DatasetItemFilter = {},
    options?: RequestOptions,
  ): PagePromise<DatasetItem> {
    const path = pathOf('datasets', reference, 'items');
    const request = { operation: 'datasets.listItems', path };
    return listOf(this.#call, request, filter, options, [reference]);
  }

  /** Gets an item of a version, with its history. */
  item(reference: string, id: string, options?: RequestOptions): ApiPromise<DatasetItemRecord> {
    const path = pathOf('datasets', reference, 'items', id);
    const args = [reference, id];
    return this.#call({ operation: 'datasets.item', args, method: 'GET', path }, options);
  }

  /** Compares two versions; returns the counts and a page of the items that differ. */
  diff(
    reference: string,
    base: string,
    query: DatasetDiffQuery = {},
    options?: RequestOptions,
  ): ApiPromise<DatasetDiff> {
    const path = pathOf('datasets', reference, 'diff', base);
    const args = [reference, base, query];
    return this.#call({ operation: 'datasets.diff', args, method: 'GET', path, query }, options);
  }

  /** All items that differ between two versions, in order of their ids. */
  async *changes(
    reference: string,
    base: string,
    query: Pick<DatasetDiffQuery, 'include'> = {},
    options?: RequestOptions,
  ): AsyncGenerator<DatasetChange, void> {
    for (let cursor: string | null | undefined; cursor !== null; ) {
      const from = cursor === undefined ? {} : { cursor };
      const asked = { ...query, ...from, limit: CHANGES_A_PAGE };
      const page: DatasetDiff = await this.diff(reference, base, asked, options);
      yield* page.items;
      cursor = page.nextCursor;
    }
  }

  /**
   * Deletes a data set, or one version of it by `name@3`.
   *
   * @throws ConflictError `dataset_in_use`
   */
  delete(reference: string, options?: RequestOptions): ApiPromise<void> {
    const path = pathOf('datasets', reference);
    const args = [reference];
    return this.#call({ operation: 'datasets.delete', args, method: 'DELETE', path }, options);
  }
}
