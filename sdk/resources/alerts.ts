import type {
  Alert,
  AlertDelivery,
  AlertDeliveryFilter,
  AlertFilter,
  AlertMute,
  AlertMuteInput,
  AlertSettings,
} from '@assay/schema/types.ts';
import type { ApiPromise } from '../api-promise.ts';
import type { Call } from '../call.ts';
import type { RequestOptions } from '../options.ts';
import { listOf, type PagePromise } from '../page.ts';
import { pathOf } from '../transport.ts';

/** What moved: alerts of monitors, schedules and the health of evaluation. */
export class Alerts {
  readonly #call: Call;

  constructor(call: Call) {
    this.#call = call;
  }

  /** Lists alerts, newest first. */
  list(filter: AlertFilter = {}, options?: RequestOptions): PagePromise<Alert> {
    return listOf(this.#call, { operation: 'alerts.list', path: '/v1/alerts' }, filter, options);
  }

  /** Gets an alert. */
  get(id: string, options?: RequestOptions): ApiPromise<Alert> {
    const path = pathOf('alerts', id);
    return this.#call({ operation: 'alerts.get', args: [id], method: 'GET', path }, options);
  }

  /** Ends an alert by hand. Needs a key with the scope `admin`. */
  resolve(id: string, options?: RequestOptions): ApiPromise<Alert> {
    const path = pathOf('alerts', id, 'resolve');
    return this.#call({ operation: 'alerts.resolve', args: [id], method: 'POST', path }, options);
  }

  /** Lists what was sent of alerts and what was answered, newest first. */
  deliveries(
    filter: AlertDeliveryFilter = {},
    options?: RequestOptions,
  ): PagePromise<AlertDelivery> {
    const path = '/v1/alert-deliveries';
    return listOf(this.#call, { operation: 'alerts.deliveries', path }, filter, options);
  }

  /** Lists what is muted. */
  mutes(options?: RequestOptions): PagePromise<AlertMute> {
    const path = '/v1/alert-mutes';
    return listOf(this.#call, { operation: 'alerts.mutes', path }, {}, options);
  }

  /**
   * Mutes a channel (`channel:name`), a source (`monitor:name`) or a kind of sources (`health`) until a
   * time; `until: null` ends it. Needs a key with the scope `admin`.
   */
  mute(mute: AlertMuteInput, options?: RequestOptions): ApiPromise<{ items: AlertMute[] }> {
    const path = '/v1/alert-mutes';
    return this.#call(
      { operation: 'alerts.mute', args: [mute], method: 'PUT', path, body: mute },
      options,
    );
  }

  /** Reads when the health of evaluation raises alerts. */
  settings(options?: RequestOptions): ApiPromise<AlertSettings> {
    const path = '/v1/project/alert-settings';
    return this.#call({ operation: 'alerts.settings', args: [], method: 'GET', path }, options);
  }

  /** Replaces when the health of evaluation raises alerts. Needs a key with the scope `admin`. */
  replaceSettings(settings: AlertSettings, options?: RequestOptions): ApiPromise<AlertSettings> {
    const path = '/v1/project/alert-settings';
    return this.#call(
      {
        ...{ operation: 'alerts.replaceSettings', args: [settings], method: 'PUT', path },
        body: settings,
      },
      options,
    );
  }
}
