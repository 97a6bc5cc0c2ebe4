import { ApiPromise } from './api-promise.ts';
import { attempt, LONGEST_TIMER_MS } from './attempt.ts';
import { AssayError, NotFoundError, RateLimitError } from './errors.ts';
import type { AssayOptions, RequestOptions } from './options.ts';
import { LONGEST_WAIT_MS, pauseMs, sleep } from './retry.ts';
import type { Answer, ApiRequest, Transport } from './transport.ts';

// Longer than the maximum `deadlineMs` of a request.
const TIMEOUT_MS = 65_000;
const IDLE_MS = 60_000;
const RETRIES = 2;

/** Calls the API with retries, timeouts and an idempotency key; all resources use it. */
export type Call = <Data>(request: ApiRequest, options?: RequestOptions) => ApiPromise<Data>;

type Defaults = RequestOptions & Pick<AssayOptions, 'traceContext'>;

/** @param defaults used if the options of a call do not set a value */
export function createCall(transport: Transport, defaults: Defaults): Call {
  return <Data>(request: ApiRequest, options: RequestOptions = {}) =>
    // The path and the schema of the API decide what comes back.
    new ApiPromise(
      callWithRetries(transport, request, optionsOf(options, defaults)) as Promise<Answer<Data>>,
    );
}

/** The options of one call, each with its default. */
function optionsOf(options: RequestOptions, defaults: Defaults) {
  return {
    signal: options.signal,
    timeoutMs: options.timeoutMs ?? defaults.timeoutMs ?? TIMEOUT_MS,
    idleMs: options.idleTimeoutMs ?? defaults.idleTimeoutMs,
    totalMs: options.totalTimeoutMs ?? defaults.totalTimeoutMs ?? Number.POSITIVE_INFINITY,
    maxRetries: options.maxRetries ?? defaults.maxRetries ?? RETRIES,
    idempotencyKey: options.idempotencyKey,
    headers: { ...defaults.traceContext?.(), ...defaults.headers, ...options.headers },
  };
}

type CallOptions = ReturnType<typeof optionsOf>;

async function callWithRetries(
  transport: Transport,
  request: ApiRequest,
  options: CallOptions,
): Promise<Answer<unknown>> {
  check(request, options);
  const { signal, timeoutMs, idleMs, totalMs, maxRetries, headers } = options;
  const idempotencyKey =
    options.idempotencyKey ?? (request.method === 'POST' ? randomKey() : undefined);
  const endsAtMs = Date.now() + totalMs;
  let isPerhapsDone = false;
  let inFlightUntilMs: number | undefined;

  for (let retries = 0; ; retries += 1) {
    try {
      return await attempt(
        (own) => transport.send(request, { signal: own, idempotencyKey, headers }),
        {
          timeoutMs: Math.min(timeoutMs, endsAtMs - Date.now()),
          idleMs: idleMs ?? (request.reads === 'lines' ? IDLE_MS : LONGEST_TIMER_MS),
          signal,
        },
      );
    } catch (error) {
      // An earlier attempt deleted it, and its response was lost.
      if (isPerhapsDone && error instanceof NotFoundError && /\.delete$/.test(request.operation)) {
        return { data: undefined, response: undefined };
      }
      if (!(error instanceof AssayError) || !error.retryable || maxRetries === 0) throw error;
      if (error.code === 'idempotency_in_flight') {
        // The first request is still running: waiting for it does not count as a retry.
        inFlightUntilMs ??= Date.now() + timeoutMs;
        if (Date.now() >= inFlightUntilMs) throw error;
      } else if (retries >= maxRetries) throw error;
      isPerhapsDone ||= !(error instanceof RateLimitError);
      const waitMs = pauseMs(retries, error.retryAfterMs);
      const isTooLong = (error.retryAfterMs ?? 0) > LONGEST_WAIT_MS;
      if (isTooLong || Date.now() + waitMs >= endsAtMs) throw error;
      await sleep(waitMs, signal);
    }
  }
}

/** @throws AssayError `invalid_id` or `invalid_option` */
function check(
  { path }: ApiRequest,
  { timeoutMs, idleMs = 1, totalMs, maxRetries }: CallOptions,
): void {
  // An empty segment, or dots, would lead to a different route.
  if (/\/\.{0,2}(\/|$)/.test(path)) {
    throw new AssayError({ code: 'invalid_id', message: 'An id or name must not be empty.' });
  }
  if (!(timeoutMs > 0 && idleMs > 0 && totalMs > 0 && maxRetries >= 0)) {
    const message =
      '`timeoutMs`, `idleTimeoutMs` and `totalTimeoutMs` must be above 0, and `maxRetries` must be 0 or more.';
    throw new AssayError({ code: 'invalid_option', message });
  }
}

function randomKey(): string {
  // Not randomUUID, which browsers keep from pages without TLS.
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return `sdk_${Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('')}`;
}
