import type { CustomScorer, PageQuery, Score, ScorerInfo } from '@assay/schema/types.ts';
import type { ApiPromise } from '../api-promise.ts';
import type { Call } from '../call.ts';
import type { RequestOptions } from '../options.ts';
import { listOf, type PagePromise } from '../page.ts';
import type { ScorerName } from '../scorer-reference.ts';
import { pathOf } from '../transport.ts';
import type { CustomScorerInput, CustomScorerTrial, CustomScorerVersionInput } from '../types.ts';

/** The catalogue of scorers, and scorers of your own. */
export class Scorers {
  readonly #call: Call;

  constructor(call: Call) {
    this.#call = call;
  }

  /** Every scorer that Assay has, in reading order, with the JSON Schema of its parameters. */
  list(options?: RequestOptions): PagePromise<ScorerInfo> {
    return listOf(this.#call, { operation: 'scorers.list', path: '/v1/scorers' }, {}, options);
  }

  /** Scorers of your own by name, each in its newest version. */
  own(query: PageQuery = {}, options?: RequestOptions): PagePromise<CustomScorer> {
    const filter = { ...query, own: true };
    return listOf(this.#call, { operation: 'scorers.own', path: '/v1/scorers' }, filter, options);
  }

  /**
   * A scorer by id or alias, or one of your own by `name` or `name@3`.
   *
   * @throws NotFoundError whose message names what was perhaps meant
   */
  get(id: ScorerName, options?: RequestOptions): ApiPromise<ScorerInfo>;
  get(id: string, options?: RequestOptions): ApiPromise<ScorerInfo | CustomScorer>;
  get(id: string, options?: RequestOptions): ApiPromise<ScorerInfo | CustomScorer> {
    const path = pathOf('scorers', id);
    return this.#call({ operation: 'scorers.get', args: [id], method: 'GET', path }, options);
  }

  /**
   * Creates a scorer of your own: a rubric, checklist, classification or comparison under a name.
   *
   * @throws ConflictError `scorer_exists`
   */
  create(scorer: CustomScorerInput, options?: RequestOptions): ApiPromise<CustomScorer> {
    return this.#post('scorers.create', [scorer], '/v1/scorers', scorer, options);
  }

  /** The versions of a scorer of your own, newest first. */
  versions(name: string, options?: RequestOptions): PagePromise<CustomScorer> {
    const path = pathOf('scorers', name, 'versions');
    return listOf(this.#call, { operation: 'scorers.versions', path }, {}, options, [name]);
  }

  /** Adds a version to a scorer of your own; versions never change. */
  addVersion(
    name: string,
    version: CustomScorerVersionInput,
    options?: RequestOptions,
  ): ApiPromise<CustomScorer> {
    const path = pathOf('scorers', name, 'versions');
    return this.#post('scorers.addVersion', [name, version], path, version, options);
  }

  /** Deletes a scorer of your own, or one version of it as `name@3`; verdicts and suites stay. */
  delete(reference: string, options?: RequestOptions): ApiPromise<void> {
    const path = pathOf('scorers', reference);
    return this.#call(
      { operation: 'scorers.delete', args: [reference], method: 'DELETE', path },
      options,
    );
  }

  /** Tries a definition on a sample before it is saved; nothing is kept. */
  try(trial: CustomScorerTrial, options?: RequestOptions): ApiPromise<Score> {
    return this.#post('scorers.try', [trial], '/v1/scorers/trial', trial, options);
  }

  #post<Data>(
    operation: string,
    args: readonly unknown[],
    path: string,
    body: object,
    options?: RequestOptions,
  ): ApiPromise<Data> {
    return this.#call({ operation, args, method: 'POST', path, body }, options);
  }
}
