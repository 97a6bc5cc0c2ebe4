import { RpcTarget } from 'cloudflare:workers';
import { getScorer, listScorers } from '../operations/scorers.ts';
import type { Caller } from './caller.ts';

/** The scorers, for the holder of a binding. */
export class Scorers extends RpcTarget {
  readonly #caller: Caller;

  constructor(caller: Caller) {
    super();
    this.#caller = caller;
  }

  list(options?: unknown) {
    return this.#caller.call(listScorers, options);
  }

  get(id: unknown, options?: unknown) {
    return this.#caller.call(getScorer, options, id);
  }
}
