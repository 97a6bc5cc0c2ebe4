import type {
  Monitor,
  MonitorAlarm,
  MonitorInput,
  MonitorPreview,
  MonitorPreviewInput,
  MonitorReport,
  MonitorResetInput,
  MonitorSummary,
  MonitorSummaryQuery,
  MonitorTimeline,
  MonitorVersionInput,
  PageQuery,
} from '@assay/schema/types.ts';
import type { ApiPromise } from '../api-promise.ts';
import type { Call } from '../call.ts';
import type { RequestOptions } from '../options.ts';
import { listOf, type PagePromise } from '../page.ts';
import { pathOf } from '../transport.ts';

/** Monitors: sequential tests over streams of scores, with their alarms. */
export class Monitors {
  readonly #call: Call;

  constructor(call: Call) {
    this.#call = call;
  }

  /** Lists monitors by name, each with what it knows. */
  list(query: PageQuery = {}, options?: RequestOptions): PagePromise<MonitorReport> {
    return listOf(this.#call, { operation: 'monitors.list', path: '/v1/monitors' }, query, options);
  }

  /** Gets a monitor by `name` (newest version) or `name@3`, with what it knows. */
  get(reference: string, options?: RequestOptions): ApiPromise<MonitorReport> {
    return this.#ask('monitors.get', [reference], pathOf('monitors', reference), options);
  }

  /**
   * Creates a monitor. Needs a key with the scope `admin`.
   *
   * @throws ConflictError `monitor_exists`
   */
  create(monitor: MonitorInput, options?: RequestOptions): ApiPromise<Monitor> {
    const path = '/v1/monitors';
    return this.#call(
      { operation: 'monitors.create', args: [monitor], method: 'POST', path, body: monitor },
      options,
    );
  }

  /** Shows what a monitor would have said of stored verdicts; nothing is saved. */
  preview(input: MonitorPreviewInput, options?: RequestOptions): ApiPromise<MonitorPreview> {
    const path = '/v1/monitors/preview';
    return this.#call(
      { operation: 'monitors.preview', args: [input], method: 'POST', path, body: input },
      options,
    );
  }

  /** Shows what moved in the last days, over all monitors. */
  summary(query: MonitorSummaryQuery = {}, options?: RequestOptions): ApiPromise<MonitorSummary> {
    const path = '/v1/monitors-summary';
    return this.#call(
      { operation: 'monitors.summary', args: [query], method: 'GET', path, query: { ...query } },
      options,
    );
  }

  /** Gets what a monitor has seen: means with their confidence sequence, and marks. */
  timeline(name: string, options?: RequestOptions): ApiPromise<MonitorTimeline> {
    return this.#ask('monitors.timeline', [name], pathOf('monitors', name, 'timeline'), options);
  }

  /** Lists the alarms of a monitor, newest first. */
  alarms(name: string, query: PageQuery = {}, options?: RequestOptions): PagePromise<MonitorAlarm> {
    const path = pathOf('monitors', name, 'alarms');
    return listOf(this.#call, { operation: 'monitors.alarms', path }, query, options, [name]);
  }

  /** Notes that you look after an alarm, which stays open. */
  acknowledge(name: string, alarm: string, options?: RequestOptions): ApiPromise<MonitorAlarm> {
    const path = pathOf('monitors', name, 'alarms', alarm, 'acknowledge');
    return this.#call(
      { operation: 'monitors.acknowledge', args: [name, alarm], method: 'POST', path },
      options,
    );
  }

  /** Ends the alarms of a monitor and starts it again, with the same baseline or a new one. */
  reset(
    name: string,
    reset: MonitorResetInput = {},
    options?: RequestOptions,
  ): ApiPromise<MonitorReport> {
    const path = pathOf('monitors', name, 'reset');
    return this.#call(
      { operation: 'monitors.reset', args: [name, reset], method: 'POST', path, body: reset },
      options,
    );
  }

  /** Lists the versions of a monitor, newest first. */
  versions(name: string, options?: RequestOptions): PagePromise<Monitor> {
    const path = pathOf('monitors', name, 'versions');
    return listOf(this.#call, { operation: 'monitors.versions', path }, {}, options, [name]);
  }

  /**
   * Adds a version. If the content equals the newest version, no version is added and that one is
   * returned.
   */
  addVersion(
    name: string,
    version: MonitorVersionInput,
    options?: RequestOptions,
  ): ApiPromise<Monitor> {
    return this.#call(
      {
        operation: 'monitors.addVersion',
        args: [name, version],
        method: 'POST',
        path: pathOf('monitors', name, 'versions'),
        body: version,
      },
      options,
    );
  }

  /** Deletes `name` with all versions and all that it has seen, or only `name@3`. */
  delete(reference: string, options?: RequestOptions): ApiPromise<void> {
    const path = pathOf('monitors', reference);
    return this.#call(
      { operation: 'monitors.delete', args: [reference], method: 'DELETE', path },
      options,
    );
  }

  #ask<Value>(
    operation: string,
    args: string[],
    path: string,
    options: RequestOptions | undefined,
  ): ApiPromise<Value> {
    return this.#call({ operation, args, method: 'GET', path }, options);
  }
}
