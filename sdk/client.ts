import type {
  Page,
  Problem,
  ScoreManyRequest,
  ScoreManyResponse,
  ScoreOneRequest,
  ScorerInfo,
  StoredVerdict,
  Suite,
  SuiteInput,
  SuiteVersionInput,
  Verdict,
} from '@assay/schema/types.ts';
import { AssayError } from './error.ts';

export interface AssayOptions {
  /** Where the API is, such as `https://assay.example.com`. */
  baseUrl: string;
  /** An API key. */
  apiKey: string;
  /** Stands in for the platform's fetch. */
  fetch?: typeof globalThis.fetch;
}

export interface RequestOptions {
  signal?: AbortSignal;
  /** For requests that make something: repeated with the same key, they make it once. */
  idempotencyKey?: string;
}

/** Query parameters; a list repeats its parameter. */
export type Filter = Record<string, string | number | readonly string[]>;

/**
 * Asks an Assay API for verdicts.
 *
 * @example
 * const assay = new Assay({ baseUrl: 'http://127.0.0.1:8787', apiKey: 'assay_live_…' });
 * const verdict = await assay.score({
 *   sample: { output: 'Paris', expected: 'Paris' },
 *   scorers: ['exact-match'],
 * });
 */
export class Assay {
  readonly #options: AssayOptions;

  constructor(options: AssayOptions) {
    this.#options = options;
  }

  /**
   * Scores one sample, or up to 100.
   *
   * @throws AssayError when the API refuses; its `problem` names each field
   */
  score(request: ScoreOneRequest, options?: RequestOptions): Promise<Verdict>;
  score(request: ScoreManyRequest, options?: RequestOptions): Promise<ScoreManyResponse>;
  score(
    request: ScoreOneRequest | ScoreManyRequest,
    options: RequestOptions = {},
  ): Promise<Verdict | ScoreManyResponse> {
    return this.#request('POST', '/v1/score', request, options);
  }

  readonly scorers = {
    /** Every scorer there is. */
    list: (options: RequestOptions = {}) =>
      this.#request<{ items: ScorerInfo[] }>('GET', '/v1/scorers', undefined, options),
    /** One scorer, by id or alias. */
    get: (id: string, options: RequestOptions = {}) =>
      this.#request<ScorerInfo>('GET', `/v1/scorers/${encodeURIComponent(id)}`, undefined, options),
  };

  readonly verdicts = {
    /** A page of verdicts, newest first. `filter` holds the query parameters of GET /v1/verdicts. */
    list: (filter: Filter = {}, options: RequestOptions = {}) =>
      this.#request<Page<Verdict>>('GET', `/v1/verdicts${queryOf(filter)}`, undefined, options),
    get: (id: string, options: RequestOptions = {}) =>
      this.#request<StoredVerdict>(
        'GET',
        `/v1/verdicts/${encodeURIComponent(id)}`,
        undefined,
        options,
      ),
    delete: (id: string, options: RequestOptions = {}) =>
      this.#request<void>('DELETE', `/v1/verdicts/${encodeURIComponent(id)}`, undefined, options),
  };

  readonly suites = {
    create: (suite: SuiteInput, options: RequestOptions = {}) =>
      this.#request<Suite>('POST', '/v1/suites', suite, options),
    /** Adds a version; content equal to the newest version's adds none. */
    update: (name: string, version: SuiteVersionInput, options: RequestOptions = {}) =>
      this.#request<Suite>(
        'POST',
        `/v1/suites/${encodeURIComponent(name)}/versions`,
        version,
        options,
      ),
    /** A page of suites by name; `filter` holds `limit` and `cursor`. */
    list: (filter: Filter = {}, options: RequestOptions = {}) =>
      this.#request<Page<Suite>>('GET', `/v1/suites${queryOf(filter)}`, undefined, options),
    /** `name` for the newest version, or `name@3`. */
    get: (reference: string, options: RequestOptions = {}) =>
      this.#request<Suite>(
        'GET',
        `/v1/suites/${encodeURIComponent(reference)}`,
        undefined,
        options,
      ),
    delete: (reference: string, options: RequestOptions = {}) =>
      this.#request<void>(
        'DELETE',
        `/v1/suites/${encodeURIComponent(reference)}`,
        undefined,
        options,
      ),
  };

  async #request<Answer>(
    method: string,
    path: string,
    body: unknown,
    { signal, idempotencyKey }: RequestOptions,
  ): Promise<Answer> {
    const { baseUrl, apiKey, fetch = globalThis.fetch } = this.#options;
    const response = await fetch(`${baseUrl.replace(/\/+$/, '')}${path}`, {
      method,
      headers: {
        Authorization: `Bearer ${apiKey}`,
        ...(body === undefined ? {} : { 'Content-Type': 'application/json' }),
        ...(idempotencyKey === undefined ? {} : { 'Idempotency-Key': idempotencyKey }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      ...(signal ? { signal } : {}),
    });
    if (!response.ok) throw new AssayError(await readProblem(response));
    return response.status === 204 ? (undefined as Answer) : response.json();
  }
}

function queryOf(filter: Filter): string {
  const parameters = Object.entries(filter).flatMap(([name, given]) =>
    [given].flat().map((value): [string, string] => [name, String(value)]),
  );
  return parameters.length === 0 ? '' : `?${new URLSearchParams(parameters)}`;
}

/** The problem of an answer; made up from the status where something between us answered instead. */
async function readProblem(response: Response): Promise<Problem> {
  const isProblem = response.headers.get('content-type')?.includes('application/problem+json');
  if (isProblem) return response.json();
  return {
    type: 'about:blank',
    title: response.statusText || `HTTP ${response.status}`,
    status: response.status,
    code: 'unknown',
    detail: 'The answer did not come from Assay.',
    retryable: response.status >= 500,
    requestId: response.headers.get('x-request-id') ?? '',
  };
}
