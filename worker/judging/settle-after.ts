import type { JudgingSession } from './judging.ts';

/** Lets work go on after the answer, and when the caller has left. */
export type Later = (work: Promise<void>) => void;

/**
 * Settles once work has ended, whatever came of it.
 *
 * @param later without it what is returned waits for the settling too
 * @returns what came of the work
 */
export async function settleAfter<Value>(
  work: Promise<Value>,
  session: JudgingSession,
  later: Later | undefined,
): Promise<Value> {
  const ended = work.then(
    () => {},
    () => {},
  );
  if (later === undefined) await ended.then(() => session.settle());
  // Named before the work has ended: a caller who leaves must not take what was spent along.
  else later(ended.then(answerFirst).then(() => session.settle()));
  return work;
}

/** Lets what is ready to be sent be sent. */
function answerFirst(): Promise<void> {
  return scheduler.wait(1);
}
