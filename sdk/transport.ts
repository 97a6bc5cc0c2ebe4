/**
 * The seam between what the client does and how it reaches Assay. A transport carries one attempt;
 * retries, timeouts and idempotency keys are the caller's work (`call.ts`), the same for each.
 */
export interface Transport {
  /**
   * Carries a request and brings its answer.
   *
   * @throws AssayError when Assay refuses; anything else counts as a lost connection
   */
  send(request: ApiRequest, attempt: Attempt): Promise<Answer<unknown>>;
  /** A request as it comes, with nothing but the way to Assay added. */
  fetch(path: string, init?: RequestInit): Promise<Response>;
}

/** One call of the API, said twice: as a method with arguments, and as HTTP. */
export interface ApiRequest {
  /** `resource.verb`, the method that a service binding is called by. */
  operation: string;
  /** What that method takes. */
  args: readonly unknown[];
  method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  /** Its parts are percent-encoded already. */
  path: string;
  query?: object | undefined;
  /** Sent as JSON. */
  body?: unknown;
  /** Samples as JSON texts, sent as NDJSON in place of `body`. */
  lines?: readonly string[];
  /** How the answer comes; `json` when left out. The others are async iterables. */
  reads?: 'json' | 'lines' | 'events';
}

export interface Attempt {
  signal: AbortSignal;
  /** The same at every attempt of a call. */
  idempotencyKey: string | undefined;
  headers: Record<string, string> | undefined;
}

export interface Answer<Data> {
  data: Data;
  /** undefined where nothing went over HTTP. */
  response: Response | undefined;
}

/** One server-sent event, its data parsed. */
export interface ServerEvent {
  event: string;
  data: unknown;
}

/** A path of which each part may hold any character. */
export function pathOf(...parts: readonly string[]): string {
  return `/v1/${parts.map(encodeURIComponent).join('/')}`;
}
