import type {
  PageQuery,
  Pipeline,
  PipelineInput,
  PipelinePreview,
  PipelineRouteRequest,
  PipelineRouteResult,
  PipelineVersionInput,
} from '@assay/schema/types.ts';
import type { ApiPromise } from '../api-promise.ts';
import type { Call } from '../call.ts';
import type { RequestOptions } from '../options.ts';
import { listOf, type PagePromise } from '../page.ts';
import { pathOf } from '../transport.ts';

/** Named, versioned ways of a request through the gateway. */
export class Pipelines {
  readonly #call: Call;

  constructor(call: Call) {
    this.#call = call;
  }

  /** Lists pipelines by name, each in its newest version. */
  list(query: PageQuery = {}, options?: RequestOptions): PagePromise<Pipeline> {
    return listOf(
      this.#call,
      { operation: 'pipelines.list', path: '/v1/pipelines' },
      query,
      options,
    );
  }

  /** Gets a pipeline by `name` (newest version) or `name@3`. */
  get(reference: string, options?: RequestOptions): ApiPromise<Pipeline> {
    const path = pathOf('pipelines', reference);
    return this.#call(
      { operation: 'pipelines.get', args: [reference], method: 'GET', path },
      options,
    );
  }

  /**
   * Creates a pipeline, which applications then name as `model`. Needs a key with the scope `admin`.
   *
   * @throws ValidationError if this project cannot run it; `errors` names each field
   * @throws ConflictError `pipeline_exists`
   */
  create(pipeline: PipelineInput, options?: RequestOptions): ApiPromise<Pipeline> {
    return this.#call(
      {
        operation: 'pipelines.create',
        args: [pipeline],
        method: 'POST',
        path: '/v1/pipelines',
        body: pipeline,
      },
      options,
    );
  }

  /** Previews the effect of saving a pipeline; nothing is saved. */
  preview(pipeline: PipelineInput, options?: RequestOptions): ApiPromise<PipelinePreview> {
    const path = '/v1/pipelines/preview';
    return this.#call(
      { operation: 'pipelines.preview', args: [pipeline], method: 'POST', path, body: pipeline },
      options,
    );
  }

  /** Lists the versions of a pipeline, newest first. */
  versions(name: string, options?: RequestOptions): PagePromise<Pipeline> {
    const path = pathOf('pipelines', name, 'versions');
    return listOf(this.#call, { operation: 'pipelines.versions', path }, {}, options, [name]);
  }

  /**
   * Adds a version. If the content equals the newest version, no version is added and that one is
   * returned.
   */
  addVersion(
    name: string,
    version: PipelineVersionInput,
    options?: RequestOptions,
  ): ApiPromise<Pipeline> {
    return this.#call(
      {
        operation: 'pipelines.addVersion',
        args: [name, version],
        method: 'POST',
        path: pathOf('pipelines', name, 'versions'),
        body: version,
      },
      options,
    );
  }

  /**
   * Previews which targets a request would go to, and why. No target is asked.
   *
   * @param reference `name` (newest version) or `name@3`
   * @example
   * const messages = [{ role: 'user', content: 'Where is my order?' }];
   * const { rule, targets, considered } = await assay.pipelines.route('support', {
   *   body: { messages },
   * });
   */
  route(
    reference: string,
    request: PipelineRouteRequest,
    options?: RequestOptions,
  ): ApiPromise<PipelineRouteResult> {
    return this.#call(
      {
        operation: 'pipelines.route',
        args: [reference, request],
        method: 'POST',
        path: pathOf('pipelines', reference, 'route'),
        body: request,
      },
      options,
    );
  }

  /** Deletes `name` with all versions, or only `name@3`. */
  delete(reference: string, options?: RequestOptions): ApiPromise<void> {
    const path = pathOf('pipelines', reference);
    return this.#call(
      { operation: 'pipelines.delete', args: [reference], method: 'DELETE', path },
      options,
    );
  }
}
