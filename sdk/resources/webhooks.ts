import type { WebhookDelivery, WebhookRotation, WebhookSecret } from '@assay/schema/types.ts';
import type { ApiPromise } from '../api-promise.ts';
import type { Call } from '../call.ts';
import type { RequestOptions } from '../options.ts';
import { listOf, type PagePromise } from '../page.ts';
import { pathOf } from '../transport.ts';

/** The webhooks of the project: their signing secret and deliveries. */
export class Webhooks {
  readonly #call: Call;

  constructor(call: Call) {
    this.#call = call;
  }

  /** Gets the secret that signs webhooks, according to Standard Webhooks. */
  secret(options?: RequestOptions): ApiPromise<WebhookSecret> {
    const path = '/v1/webhooks/secret';
    return this.#call({ operation: 'webhooks.secret', args: [], method: 'GET', path }, options);
  }

  /** Replaces the secret; for `overlapSeconds` (default: one day), the old one also signs. */
  rotateSecret(
    rotation: WebhookRotation = {},
    options?: RequestOptions,
  ): ApiPromise<WebhookSecret> {
    return this.#call(
      {
        operation: 'webhooks.rotateSecret',
        args: [rotation],
        method: 'POST',
        path: '/v1/webhooks/secret/rotate',
        body: rotation,
      },
      options,
    );
  }

  /** Lists the webhook deliveries of a batch, an experiment or a probe, newest first. @param id of it */
  deliveries(id: string, options?: RequestOptions): PagePromise<WebhookDelivery> {
    const path = pathOf(id.startsWith('exp_') ? 'experiments' : 'batches', id, 'deliveries');
    return listOf(this.#call, { operation: 'webhooks.deliveries', path }, {}, options, [id]);
  }
}
