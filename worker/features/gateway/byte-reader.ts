import { ApiProblem } from '../../core/problem.ts';

/** Reads the bytes of a stream as they come. */
export interface ByteReader {
  read(): Promise<{ done: boolean; value?: Uint8Array | undefined }>;
  cancel(reason?: unknown): Promise<void>;
}

/** @param signal ends the stream when it aborts: reads then reject with its reason */
export function readerOf(stream: ReadableStream<Uint8Array>, signal?: AbortSignal): ByteReader {
  const reader = stream.getReader();
  // A connection that ends early rejects this too; the reads report it.
  reader.closed.catch(() => {});
  const leave = () => void reader.cancel(signal?.reason).catch(() => {});
  signal?.addEventListener('abort', leave, { once: true });
  return {
    async read() {
      try {
        const next = await reader.read();
        if (next.done) signal?.throwIfAborted();
        return next;
      } catch (cause) {
        // The platform rejects with an error of its own.
        throw signal?.aborted ? signal.reason : cause;
      }
    },
    async cancel(reason) {
      signal?.removeEventListener('abort', leave);
      await reader.cancel(reason);
    },
  };
}

/**
 * Waits for the first bytes of a stream.
 *
 * @param limits the signals of the limits of time: for the first bytes, and for all of them
 * @returns a reader that begins with them
 * @throws ApiProblem `provider_answer_cut` for a stream without any, or the reason of the signal
 */
export async function readerFromFirstBytes(
  stream: ReadableStream<Uint8Array> | null,
  limits: { first: AbortSignal; whole: AbortSignal },
): Promise<ByteReader> {
  const { first: signal, whole } = limits;
  const reader = readerOf(stream ?? new Blob([]).stream(), whole);
  const aborted = Promise.withResolvers<never>();
  const onAbort = () => aborted.reject(signal.reason);
  signal.addEventListener('abort', onAbort, { once: true });
  try {
    let first = await Promise.race([reader.read(), aborted.promise]);
    while (!first.done && first.value?.length === 0) {
      first = await Promise.race([reader.read(), aborted.promise]);
    }
    if (first.done) {
      const detail = 'The provider began a stream, and ended it without a word. Retry.';
      throw new ApiProblem('provider_answer_cut', { detail });
    }
    let given: typeof first | undefined = first;
    return {
      ...reader,
      async read() {
        if (given === undefined) return reader.read();
        const value = given;
        given = undefined;
        return value;
      },
    };
  } catch (cause) {
    await reader.cancel(cause).catch(() => {});
    throw cause;
  } finally {
    signal.removeEventListener('abort', onAbort);
  }
}
