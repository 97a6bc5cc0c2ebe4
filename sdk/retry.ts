const FIRST_PAUSE_MS = 500;
const LONGEST_PAUSE_MS = 8_000;
/** A longer Retry-After fails the call instead. */
export const LONGEST_WAIT_MS = 60_000;

/**
 * Delay before the next attempt, in milliseconds: random below a doubling bound (full jitter), and
 * at least the requested Retry-After.
 *
 * Source: Brooker 2015, Exponential Backoff and Jitter.
 *
 * @param retries number of previous retries
 */
export function pauseMs(retries: number, retryAfterMs = 0): number {
  const bound = Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS * 2 ** retries);
  return retryAfterMs + Math.random() * bound;
}

/**
 * Milliseconds of a Retry-After header, which contains seconds or a date; undefined without one.
 */
export function retryAfterMs(header: string | null): number | undefined {
  if (header === null) return undefined;
  const ms = /^\d+(\.\d+)?$/.test(header.trim())
    ? Number(header) * 1_000
    : Date.parse(header) - Date.now();
  return Number.isNaN(ms) ? undefined : Math.max(0, ms);
}

/** Waits; rejects with the signal's reason when that is aborted. */
export function sleep(ms: number, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const end = () => {
      clearTimeout(timer);
      signal?.removeEventListener('abort', end);
      if (signal?.aborted) reject(signal.reason);
      else resolve();
    };
    const timer = setTimeout(end, ms);
    if (signal?.aborted) end();
    else signal?.addEventListener('abort', end);
  });
}
