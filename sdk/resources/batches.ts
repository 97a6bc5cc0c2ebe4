import type {
  BatchComparison,
  BatchFilter,
  BatchGateRequest,
  BatchGateResult,
  BatchGroups,
  BatchItem,
  BatchRow,
  DatasetSelection,
  GateLimits,
  GroupQuery,
  ItemFilter,
  RowFilter,
} from '@assay/schema/types.ts';
import type { ApiPromise } from '../api-promise.ts';
import type { Call } from '../call.ts';
import { errorOf } from '../errors.ts';
import type { RequestOptions } from '../options.ts';
import { listOf, type PagePromise } from '../page.ts';
import { type PollOptions, pollUntilEnded } from '../poll.ts';
import type { SampleSource } from '../samples.ts';
import { pathOf, type ServerEvent } from '../transport.ts';
import type { Batch, BatchOptions, BatchReport } from '../types.ts';
import {
  type AppendOptions,
  appendSamples,
  type CreateOptions,
  createBatch,
} from './send-samples.ts';

export type WaitOptions = PollOptions<BatchReport>;

/** Many samples that are scored through the queue. */
export class Batches {
  readonly #call: Call;

  constructor(call: Call) {
    this.#call = call;
  }

  /**
   * Creates a batch. Samples that fit are sent in one request; larger inputs are streamed in parts,
   * each with retries, and scored once all parts have arrived.
   *
   * If it fails, the batch is cancelled. With your own `idempotencyKey` it stays open instead:
   * calling again with the same key and samples resumes it.
   *
   * Timeouts and retries apply to each request.
   *
   * @param source up to 1,000,000 samples: a list, an (async) iterable, a stream, or NDJSON
   * @throws ValidationError if a sample is invalid, unless `onInvalid` is `skip`
   * @example
   * const batch = await assay.batches.create(samples, { suite: 'support@3', tags: ['nightly'] });
   * const { counts } = await assay.batches.wait(batch.id);
   */
  create(source: SampleSource, options: BatchOptions, request?: CreateOptions): Promise<Batch> {
    return createBatch(this.#call, source, options, request);
  }

  /**
   * Creates a batch of the items of a data set. `sampleId` of each result is the id of its item.
   *
   * @param dataset `name@3`, `name` for the newest version, or `{ name, split, tags }`
   * @example
   * const batch = await assay.batches.createFrom('golden@3', { suite: 'support' });
   */
  createFrom(
    dataset: DatasetSelection,
    options: Omit<BatchOptions, 'dataset' | 'open' | 'onInvalid'>,
    request?: CreateOptions,
  ): Promise<Batch> {
    return createBatch(this.#call, [], { ...options, dataset }, request);
  }

  /** Appends samples to a batch created with `open`, in parts like `create`. */
  append(
    id: string,
    source: SampleSource,
    options: AppendOptions = {},
    request?: RequestOptions,
  ): Promise<Batch> {
    return appendSamples(this.#call, id, source, options, request);
  }

  /** Seals an open batch and starts scoring it. */
  seal(id: string, options?: RequestOptions): ApiPromise<Batch> {
    return this.#do('seal', id, options);
  }

  /** Lists batches, newest first. */
  list(filter: BatchFilter = {}, options?: RequestOptions): PagePromise<Batch> {
    return listOf(this.#call, { operation: 'batches.list', path: '/v1/batches' }, filter, options);
  }

  /** Gets a batch with its progress and the statistics of its scorers. */
  get(id: string, options?: RequestOptions): ApiPromise<BatchReport> {
    const path = pathOf('batches', id);
    return this.#call({ operation: 'batches.get', args: [id], method: 'GET', path }, options);
  }

  /**
   * Waits until a batch has ended: `completed` or `cancelled`.
   *
   * @throws TimeoutError if `totalTimeoutMs` is exceeded; the batch keeps running
   */
  wait(id: string, options?: WaitOptions): Promise<BatchReport> {
    return pollUntilEnded(`The batch ${id}`, (request) => this.get(id, request), options);
  }

  /** Streams the batch each time it changes, until it has ended or a few minutes have passed. */
  async *events(id: string, options?: RequestOptions): AsyncGenerator<BatchReport, void> {
    const path = pathOf('batches', id, 'events');
    const events = await this.#call<AsyncIterable<ServerEvent>>(
      { operation: 'batches.events', args: [id], method: 'GET', path, reads: 'events' },
      options,
    );
    for await (const { event, data } of events) {
      if (event === 'error') throw errorOf(data as Parameters<typeof errorOf>[0]);
      if (event === 'batch') yield data as BatchReport;
    }
  }

  /**
   * Streams all results in input order, also while the batch runs.
   *
   * @throws ConnectionError if the stream ends early, TimeoutError if it stalls for `idleTimeoutMs`
   */
  async *results(
    id: string,
    filter: Pick<ItemFilter, 'status' | 'include'> = {},
    options?: RequestOptions,
  ): AsyncGenerator<BatchItem, void> {
    yield* await this.#call<AsyncIterable<BatchItem>>(
      {
        operation: 'batches.results',
        args: [id, filter],
        method: 'GET',
        path: pathOf('batches', id, 'results'),
        query: { ...filter, format: 'ndjson', endMark: true },
        reads: 'lines',
      },
      options,
    );
  }

  /** Lists the results page by page. */
  listResults(
    id: string,
    filter: ItemFilter = {},
    options?: RequestOptions,
  ): PagePromise<BatchItem> {
    const path = pathOf('batches', id, 'results');
    return listOf(this.#call, { operation: 'batches.listResults', path }, filter, options, [id]);
  }

  /** Gets a sample with its verdict, by its position in the input, from 0. */
  result(id: string, index: number, options?: RequestOptions): ApiPromise<BatchItem> {
    const path = pathOf('batches', id, 'results', String(index));
    const args = [id, String(index)];
    return this.#call({ operation: 'batches.result', args, method: 'GET', path }, options);
  }

  /**
   * Finds samples by their scores and texts, in brief: without the texts, and without reasons. Await
   * it for a page, or iterate over all.
   *
   * @example
   * const rows = assay.batches.rows('bat_…', { base: 'previous', change: ['regressed'] });
   * for await (const { sampleId, value, base } of rows) console.log(sampleId, base?.value, value);
   */
  rows(id: string, filter: RowFilter = {}, options?: RequestOptions): PagePromise<BatchRow> {
    const path = pathOf('batches', id, 'rows');
    return listOf(this.#call, { operation: 'batches.rows', path }, filter, options, [id]);
  }

  /** Counts the samples that match filters, by what they have in common. */
  groups(id: string, query: GroupQuery, options?: RequestOptions): ApiPromise<BatchGroups> {
    const path = pathOf('batches', id, 'groups');
    const call = { operation: 'batches.groups', args: [id, query], method: 'GET', path } as const;
    return this.#call({ ...call, query }, options);
  }

  /**
   * Finds the batch that a batch is compared with.
   *
   * @param base `latest:TAG`, or `previous`: the newest completed batch before this one with the same
   *   suite or a common tag, whose gate did not fail
   * @throws NotFoundError if there is none
   */
  base(id: string, base = 'previous', options?: RequestOptions): ApiPromise<Batch> {
    const path = pathOf('batches', id, 'base');
    const call = { operation: 'batches.base', args: [id, { base }], method: 'GET', path } as const;
    return this.#call({ ...call, query: { base } }, options);
  }

  /**
   * Compares two batches, sample by sample.
   *
   * @param base the id of the other batch, `latest:TAG` or `previous` @param gate the bounds for `gate.passed`
   * @throws ConflictError `batch_not_ended`
   */
  compare(
    id: string,
    base: string,
    gate: GateLimits = {},
    options?: RequestOptions,
  ): ApiPromise<BatchComparison> {
    return this.#call(
      {
        operation: 'batches.compare',
        args: [id, base, gate],
        method: 'GET',
        path: pathOf('batches', id, 'compare', base),
        query: gate,
      },
      options,
    );
  }

  /**
   * Evaluates the gate of a batch that has ended: by its pass rate, against a base, or both. The
   * outcome is stored with the batch: `latest:TAG` does not select a batch whose gate failed.
   *
   * @throws ConflictError `batch_not_ended`
   * @example
   * const batch = await assay.batches.create(samples, { suite: 'support@3' });
   * await assay.batches.wait(batch.id);
   * const gate = { base: 'latest:main', maxRegression: 0.02 };
   * const { outcome } = await assay.batches.gate(batch.id, gate);
   */
  gate(
    id: string,
    request: BatchGateRequest,
    options?: RequestOptions,
  ): ApiPromise<BatchGateResult> {
    const path = pathOf('batches', id, 'gate');
    const call = { operation: 'batches.gate', args: [id, request], method: 'POST', path } as const;
    return this.#call({ ...call, body: request }, options);
  }

  /** Cancels a batch. Results so far are kept. */
  cancel(id: string, options?: RequestOptions): ApiPromise<Batch> {
    return this.#do('cancel', id, options);
  }

  /** Retries the failed samples of a batch; it runs again. */
  retry(id: string, options?: RequestOptions): ApiPromise<Batch> {
    return this.#do('retry', id, options);
  }

  /** Deletes a batch with its samples and results. */
  delete(id: string, options?: RequestOptions): ApiPromise<void> {
    const path = pathOf('batches', id);
    return this.#call({ operation: 'batches.delete', args: [id], method: 'DELETE', path }, options);
  }

  #do(verb: 'seal' | 'cancel' | 'retry', id: string, options?: RequestOptions): ApiPromise<Batch> {
    const path = pathOf('batches', id, verb);
    return this.#call({ operation: `batches.${verb}`, args: [id], method: 'POST', path }, options);
  }
}
