/**
 * The interface between the client and the way it calls Assay. A transport performs one attempt;
 * `call.ts` handles retries, timeouts and idempotency keys for all transports.
 */
export interface Transport {
  /**
   * Sends a request and returns its response.
   *
   * @throws AssayError if Assay rejects it; any other error counts as a lost connection
   */
  send(request: ApiRequest, attempt: Attempt): Promise<Answer<unknown>>;
  /** A raw request, with only base URL and key added. */
  fetch(path: string, init?: RequestInit): Promise<Response>;
}

/** One API call in two forms: as a method with arguments, and as HTTP. */
export interface ApiRequest {
  /** `resource.verb`, the method of a service binding. */
  operation: string;
  /** The arguments of that method. */
  args: readonly unknown[];
  method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  /** Its segments are already percent-encoded. */
  path: string;
  query?: object | undefined;
  /** Sent as JSON. */
  body?: unknown;
  /** Samples as JSON texts, sent as NDJSON instead of `body`. */
  lines?: readonly string[];
  /** Format of the response. Defaults to `json`; the others are async iterables. */
  reads?: 'json' | 'lines' | 'events';
}

export interface Attempt {
  signal: AbortSignal;
  /** The same for every attempt of a call. */
  idempotencyKey: string | undefined;
  headers: Record<string, string> | undefined;
}

export interface Answer<Data> {
  data: Data;
  /** undefined if the call did not use HTTP. */
  response: Response | undefined;
}

/** One server-sent event, its data parsed. */
export interface ServerEvent {
  event: string;
  data: unknown;
}

/** Builds a path whose segments can contain any character. */
export function pathOf(...parts: readonly string[]): string {
  return `/v1/${parts.map(encodeURIComponent).join('/')}`;
}
