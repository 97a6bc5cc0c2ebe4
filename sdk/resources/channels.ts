import type {
  AlertChannel,
  AlertChannelContent,
  AlertChannelInput,
  AlertDelivery,
} from '@assay/schema/types.ts';
import type { ApiPromise } from '../api-promise.ts';
import type { Call } from '../call.ts';
import type { RequestOptions } from '../options.ts';
import { listOf, type PagePromise } from '../page.ts';
import { pathOf } from '../transport.ts';

/** Where alerts go. Changes need a key with the scope `admin`. */
export class Channels {
  readonly #call: Call;

  constructor(call: Call) {
    this.#call = call;
  }

  /** Lists channels by name. */
  list(options?: RequestOptions): PagePromise<AlertChannel> {
    return listOf(this.#call, { operation: 'channels.list', path: '/v1/channels' }, {}, options);
  }

  /** Gets a channel. Its secret is never shown. */
  get(name: string, options?: RequestOptions): ApiPromise<AlertChannel> {
    const path = pathOf('channels', name);
    return this.#call({ operation: 'channels.get', args: [name], method: 'GET', path }, options);
  }

  /**
   * Creates a channel: `webhook`, `slack`, `pagerduty` or `alertmanager`.
   *
   * @throws ConflictError `channel_exists`
   */
  create(channel: AlertChannelInput, options?: RequestOptions): ApiPromise<AlertChannel> {
    const path = '/v1/channels';
    return this.#call(
      { operation: 'channels.create', args: [channel], method: 'POST', path, body: channel },
      options,
    );
  }

  /** Replaces a channel; a secret that is omitted stays as it is. */
  replace(
    name: string,
    content: AlertChannelContent,
    options?: RequestOptions,
  ): ApiPromise<AlertChannel> {
    return this.#call(
      {
        operation: 'channels.replace',
        args: [name, content],
        method: 'PUT',
        path: pathOf('channels', name),
        body: content,
      },
      options,
    );
  }

  /** Deletes a channel. */
  delete(name: string, options?: RequestOptions): ApiPromise<void> {
    const path = pathOf('channels', name);
    return this.#call(
      { operation: 'channels.delete', args: [name], method: 'DELETE', path },
      options,
    );
  }

  /** Sends a test at once, and returns what was answered. */
  test(name: string, options?: RequestOptions): ApiPromise<AlertDelivery> {
    const path = pathOf('channels', name, 'test');
    return this.#call({ operation: 'channels.test', args: [name], method: 'POST', path }, options);
  }
}
