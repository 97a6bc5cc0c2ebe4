import { ModelError } from '../models/provider.ts';
import { limitTime, pause } from './patience.ts';

export interface Persistence {
  /** A number from 0 to 1, for jitter. */
  random(): number;
  nowMs(): number;
  /** Asking a second time what has not been answered; undefined for never. */
  hedge?: Hedge | undefined;
}

export interface Hedge {
  /** Milliseconds after which it is asked, counted from when the first was sent. */
  afterMs: number;
  /** Waited for before it is asked; may refuse it by throwing. */
  prepare(): Promise<void>;
  /** Told when it is sent. */
  onSent(): void;
}

/** One try: minds the signal, and tells when it is sent and no longer waits in line. */
export type Ask<Value> = (signal: AbortSignal, onSent: () => void) => Promise<Value>;

const TRIES = 3;
const FIRST_DELAY_MS = 300;
const DELAY_GROWTH = 3;

/**
 * Asks until there is an answer: up to three tries, with growing pauses or those that the provider
 * asks for, as long as the time allows.
 *
 * @param limitMs how long all tries may take together
 * @throws ModelError of the last try, or the reason of the signal
 */
export async function persist<Value>(
  ask: Ask<Value>,
  parent: AbortSignal,
  limitMs: number,
  { random, nowMs, hedge }: Persistence,
): Promise<Value> {
  const untilMs = nowMs() + limitMs;
  const { signal, done } = limitTime(parent, limitMs);
  try {
    for (let tried = 1; ; tried += 1) {
      try {
        return await askTwice(ask, signal, hedge);
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
async function askTwice<Value>(
  ask: Ask<Value>,
  signal: AbortSignal,
  hedge: Hedge | undefined,
): Promise<Value> {
  if (hedge === undefined) return ask(signal, () => {});
  const { signal: either, done } = limitTime(signal, 2 ** 31 - 1);
  const loser = new AbortController();
  const both = AbortSignal.any([either, loser.signal]);
  const sent = Promise.withResolvers<void>();
  const first = ask(both, sent.resolve);
  const second = sent.promise
    .then(() => pause(hedge.afterMs, both))
    .then(() => hedge.prepare())
    .then(() => ask(both, hedge.onSent));
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
