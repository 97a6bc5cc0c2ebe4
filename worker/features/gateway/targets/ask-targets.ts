import type { PipelineTarget } from '@assay/schema/types.ts';
import { sleep } from '../../judging/timeout.ts';
import type { CallError } from '../upstream-problem.ts';
import { type Asking, type AskNeeds, askTarget, type TargetAnswer } from './ask-target.ts';
import { mayFallBack } from './may-retry.ts';

/** The targets of a request, in the order in which they are asked. */
export interface Targets {
  targets: readonly PipelineTarget[];
  /** Asks the next as well if the first has not begun to answer by then. */
  hedgeAfterMs: number | undefined;
}

/** An answer, and how many targets were passed over before it. */
export type Answer = TargetAnswer & { rank: number };

/**
 * Asks targets until one answers.
 *
 * @throws CallError of the first target: those of others only follow from it
 */
export async function askTargets(
  { targets, hedgeAfterMs }: Targets,
  asking: Asking,
  needs: AskNeeds,
): Promise<Answer> {
  const [, second] = targets;
  if (hedgeAfterMs === undefined || second === undefined) {
    return askInTurn(targets, 0, asking, needs);
  }
  return askHedged(targets, hedgeAfterMs, asking, needs);
}

async function askInTurn(
  targets: readonly PipelineTarget[],
  from: number,
  asking: Asking,
  needs: AskNeeds,
): Promise<Answer> {
  let first: unknown;
  for (const [rank, target] of targets.entries()) {
    if (rank < from) continue;
    try {
      return { ...(await askTarget(target, asking, needs)), rank };
    } catch (cause) {
      first ??= cause;
      if (asking.signal.aborted || !mayFallBack(cause as CallError)) break;
    }
  }
  throw first;
}

/** Asks the first target, and the others when it is late or fails; the first that begins to answer counts. */
async function askHedged(
  targets: readonly PipelineTarget[],
  hedgeAfterMs: number,
  asking: Asking,
  needs: AskNeeds,
): Promise<Answer> {
  const stop = { first: new AbortController(), others: new AbortController() };
  const until = ({ signal }: AbortController) => ({
    ...asking,
    signal: AbortSignal.any([asking.signal, signal]),
  });
  const first = askInTurn(targets.slice(0, 1), 0, until(stop.first), needs);
  const failed = first.then(never, (cause: unknown) => {
    if (!mayFallBack(cause as CallError)) throw cause;
  });
  const others = Promise.race([sleep(hedgeAfterMs, stop.others.signal), failed]).then(() =>
    askInTurn(targets, 1, until(stop.others), needs),
  );
  try {
    const winner = await Promise.any([
      first.then((answer) => ({ answer, loser: others, stop: stop.others })),
      others.then((answer) => ({ answer, loser: first, stop: stop.first })),
    ]);
    winner.stop.abort();
    needs.later(winner.loser.then(discard, () => {}));
    return winner.answer;
  } catch (cause) {
    throw cause instanceof AggregateError ? cause.errors[0] : cause;
  }
}

function never(): Promise<never> {
  return new Promise(() => {});
}

/** Lets go of an answer that came too late, which is charged as far as it is known. */
async function discard(answer: Answer): Promise<void> {
  if (!('stream' in answer)) return;
  answer.end({ answer: {}, isFailed: true });
  await answer.stream.cancel().catch(() => {});
}
