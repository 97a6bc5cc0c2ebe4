import { RpcTarget } from 'cloudflare:workers';
import { deleteVerdict, getVerdict, listVerdicts } from '../operations/verdicts.ts';
import type { Caller } from './caller.ts';

/** The stored verdicts of a project, for the holder of a binding. */
export class Verdicts extends RpcTarget {
  readonly #caller: Caller;

  constructor(caller: Caller) {
    super();
    this.#caller = caller;
  }

  list(filter?: unknown, options?: unknown) {
    return this.#caller.call(listVerdicts, options, filter);
  }

  get(id: unknown, options?: unknown) {
    return this.#caller.call(getVerdict, options, id);
  }

  delete(id: unknown, options?: unknown) {
    return this.#caller.call(deleteVerdict, options, id);
  }
}
