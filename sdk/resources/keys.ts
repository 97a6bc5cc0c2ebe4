import type {
  ApiKey,
  ApiKeyInput,
  ApiKeyRotation,
  CreatedApiKey,
  CurrentKey,
  PageQuery,
} from '@assay/schema/types.ts';
import type { ApiPromise } from '../api-promise.ts';
import type { Call } from '../call.ts';
import type { RequestOptions } from '../options.ts';
import { listOf, type PagePromise } from '../page.ts';
import { pathOf } from '../transport.ts';

/** The API keys of the project. */
export class Keys {
  readonly #call: Call;

  constructor(call: Call) {
    this.#call = call;
  }

  /** Lists keys, newest first, with a hint for each, but never the keys themselves. */
  list(query: PageQuery = {}, options?: RequestOptions): PagePromise<ApiKey> {
    return listOf(this.#call, { operation: 'keys.list', path: '/v1/keys' }, query, options);
  }

  /** Gets the key of this client: its scopes and its project. Any key can call it. */
  current(options?: RequestOptions): ApiPromise<CurrentKey> {
    const path = '/v1/keys/current';
    return this.#call({ operation: 'keys.current', args: [], method: 'GET', path }, options);
  }

  /** Creates a key. Only this response contains the key itself. */
  create(input: ApiKeyInput, options?: RequestOptions): ApiPromise<CreatedApiKey> {
    return this.#call(
      { operation: 'keys.create', args: [input], method: 'POST', path: '/v1/keys', body: input },
      options,
    );
  }

  /** Creates a new key; the old one expires after `overlapSeconds` (default: one day). */
  rotate(
    id: string,
    rotation: ApiKeyRotation = {},
    options?: RequestOptions,
  ): ApiPromise<CreatedApiKey> {
    return this.#call(
      {
        operation: 'keys.rotate',
        args: [id, rotation],
        method: 'POST',
        path: pathOf('keys', id, 'rotate'),
        body: rotation,
      },
      options,
    );
  }

  /** Revokes a key; takes effect everywhere within 30 seconds. */
  revoke(id: string, options?: RequestOptions): ApiPromise<ApiKey> {
    const path = pathOf('keys', id);
    return this.#call({ operation: 'keys.revoke', args: [id], method: 'DELETE', path }, options);
  }
}
