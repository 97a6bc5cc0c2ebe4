import { ModelError } from '../models/provider.ts';
import { limitTime, pause } from './patience.ts';

export interface Persistence {
  /** A number from 0 to 1, for jitter. */
  random(): number;
  nowMs(): number;
  /** Milliseconds after which the same is asked a second time; undefined for never. */
  hedgeAfterMs: number | undefined;
}

const TRIES = 3;
const FIRST_DELAY_MS = 300;
const DELAY_GROWTH = 3;

/**
 * Asks until there is an answer: up to three tries, with growing pauses or those that the provider
 * asks for, as long as the time allows.
 *
 * @param ask one try; has to mind the signal
 * @param limitMs how long all tries may take together
 * @throws ModelError of the last try, or the reason of the signal
 */
export async function persist<Value>(
  ask: (signal: AbortSignal) => Promise<Value>,
  parent: AbortSignal,
  limitMs: number,
  { random, nowMs, hedgeAfterMs }: Persistence,
): Promise<Value> {
  const untilMs = nowMs() + limitMs;
  const { signal, done } = limitTime(parent, limitMs);
  try {
    for (let tried = 1; ; tried += 1) {
      try {
        return await hedge(ask, signal, hedgeAfterMs);
      } catch (cause) {
        const error = toModelError(cause, signal);
        const growth = FIRST_DELAY_MS * DELAY_GROWTH ** (tried - 1) * (0.5 + random());
        const delayMs = Math.max(error.retryAfterMs ?? 0, growth);
        const isLate = nowMs() + delayMs >= untilMs;
        if (!error.isPassing || tried === TRIES || isLate || signal.aborted) throw error;
        await pause(delayMs, signal);
      }
    }
  } finally {
    done();
  }
}

/** Asks a second time when the first has not answered in time; the first answer counts. */
async function hedge<Value>(
  ask: (signal: AbortSignal) => Promise<Value>,
  signal: AbortSignal,
  afterMs: number | undefined,
): Promise<Value> {
  if (afterMs === undefined) return ask(signal);
  const { signal: either, done } = limitTime(signal, 2 ** 31 - 1);
  const loser = new AbortController();
  const both = AbortSignal.any([either, loser.signal]);
  const first = ask(both);
  const second = pause(afterMs, both).then(() => ask(both));
  try {
    // A first try that fails at once is not worth a second at the same time.
    return await Promise.race([first, Promise.any([first, second])]);
  } catch (cause) {
    throw cause instanceof AggregateError ? cause.errors[0] : cause;
  } finally {
    loser.abort();
    done();
    second.catch(() => {});
  }
}

function toModelError(cause: unknown, signal: AbortSignal): ModelError {
  if (cause instanceof ModelError) return cause;
  if (signal.reason instanceof ModelError) return signal.reason;
  if (signal.aborted) return new ModelError('judge_timeout', 'The caller left.');
  throw cause;
}
