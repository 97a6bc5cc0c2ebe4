import type {
  ModelCard,
  ModelCardFilter,
  Probe,
  ProbeEstimate,
  ProbeFilter,
  ProbeReport,
  ProbeReportFilter,
} from '@assay/schema/types.ts';
import type { ApiPromise } from '../api-promise.ts';
import type { Call } from '../call.ts';
import type { RequestOptions } from '../options.ts';
import { listOf, type PagePromise } from '../page.ts';
import { type PollOptions, pollUntilEnded } from '../poll.ts';
import { pathOf } from '../transport.ts';
import type { ProbeInput } from '../types.ts';

export type ProbeWaitOptions = PollOptions<Probe>;

/** Whether something changes an answer that should not. */
export class Probes {
  readonly #call: Call;

  constructor(call: Call) {
    this.#call = call;
  }

  /**
   * Makes variants of samples that differ in one respect, and lets the target answer each. Returns at
   * once. The experiment of the same id can be cancelled, resumed and deleted.
   *
   * @throws ValidationError if it cannot run; `errors` names each field
   * @example
   * const { id } = await assay.probes.create({
   *   kind: 'phrasing',
   *   target: 'openai/gpt-5-mini',
   *   samples: [{ input: 'What is the capital of France?', expected: 'Paris' }],
   *   scorers: ['contains'],
   * });
   * await assay.probes.wait(id);
   * const { line, differences } = await assay.probes.report(id);
   */
  create(input: ProbeInput, options?: RequestOptions): ApiPromise<Probe> {
    return this.#post('create', '/v1/probes', input, options);
  }

  /** Shows the variants that a probe would make, and what it would cost. Nothing runs. */
  estimate(input: ProbeInput, options?: RequestOptions): ApiPromise<ProbeEstimate> {
    return this.#post('estimate', '/v1/probes/estimate', input, options);
  }

  /** Lists probes, newest first. */
  list(filter: ProbeFilter = {}, options?: RequestOptions): PagePromise<Probe> {
    return listOf(this.#call, { operation: 'probes.list', path: '/v1/probes' }, filter, options);
  }

  /** Gets a probe with its progress. */
  get(id: string, options?: RequestOptions): ApiPromise<Probe> {
    const path = pathOf('probes', id);
    return this.#call({ operation: 'probes.get', args: [id], method: 'GET', path }, options);
  }

  /**
   * Waits until a probe has ended: `completed` or `cancelled`.
   *
   * @throws TimeoutError if `totalTimeoutMs` is exceeded; the probe keeps running
   */
  wait(id: string, options?: ProbeWaitOptions): Promise<Probe> {
    return pollUntilEnded(`The probe ${id}`, (request) => this.get(id, request), options);
  }

  /** Gets what it has found: `line` says what to do. Also while it runs. */
  report(
    id: string,
    filter: ProbeReportFilter = {},
    options?: RequestOptions,
  ): ApiPromise<ProbeReport> {
    const path = pathOf('probes', id, 'report');
    const operation = 'probes.report';
    return this.#call(
      { operation, args: [id, filter], method: 'GET', path, query: { ...filter } },
      options,
    );
  }

  /** Gets what the newest completed probe of each kind found that has a result; the rest is `not_run`. */
  modelCard(filter: ModelCardFilter = {}, options?: RequestOptions): ApiPromise<ModelCard> {
    const operation = 'probes.modelCard';
    const path = '/v1/model-card';
    return this.#call(
      { operation, args: [filter], method: 'GET', path, query: { ...filter } },
      options,
    );
  }

  #post<Value>(verb: string, path: string, body: ProbeInput, options?: RequestOptions) {
    const operation = `probes.${verb}`;
    return this.#call<Value>({ operation, args: [body], method: 'POST', path, body }, options);
  }
}
