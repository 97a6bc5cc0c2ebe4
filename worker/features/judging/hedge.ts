import { createTimeout, sleep } from './timeout.ts';

/** When and how a call is sent a second time. */
export interface Hedge {
  /** Milliseconds after which it is sent again, counted from when the first was sent. */
  afterMs: number;
  /** Awaited before it is sent again; may refuse that by throwing. */
  prepare(): Promise<void>;
  /** Called when it is sent again. */
  onSent(): void;
}

/** One call; it reports when it is sent, and no longer waits for a connection. */
export type Send<Value> = (signal: AbortSignal, onSent: () => void) => Promise<Value>;

const NEVER_MS = 2 ** 31 - 1;

/**
 * Sends a second call when the first has not answered in time; the first answer counts, and the
 * other call is aborted.
 *
 * @param hedge undefined for never
 */
export async function sendHedged<Value>(
  send: Send<Value>,
  signal: AbortSignal,
  hedge: Hedge | undefined,
): Promise<Value> {
  if (hedge === undefined) return send(signal, () => {});
  const { signal: either, clear } = createTimeout(signal, NEVER_MS);
  const loser = new AbortController();
  const both = AbortSignal.any([either, loser.signal]);
  const sent = Promise.withResolvers<void>();
  const first = send(both, sent.resolve);
  const second = sent.promise
    .then(() => sleep(hedge.afterMs, both))
    .then(() => hedge.prepare())
    .then(() => send(both, hedge.onSent));
  try {
    // A first call that fails at once is not worth a second at the same time.
    return await Promise.race([first, Promise.any([first, second])]);
  } catch (cause) {
    throw cause instanceof AggregateError ? cause.errors[0] : cause;
  } finally {
    loser.abort();
    clear();
    second.catch(() => {});
  }
}
