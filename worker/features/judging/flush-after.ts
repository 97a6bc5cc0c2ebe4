import type { JudgingRun } from './judging.ts';

/**
 * Keeps the invocation alive for work after the response, and after the caller has disconnected.
 */
export type Later = (work: Promise<void>) => void;

/**
 * Flushes spend and cache after `work`, even if it failed.
 *
 * @param later without it, the returned promise waits for the flush too
 * @returns what `work` returns or throws
 */
export async function flushAfter<Value>(
  work: Promise<Value>,
  run: Pick<JudgingRun, 'flush'>,
  later: Later | undefined,
): Promise<Value> {
  const ended = work.then(
    () => {},
    () => {},
  );
  if (later === undefined) await ended.then(() => run.flush());
  // Registered before the work has ended: spend must be written also when the caller leaves.
  else later(ended.then(answerFirst).then(() => run.flush()));
  return work;
}

/** Lets what is ready to be sent be sent. */
function answerFirst(): Promise<void> {
  return scheduler.wait(1);
}
