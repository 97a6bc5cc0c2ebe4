import { RpcTarget } from 'cloudflare:workers';
import {
  appendToBatch,
  cancelBatch,
  compareBatches,
  createBatch,
  deleteBatch,
  gateBatch,
  getBatch,
  type Lines,
  listBatches,
  listBatchResults,
  retryBatch,
  sealBatch,
} from '../operations/batches.ts';
import type { Caller } from './caller.ts';

/** The batches of a project, for the holder of a binding. */
export class Batches extends RpcTarget {
  readonly #caller: Caller;

  constructor(caller: Caller) {
    super();
    this.#caller = caller;
  }

  create(batch: unknown, { lines, ...options }: { lines?: Lines } = {}) {
    return this.#caller.call(createBatch, options, batch, lines);
  }

  append(id: unknown, samples: unknown, { lines, ...options }: { lines?: Lines } = {}) {
    return this.#caller.call(appendToBatch, options, id, samples, lines);
  }

  seal(id: unknown, options?: unknown) {
    return this.#caller.call(sealBatch, options, id);
  }

  list(filter?: unknown, options?: unknown) {
    return this.#caller.call(listBatches, options, filter);
  }

  get(id: unknown, options?: unknown) {
    return this.#caller.call(getBatch, options, id);
  }

  results(id: unknown, filter?: unknown, options?: unknown) {
    return this.#caller.call(listBatchResults, options, id, filter);
  }

  compare(id: unknown, base: unknown, query?: unknown, options?: unknown) {
    return this.#caller.call(compareBatches, options, id, base, query);
  }

  gate(id: unknown, request: unknown, options?: unknown) {
    return this.#caller.call(gateBatch, options, id, request);
  }

  cancel(id: unknown, options?: unknown) {
    return this.#caller.call(cancelBatch, options, id);
  }

  retry(id: unknown, options?: unknown) {
    return this.#caller.call(retryBatch, options, id);
  }

  delete(id: unknown, options?: unknown) {
    return this.#caller.call(deleteBatch, options, id);
  }
}
