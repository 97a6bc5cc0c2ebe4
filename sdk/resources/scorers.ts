import type {
  AlignInput,
  CustomScorer,
  PageQuery,
  RenderedPrompts,
  Score,
  ScorerInfo,
} from '@assay/schema/types.ts';
import type { ApiPromise } from '../api-promise.ts';
import type { Call } from '../call.ts';
import type { RequestOptions } from '../options.ts';
import { listOf, type PagePromise } from '../page.ts';
import { type PollOptions, pollUntilEnded } from '../poll.ts';
import type { ScorerName } from '../scorer-reference.ts';
import { pathOf } from '../transport.ts';
import type {
  Alignment,
  CustomScorerInput,
  CustomScorerTrial,
  CustomScorerVersionInput,
  PromptRequest,
} from '../types.ts';

/** The catalogue of scorers, and custom scorers. */
export class Scorers {
  readonly #call: Call;

  constructor(call: Call) {
    this.#call = call;
  }

  /** Lists all built-in scorers with the JSON Schema of their parameters. */
  list(options?: RequestOptions): PagePromise<ScorerInfo> {
    return listOf(this.#call, { operation: 'scorers.list', path: '/v1/scorers' }, {}, options);
  }

  /** Lists custom scorers by name, each in its newest version. */
  own(query: PageQuery = {}, options?: RequestOptions): PagePromise<CustomScorer> {
    const filter = { ...query, own: true };
    return listOf(this.#call, { operation: 'scorers.own', path: '/v1/scorers' }, filter, options);
  }

  /**
   * Gets a scorer by id or alias, or a custom scorer by `name` or `name@3`.
   *
   * @throws NotFoundError with suggestions in its message
   */
  get(id: ScorerName, options?: RequestOptions): ApiPromise<ScorerInfo>;
  get(id: string, options?: RequestOptions): ApiPromise<ScorerInfo | CustomScorer>;
  get(id: string, options?: RequestOptions): ApiPromise<ScorerInfo | CustomScorer> {
    const path = pathOf('scorers', id);
    return this.#call({ operation: 'scorers.get', args: [id], method: 'GET', path }, options);
  }

  /**
   * Creates a custom scorer: a rubric, checklist, classification, comparison or code saved under a name.
   *
   * @throws ConflictError `scorer_exists`
   */
  create(scorer: CustomScorerInput, options?: RequestOptions): ApiPromise<CustomScorer> {
    return this.#post('scorers.create', [scorer], '/v1/scorers', scorer, options);
  }

  /** Lists the versions of a custom scorer, newest first. */
  versions(name: string, options?: RequestOptions): PagePromise<CustomScorer> {
    const path = pathOf('scorers', name, 'versions');
    return listOf(this.#call, { operation: 'scorers.versions', path }, {}, options, [name]);
  }

  /** Adds a version to a custom scorer; versions never change. */
  addVersion(
    name: string,
    version: CustomScorerVersionInput,
    options?: RequestOptions,
  ): ApiPromise<CustomScorer> {
    const path = pathOf('scorers', name, 'versions');
    return this.#post('scorers.addVersion', [name, version], path, version, options);
  }

  /** Deletes a custom scorer, or one version of it as `name@3`; verdicts and suites are kept. */
  delete(reference: string, options?: RequestOptions): ApiPromise<void> {
    const path = pathOf('scorers', reference);
    return this.#call(
      { operation: 'scorers.delete', args: [reference], method: 'DELETE', path },
      options,
    );
  }

  /** Tries a definition on a sample before saving it; nothing is stored. */
  try(trial: CustomScorerTrial, options?: RequestOptions): ApiPromise<Score> {
    return this.#post('scorers.try', [trial], '/v1/scorers/trial', trial, options);
  }

  /**
   * Begins to improve a custom judge from labels. The best candidate is offered as a version to add,
   * with its gain on held-out labels; nothing is changed.
   *
   * @example
   * const labels = [{ sample: { output: 'Good day, Ann.' }, value: true }];
   * const { id } = await assay.scorers.align('house-tone', { labels });
   * const { result } = await assay.scorers.waitForAlignment(id);
   * if (result?.proposal) await assay.scorers.addVersion('house-tone', result.proposal);
   */
  align(name: string, input: AlignInput, options?: RequestOptions): ApiPromise<Alignment> {
    const path = pathOf('scorers', name, 'align');
    return this.#post('scorers.align', [name, input], path, input, options);
  }

  /** Gets an alignment with its progress and its result. */
  alignment(id: string, options?: RequestOptions): ApiPromise<Alignment> {
    const path = pathOf('alignments', id);
    return this.#call({ operation: 'scorers.alignment', args: [id], method: 'GET', path }, options);
  }

  /** Waits until an alignment has ended, as `assay.calibrations.wait` does. */
  waitForAlignment(id: string, options?: PollOptions<Alignment>): Promise<Alignment> {
    return pollUntilEnded(`The alignment ${id}`, (request) => this.alignment(id, request), options);
  }

  /** Renders what scorers would ask models first about a sample; no model is called. */
  prompts(request: PromptRequest, options?: RequestOptions): ApiPromise<RenderedPrompts> {
    return this.#post('scorers.prompts', [request], '/v1/scorers/prompts', request, options);
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
