import { ApiPromise } from './api-promise.ts';
import { AssayError, ConnectionError, NotFoundError, TimeoutError } from './errors.ts';
import type { RequestOptions } from './options.ts';
import { LONGEST_WAIT_MS, pauseMs, sleep } from './retry.ts';
import type { Answer, ApiRequest, Transport } from './transport.ts';

// Longer than the longest deadline that a request may ask for.
const TIMEOUT_MS = 65_000;
const RETRIES = 2;

/** Calls the API with retries, timeouts and an idempotency key; what each resource is made from. */
export type Call = <Data>(request: ApiRequest, options?: RequestOptions) => ApiPromise<Data>;

/** @param defaults hold wherever a call's own options say nothing */
export function createCall(transport: Transport, defaults: RequestOptions): Call {
  return <Data>(request: ApiRequest, options: RequestOptions = {}) =>
    // The path and the schema of the API decide what comes back.
    new ApiPromise(callWithRetries(transport, request, defaults, options) as Promise<Answer<Data>>);
}

async function callWithRetries(
  transport: Transport,
  request: ApiRequest,
  defaults: RequestOptions,
  options: RequestOptions,
): Promise<Answer<unknown>> {
  // What is empty, or dots, would lead to another route.
  if (/\/\.{0,2}(\/|$)/.test(request.path)) {
    throw new AssayError({ code: 'invalid_id', message: 'An id or name must not be empty.' });
  }
  const { signal, timeoutMs = defaults.timeoutMs ?? TIMEOUT_MS } = options;
  const maxRetries = options.maxRetries ?? defaults.maxRetries ?? RETRIES;
  const totalMs = options.totalTimeoutMs ?? defaults.totalTimeoutMs ?? Number.POSITIVE_INFINITY;
  const endsAtMs = Date.now() + totalMs;
  const idempotencyKey =
    options.idempotencyKey ?? (request.method === 'POST' ? randomKey() : undefined);
  const headers = { ...defaults.headers, ...options.headers };
  let retries = 0;
  let inFlightUntilMs: number | undefined;

  for (;;) {
    const leftMs = endsAtMs - Date.now();
    try {
      return await attempt(
        (own) => transport.send(request, { signal: own, idempotencyKey, headers }),
        Math.min(timeoutMs, leftMs),
        signal,
      );
    } catch (error) {
      // The attempt before deleted it, and its answer was lost.
      if (error instanceof NotFoundError && request.method === 'DELETE' && retries > 0) {
        return { data: undefined, response: undefined };
      }
      if (!(error instanceof AssayError) || !error.retryable || maxRetries === 0) throw error;
      if (error.code === 'idempotency_in_flight') {
        // The answer is on its way: asking for it is not trying again.
        inFlightUntilMs ??= Date.now() + timeoutMs;
        if (Date.now() >= inFlightUntilMs) throw error;
      } else if (retries >= maxRetries) throw error;
      const waitMs = pauseMs(retries, error.retryAfterMs);
      const isTooLong = (error.retryAfterMs ?? 0) > LONGEST_WAIT_MS;
      if (isTooLong || Date.now() + waitMs >= endsAtMs) throw error;
      await sleep(waitMs, signal);
      retries += 1;
    }
  }
}

/** Runs one attempt under a timeout and the caller's signal, and names what ended it. */
async function attempt(
  send: (signal: AbortSignal) => Promise<Answer<unknown>>,
  timeoutMs: number,
  signal: AbortSignal | undefined,
): Promise<Answer<unknown>> {
  signal?.throwIfAborted();
  const controller = new AbortController();
  let isLate = false;
  const timer = setTimeout(() => {
    isLate = true;
    controller.abort();
  }, timeoutMs);
  const abort = () => controller.abort(signal?.reason);
  signal?.addEventListener('abort', abort);
  const release = () => signal?.removeEventListener('abort', abort);
  const named = (cause: unknown): unknown => {
    if (signal?.aborted) return signal.reason;
    if (isLate) return lateError(timeoutMs, cause);
    return cause instanceof AssayError ? cause : connectionError(cause);
  };
  try {
    const { data, response } = await send(controller.signal);
    if (!isStream(data)) {
      release();
      return { data, response };
    }
    return { data: guarded(data, named, release, controller), response };
  } catch (cause) {
    release();
    throw named(cause);
  } finally {
    clearTimeout(timer);
  }
}

function isStream(data: unknown): data is AsyncIterable<unknown> {
  return typeof data === 'object' && data !== null && Symbol.asyncIterator in data;
}

/** A stream that goes on obeying the caller's signal, and ends its connection when it is left. */
async function* guarded(
  items: AsyncIterable<unknown>,
  named: (cause: unknown) => unknown,
  release: () => void,
  controller: AbortController,
): AsyncGenerator<unknown> {
  try {
    yield* items;
  } catch (cause) {
    throw named(cause);
  } finally {
    release();
    controller.abort();
  }
}

function lateError(timeoutMs: number, cause: unknown): TimeoutError {
  const message = `Assay did not answer within ${timeoutMs} ms.`;
  return new TimeoutError({ code: 'timeout', message, retryable: true, cause });
}

function connectionError(cause: unknown): ConnectionError {
  // Node.js says in the cause of its error what it was.
  const { message: said, cause: deeper } =
    cause instanceof Error ? cause : new Error(String(cause));
  const reason = deeper instanceof Error && deeper.message ? deeper.message : said;
  const message = `The connection to Assay failed: ${reason}`;
  return new ConnectionError({ code: 'connection', message, retryable: true, cause });
}

function randomKey(): string {
  // Not randomUUID, which browsers keep from pages without TLS.
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return `sdk_${Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('')}`;
}
