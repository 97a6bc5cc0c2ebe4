import { newId } from '@assay/schema/ids.ts';
import { giveUp, scoreRange } from '../batches/score-range.ts';
import { sendOn } from '../batches/send-on.ts';
import type { Services } from '../services.ts';
import { RangeMessage, type RangeReference } from '../store/range-queue.ts';
import { backoffSeconds } from './backoff.ts';

// Eight retries, each waiting at most this long, stay within the lease of a range.
const MOST_DELAY_SECONDS = 600;

/**
 * Scores the ranges that messages refer to. Each message is acknowledged on its own, once all of
 * its range has a final result; until then it comes again, later each time.
 */
export function scoreRanges(batch: MessageBatch, services: Services): Promise<void> {
  return forEachRange(batch, services, (reference) => advance(reference, services));
}

/** Ends the ranges that were tried in vain: what is still pending of them becomes an error. */
export function recordDeadRanges(batch: MessageBatch, services: Services): Promise<void> {
  return forEachRange(batch, services, async (reference) => {
    const range = await services.ranges.open(reference);
    if (range === undefined) return 'settled';
    const outcome = await services.ranges.write(giveUp(range, services.nowMs()));
    await sendOn(outcome, services);
    services.log({
      level: 'error',
      event: 'range_dead',
      batchId: range.batchId,
      start: range.start,
      projectId: range.projectId,
    });
    return outcome.isWritten ? 'settled' : 'again';
  });
}

async function advance(reference: RangeReference, services: Services): Promise<Progress> {
  const range = await services.ranges.open(reference);
  if (range === undefined) return 'settled';
  const write = await scoreRange(range, newId('request'), services);
  const outcome = await services.ranges.write(write);
  await sendOn(outcome, services);
  return outcome.isWritten && write.isDone ? 'settled' : 'again';
}

type Progress = 'settled' | 'again';

async function forEachRange(
  batch: MessageBatch,
  { log }: Services,
  work: (reference: RangeReference) => Promise<Progress>,
): Promise<void> {
  for (const message of batch.messages) {
    const parsed = RangeMessage.safeParse(message.body);
    if (!parsed.success) {
      // Nobody but this Worker writes to the queue, so this is a fault of ours: keep it visible.
      log({ level: 'error', event: 'range_message_malformed', messageId: message.id });
      message.ack();
      continue;
    }
    const progress = await work(parsed.data).catch((cause: unknown): Progress => {
      const error = cause instanceof Error ? cause.name : 'unknown';
      log({ level: 'warn', event: 'range_not_scored', batchId: parsed.data.batchId, error });
      return 'again';
    });
    if (progress === 'settled') message.ack();
    else {
      message.retry({ delaySeconds: backoffSeconds(message.attempts, MOST_DELAY_SECONDS) });
    }
  }
}
