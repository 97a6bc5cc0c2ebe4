import type {
  BatchComparison,
  BatchFilter,
  BatchGateRequest,
  BatchGateResult,
  BatchItem,
  GateLimits,
  ItemFilter,
} from '@assay/schema/types.ts';
import type { ApiPromise } from '../api-promise.ts';
import type { Call } from '../call.ts';
import { errorOf, TimeoutError } from '../errors.ts';
import type { RequestOptions } from '../options.ts';
import { listOf, type PagePromise } from '../page.ts';
import { sleep } from '../retry.ts';
import type { SampleSource } from '../samples.ts';
import { pathOf, type ServerEvent } from '../transport.ts';
import type { Batch, BatchOptions, BatchReport } from '../types.ts';
import {
  type AppendOptions,
  appendSamples,
  type CreateOptions,
  createBatch,
} from './send-samples.ts';

export interface WaitOptions extends RequestOptions {
  /** Called with the batch each time it was looked at. */
  onProgress?: ((batch: BatchReport) => void) | undefined;
  /** Milliseconds between two looks; 1,000 when left out. */
  pollMs?: number | undefined;
  /** How long to wait in all, in milliseconds; until the batch has ended when left out. */
  totalTimeoutMs?: number | undefined;
}

/** Many samples that are scored through the queue. */
export class Batches {
  readonly #call: Call;

  constructor(call: Call) {
    this.#call = call;
  }

  /**
   * Makes a batch. What fits goes in one request; the rest is read as it is sent, in parts that are
   * each sent again when the way there fails, and scored once all of it is there.
   *
   * When it fails, what was sent is cancelled. With an `idempotencyKey` of yours it is left open
   * instead: calling again with the key and the same samples goes on where it stopped.
   *
   * Timeouts and retries hold for each request.
   *
   * @param source up to 1,000,000 samples: a list, an (async) iterable, a stream, or NDJSON
   * @throws ValidationError when a sample cannot be read, unless `onInvalid` is `skip`
   * @example
   * const batch = await assay.batches.create(samples, { suite: 'support@3', tags: ['nightly'] });
   * const { counts } = await assay.batches.wait(batch.id);
   */
  create(source: SampleSource, options: BatchOptions, request?: CreateOptions): Promise<Batch> {
    return createBatch(this.#call, source, options, request);
  }

  /** Appends samples to a batch that was made with `open`, in parts as `create` does. */
  append(
    id: string,
    source: SampleSource,
    options: AppendOptions = {},
    request?: RequestOptions,
  ): Promise<Batch> {
    return appendSamples(this.#call, id, source, options, request);
  }

  /** Closes an open batch and has it scored. */
  seal(id: string, options?: RequestOptions): ApiPromise<Batch> {
    return this.#do('seal', id, options);
  }

  /** Batches, newest first. */
  list(filter: BatchFilter = {}, options?: RequestOptions): PagePromise<Batch> {
    return listOf(this.#call, { operation: 'batches.list', path: '/v1/batches' }, filter, options);
  }

  /** A batch: its progress, and the statistics of its scorers so far. */
  get(id: string, options?: RequestOptions): ApiPromise<BatchReport> {
    const path = pathOf('batches', id);
    return this.#call({ operation: 'batches.get', args: [id], method: 'GET', path }, options);
  }

  /**
   * Waits until a batch has ended: `completed` or `cancelled`.
   *
   * @throws TimeoutError when `totalTimeoutMs` is over; the batch goes on
   */
  async wait(id: string, options: WaitOptions = {}): Promise<BatchReport> {
    const { onProgress, pollMs = 1_000, totalTimeoutMs, ...request } = options;
    const endsAtMs = Date.now() + (totalTimeoutMs ?? Number.POSITIVE_INFINITY);
    for (;;) {
      const batch = await this.get(id, request);
      onProgress?.(batch);
      if (batch.endedAt !== null) return batch;
      if (Date.now() + pollMs >= endsAtMs) {
        const message = `The batch ${id} did not end within ${totalTimeoutMs} ms. It keeps running.`;
        throw new TimeoutError({ code: 'timeout', message, retryable: true });
      }
      await sleep(pollMs, request.signal);
    }
  }

  /** Tells the batch each time it has changed, until it has ended or some minutes have passed. */
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
   * Every result in input order, as they arrive; also while the batch runs.
   *
   * @throws ConnectionError when the stream breaks off, TimeoutError when it stalls for `idleTimeoutMs`
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

  /** The results page by page. */
  listResults(
    id: string,
    filter: ItemFilter = {},
    options?: RequestOptions,
  ): PagePromise<BatchItem> {
    const path = pathOf('batches', id, 'results');
    return listOf(this.#call, { operation: 'batches.listResults', path }, filter, options, [id]);
  }

  /**
   * Compares a batch with another, sample by sample.
   *
   * @param base its id, or `latest:TAG`
   * @param gate what `gate.passed` of the answer asks
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
   * outcome stays with the batch: one whose gate failed is not the base of `latest:TAG`.
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

  /** Has the errors of a batch tried again; it runs once more. */
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
