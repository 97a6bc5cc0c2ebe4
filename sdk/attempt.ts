import { AssayError, ConnectionError, TimeoutError } from './errors.ts';
import type { Answer } from './transport.ts';

// A timer that is set for longer goes off at once.
export const LONGEST_TIMER_MS = 2 ** 31 - 1;

export interface AttemptLimits {
  /** How long it may take until the answer is there, or a stream begins. */
  timeoutMs: number;
  /** How long a stream may send nothing. */
  idleMs: number;
  signal: AbortSignal | undefined;
}

/** Runs one attempt under its limits and the caller's signal, and names what ended it. */
export async function attempt(
  send: (signal: AbortSignal) => Promise<Answer<unknown>>,
  { timeoutMs, idleMs, signal }: AttemptLimits,
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
    if (isStream(data)) {
      const items = withoutStalls(data, idleMs);
      return { data: guarded(items, named, release, controller), response };
    }
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

/** @throws TimeoutError when the next item does not come in time */
async function* withoutStalls(
  items: AsyncIterable<unknown>,
  idleMs: number,
): AsyncGenerator<unknown> {
  const iterator = items[Symbol.asyncIterator]();
  try {
    for (;;) {
      const { done, value } = await before(idleMs, iterator.next());
      if (done) return;
      yield value;
    }
  } finally {
    // Not awaited: what stalls would keep the one who leaves.
    iterator.return?.().catch(() => {});
  }
}

async function before<Result>(idleMs: number, result: Promise<Result>): Promise<Result> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const stall = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(stallError(idleMs)), Math.min(idleMs, LONGEST_TIMER_MS));
  });
  try {
    return await Promise.race([result, stall]);
  } finally {
    clearTimeout(timer);
  }
}

function stallError(idleMs: number): TimeoutError {
  const message = `The stream sent nothing for ${idleMs} ms.`;
  return new TimeoutError({ code: 'timeout', message, retryable: true });
}

function lateError(timeoutMs: number, cause: unknown): TimeoutError {
  const message = `Assay did not answer within ${timeoutMs} ms.`;
  return new TimeoutError({ code: 'timeout', message, retryable: true, cause });
}

function connectionError(cause: unknown): ConnectionError {
  const message = `The connection to Assay failed: ${reasonOf(cause)}`;
  return new ConnectionError({ code: 'connection', message, retryable: true, cause });
}

/** Why a request got no answer. */
export function reasonOf(cause: unknown): string {
  // Node.js says in the cause of its error what it was.
  const { message: said, cause: deeper } =
    cause instanceof Error ? cause : new Error(String(cause));
  return deeper instanceof Error && deeper.message ? deeper.message : said;
}
