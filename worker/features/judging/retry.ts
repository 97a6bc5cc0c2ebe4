import { ModelError } from '../../models/provider.ts';
import { createTimeout, sleep } from './timeout.ts';

export interface RetryOptions {
  /** A number from 0 to 1, for jitter. */
  random(): number;
  nowMs(): number;
}

/** @param previous why the attempt before this one failed; undefined for the first */
export type Attempt<Value> = (signal: AbortSignal, previous?: ModelError) => Promise<Value>;

const ATTEMPTS = 3;
const FIRST_DELAY_MS = 300;
const DELAY_GROWTH = 3;

/**
 * Makes up to three attempts, with growing pauses or those that the provider asks for, as long as
 * the time allows.
 *
 * @param limitMs how long all attempts may take together
 * @throws ModelError of the last attempt, or the reason of the signal
 */
export async function retry<Value>(
  attempt: Attempt<Value>,
  parent: AbortSignal,
  limitMs: number,
  { random, nowMs }: RetryOptions,
): Promise<Value> {
  const untilMs = nowMs() + limitMs;
  const { signal, clear } = createTimeout(parent, limitMs);
  let previous: ModelError | undefined;
  try {
    for (let made = 1; ; made += 1) {
      try {
        return await attempt(signal, previous);
      } catch (cause) {
        const error = toModelError(cause, signal);
        const growth = FIRST_DELAY_MS * DELAY_GROWTH ** (made - 1) * (0.5 + random());
        const delayMs = Math.max(error.retryAfterMs ?? 0, growth);
        const isLate = nowMs() + delayMs >= untilMs;
        if (!error.isTransient || made === ATTEMPTS || isLate || signal.aborted) throw error;
        previous = error;
        await sleep(delayMs, signal);
      }
    }
  } finally {
    clear();
  }
}

function toModelError(cause: unknown, signal: AbortSignal): ModelError {
  if (cause instanceof ModelError) return cause;
  if (signal.reason instanceof ModelError) return signal.reason;
  if (signal.aborted) return new ModelError('judge_timeout', 'The caller disconnected.');
  throw cause;
}
