import type {
  Experiment,
  ExperimentCell,
  ExperimentCellFilter,
  ExperimentEstimate,
  ExperimentFilter,
  ExperimentInput,
  ExperimentReport,
  ExperimentResume,
  ExperimentRow,
  ExperimentRowFilter,
  ProjectSecret,
  SecretInput,
} from '@assay/schema/types.ts';
import type { ApiPromise } from '../api-promise.ts';
import type { Call } from '../call.ts';
import type { RequestOptions } from '../options.ts';
import { listOf, type PagePromise } from '../page.ts';
import { type PollOptions, pollUntilEnded } from '../poll.ts';
import { pathOf } from '../transport.ts';

export type ExperimentWaitOptions = PollOptions<Experiment>;

/** Variants × samples × repeats, generated and scored. */
export class Experiments {
  readonly #call: Call;

  constructor(call: Call) {
    this.#call = call;
  }

  /**
   * Asks every variant for an answer to every sample, as often as `repeats` says, and scores each.
   * Returns at once; `estimate` of the experiment says what it is expected to cost.
   *
   * @throws ValidationError if it cannot run; `errors` names each field
   * @example
   * const { id } = await assay.experiments.create({
   *   variants: [
   *     { name: 'short', target: 'openai/gpt-5-mini', prompt: 'In one word: {{input}}' },
   *     { name: 'plain', target: 'openai/gpt-5-mini', prompt: '{{input}}' },
   *   ],
   *   samples: [{ input: 'Capital of France?', expected: 'Paris' }],
   *   repeats: 5,
   *   scorers: ['exact-match'],
   * });
   * await assay.experiments.wait(id);
   * const { pairs, chosen } = await assay.experiments.report(id);
   */
  create(input: ExperimentInput, options?: RequestOptions): ApiPromise<Experiment> {
    return this.#post('create', '/v1/experiments', input, options);
  }

  /** Says what an experiment would do and cost. Nothing is stored, and no target is asked. */
  estimate(input: ExperimentInput, options?: RequestOptions): ApiPromise<ExperimentEstimate> {
    return this.#post('estimate', '/v1/experiments/estimate', input, options);
  }

  /** Lists experiments, newest first. */
  list(filter: ExperimentFilter = {}, options?: RequestOptions): PagePromise<Experiment> {
    const at = { operation: 'experiments.list', path: '/v1/experiments' };
    return listOf(this.#call, at, filter, options);
  }

  /** Gets an experiment with its progress. */
  get(id: string, options?: RequestOptions): ApiPromise<Experiment> {
    return this.#get('get', id, [], options);
  }

  /**
   * Waits until an experiment has ended: `completed` or `cancelled`.
   *
   * @throws TimeoutError if `totalTimeoutMs` is exceeded; the experiment keeps running
   */
  wait(id: string, options?: ExperimentWaitOptions): Promise<Experiment> {
    return pollUntilEnded(`The experiment ${id}`, (request) => this.get(id, request), options);
  }

  /** Gets its statistics: each variant, each pair of them, and the choice. Also while it runs. */
  report(id: string, options?: RequestOptions): ApiPromise<ExperimentReport> {
    return this.#get('report', id, ['report'], options);
  }

  /** Lists its answers with their verdicts. */
  cells(
    id: string,
    filter: ExperimentCellFilter = {},
    options?: RequestOptions,
  ): PagePromise<ExperimentCell> {
    return this.#list('cells', id, filter, options);
  }

  /** Lists its samples, each with what every variant answered. */
  rows(
    id: string,
    filter: ExperimentRowFilter = {},
    options?: RequestOptions,
  ): PagePromise<ExperimentRow> {
    return this.#list('rows', id, filter, options);
  }

  /** Cancels it: its targets are asked no more. What was answered stays. */
  cancel(id: string, options?: RequestOptions): ApiPromise<Experiment> {
    const path = pathOf('experiments', id, 'cancel');
    const operation = 'experiments.cancel';
    return this.#call({ operation, args: [id], method: 'POST', path }, options);
  }

  /** Asks again for the answers and scores that failed, of one that has ended. */
  resume(
    id: string,
    input: ExperimentResume = {},
    options?: RequestOptions,
  ): ApiPromise<Experiment> {
    const path = pathOf('experiments', id, 'resume');
    const operation = 'experiments.resume';
    return this.#call({ operation, args: [id, input], method: 'POST', path, body: input }, options);
  }

  /** Deletes it with its samples, answers and batches. Needs a key with the scope `admin`. */
  delete(id: string, options?: RequestOptions): ApiPromise<void> {
    const path = pathOf('experiments', id);
    const operation = 'experiments.delete';
    return this.#call({ operation, args: [id], method: 'DELETE', path }, options);
  }

  /** Lists the names of secrets. Needs a key with the scope `admin`. */
  secrets(options?: RequestOptions): PagePromise<ProjectSecret> {
    return listOf(this.#call, { operation: 'secrets.list', path: '/v1/secrets' }, {}, options);
  }

  /**
   * Saves a secret, which headers and bodies of your own endpoints name as `{{secrets.NAME}}`. It is sent
   * to its hosts only.
   */
  putSecret(name: string, body: SecretInput, options?: RequestOptions): ApiPromise<ProjectSecret> {
    const path = pathOf('secrets', name);
    return this.#call(
      { operation: 'secrets.put', args: [name, body], method: 'PUT', path, body },
      options,
    );
  }

  /** Deletes a secret. */
  deleteSecret(name: string, options?: RequestOptions): ApiPromise<void> {
    const path = pathOf('secrets', name);
    return this.#call(
      { operation: 'secrets.delete', args: [name], method: 'DELETE', path },
      options,
    );
  }

  #post<Value>(verb: string, path: string, body: ExperimentInput, options?: RequestOptions) {
    const operation = `experiments.${verb}`;
    return this.#call<Value>({ operation, args: [body], method: 'POST', path, body }, options);
  }

  #get<Value>(verb: string, id: string, rest: string[], options?: RequestOptions) {
    const path = pathOf('experiments', id, ...rest);
    const operation = `experiments.${verb}`;
    return this.#call<Value>({ operation, args: [id], method: 'GET', path }, options);
  }

  #list<Item>(
    verb: string,
    id: string,
    filter: { cursor?: string },
    options?: RequestOptions,
  ): PagePromise<Item> {
    const path = pathOf('experiments', id, verb);
    return listOf(this.#call, { operation: `experiments.${verb}`, path }, filter, options, [id]);
  }
}
