import { ModelError } from '../../models/provider.ts';

/** A signal that aborts after a time, and with its parent; `clear` releases its timer. */
export interface Timeout {
  signal: AbortSignal;
  clear(): void;
}

/** @param ms after which the signal aborts with a ModelError `judge_timeout` */
export function createTimeout(parent: AbortSignal, ms: number): Timeout {
  const controller = new AbortController();
  const onAbort = () => controller.abort(parent.reason);
  if (parent.aborted) onAbort();
  parent.addEventListener('abort', onAbort, { once: true });
  const timer = setTimeout(
    () =>
      controller.abort(
        new ModelError('judge_timeout', `The judge did not answer within ${Math.round(ms)} ms.`),
      ),
    Math.max(0, ms),
  );
  return {
    signal: controller.signal,
    clear() {
      clearTimeout(timer);
      parent.removeEventListener('abort', onAbort);
    },
  };
}

/** Waits; rejects with the signal's reason when it aborts first. */
export function sleep(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    if (signal.aborted) return reject(signal.reason);
    const onAbort = () => {
      clearTimeout(timer);
      reject(signal.reason);
    };
    const timer = setTimeout(() => {
      signal.removeEventListener('abort', onAbort);
      resolve();
    }, ms);
    signal.addEventListener('abort', onAbort, { once: true });
  });
}
