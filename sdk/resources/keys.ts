import type {
  ApiKey,
  ApiKeyInput,
  ApiKeyRotation,
  CreatedApiKey,
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

  /** Keys, newest first, by a hint: never the keys themselves. */
  list(query: PageQuery = {}, options?: RequestOptions): PagePromise<ApiKey> {
    return listOf(this.#call, { operation: 'keys.list', path: '/v1/keys' }, query, options);
  }

  /** Creates a key, which the answer shows for the only time. */
  create(input: ApiKeyInput, options?: RequestOptions): ApiPromise<CreatedApiKey> {
    return this.#call(
      { operation: 'keys.create', args: [input], method: 'POST', path: '/v1/keys', body: input },
      options,
    );
  }

  /** Makes a successor; the old key ends after `overlapSeconds` (a day when left out). */
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

  /** Revokes a key: at once where it is asked, everywhere within 30 seconds. */
  revoke(id: string, options?: RequestOptions): ApiPromise<ApiKey> {
    const path = pathOf('keys', id);
    return this.#call({ operation: 'keys.revoke', args: [id], method: 'DELETE', path }, options);
  }
}
