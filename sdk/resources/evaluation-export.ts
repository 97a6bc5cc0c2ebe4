import type {
  EvaluationDelivery,
  EvaluationDeliveryQuery,
  EvaluationExport as EvaluationEndpoint,
  EvaluationExportInput,
  EvaluationExportTest,
  EvaluationQueued,
} from '@assay/schema/types.ts';
import type { ApiPromise } from '../api-promise.ts';
import type { Call } from '../call.ts';
import type { RequestOptions } from '../options.ts';
import { listOf, type PagePromise } from '../page.ts';

const PATH = '/v1/project/evaluation-export';

/** Verdicts of live traces, sent as events to an endpoint of OpenTelemetry. */
export class EvaluationExport {
  readonly #call: Call;

  constructor(call: Call) {
    this.#call = call;
  }

  /**
   * Gets where verdicts are sent, with the names of the headers.
   *
   * @throws NotFoundError `evaluation_export_not_found`
   */
  get(options?: RequestOptions): ApiPromise<EvaluationEndpoint> {
    const request = { operation: 'evaluationExport.get', args: [], path: PATH };
    return this.#call({ ...request, method: 'GET' }, options);
  }

  /** Sends verdicts of live traces from now on; headers that are not given again are removed. */
  set(target: EvaluationExportInput, options?: RequestOptions): ApiPromise<EvaluationEndpoint> {
    const request = { operation: 'evaluationExport.set', args: [target], path: PATH };
    return this.#call({ ...request, method: 'PUT', body: target }, options);
  }

  /** Stops sending; what waits is dropped. */
  delete(options?: RequestOptions): ApiPromise<void> {
    const request = { operation: 'evaluationExport.delete', args: [], path: PATH };
    return this.#call({ ...request, method: 'DELETE' }, options);
  }

  /** Sends a test event, and returns what the endpoint answered. */
  test(options?: RequestOptions): ApiPromise<EvaluationExportTest> {
    const request = { operation: 'evaluationExport.test', args: [], path: `${PATH}/test` };
    return this.#call({ ...request, method: 'POST' }, options);
  }

  /** Sends stored verdicts that are not of live traces, up to 1,000. */
  send(verdictIds: string[], options?: RequestOptions): ApiPromise<EvaluationQueued> {
    const request = {
      operation: 'evaluationExport.send',
      args: [verdictIds],
      path: `${PATH}/send`,
    };
    return this.#call({ ...request, method: 'POST', body: { verdictIds } }, options);
  }

  /** Lists verdicts that were or are to be sent, newest first. */
  deliveries(
    query: EvaluationDeliveryQuery = {},
    options?: RequestOptions,
  ): PagePromise<EvaluationDelivery> {
    const request = { operation: 'evaluationExport.deliveries', path: `${PATH}/deliveries` };
    return listOf(this.#call, request, query, options);
  }

  /** Sends up to 1,000 verdicts again that are listed as `failed`. */
  retry(options?: RequestOptions): ApiPromise<EvaluationQueued> {
    const request = { operation: 'evaluationExport.retry', args: [], path: `${PATH}/retry` };
    return this.#call({ ...request, method: 'POST' }, options);
  }
}
