import { AssayError, ConnectionError, TimeoutError } from './errors.ts';
import type { Answer } from './transport.ts';

// A timer that is set for longer goes off at once.
export const LONGEST_TIMER_MS = 2 ** 31 - 1;

/** Runs one attempt under a timeout and the caller's signal, and names what ended it. */
export async function attempt(
  send: (signal: AbortSignal) => Promise<Answer<unknown>>,
  timeoutMs: number,
  signal: AbortSignal | undefined,
): Promise<Answer<unknown>> {
  signal?.throwIfAborted();
  const controller = new AbortController();
  let isLate = false;
  const expire = () => {
    isLate = true;
    controller.abort();
  };
  const timer = setTimeout(expire, Math.min(timeoutMs, LONGEST_TIMER_MS));
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
    if (isStream(data)) return { data: guarded(data, named, release, controller), response };
    release();
    return { data, response };
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
