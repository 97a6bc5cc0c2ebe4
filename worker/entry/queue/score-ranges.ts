import { newId } from '@assay/schema/ids.ts';
import { type BreakUpNeeds, breakUp } from '../../features/batches/break-up.ts';
import { SCORING_LEASE_MS } from '../../features/batches/range-leases.ts';
import { giveUp, isPending } from '../../features/batches/range-results.ts';
import { resend } from '../../features/batches/resend.ts';
import { type ScoreRangeNeeds, scoreRange } from '../../features/batches/score-range.ts';
import { sendOn } from '../../features/batches/send-on.ts';
import { batchEnded, type FinishNeeds } from '../../features/experiments/finish-experiment.ts';
import { RangeMessage, type RangeReference } from '../../store/range-queue.ts';
import { backoffSeconds } from './backoff.ts';

interface RangeConsumerNeeds extends BreakUpNeeds, ScoreRangeNeeds, FinishNeeds {}

// Eight retries, each waiting at most this long, stay within the lease of a range.
const MOST_DELAY_SECONDS = 600;

/**
 * Scores the ranges that messages refer to. Each message is acknowledged on its own, once all of
 * its range has a final result; until then it comes again, later each time.
 */
export function scoreRanges(batch: MessageBatch, services: RangeConsumerNeeds): Promise<void> {
  return forEachRange(batch, services, (reference, attempts) =>
    advance(reference, attempts, services),
  );
}

/**
 * Ends the ranges whose attempts all failed: their samples become errors. Ranges that were never
 * tried, as during a database outage, are sent again; ranges that crash their consumer are split.
 */
export function recordDeadRanges(batch: MessageBatch, services: RangeConsumerNeeds): Promise<void> {
  return forEachRange(batch, services, async (reference) => {
    const { ranges, nowMs, log } = services;
    const range = await ranges.open(reference);
    if (range === undefined) return 'done';
    const { batchId, start, projectId } = range;
    if (range.items.some((item) => isPending(item) && item.attempts === 0)) {
      if (range.deaths === 0 || !(await breakUp(range, services))) await resend(range, services);
      return 'done';
    }
    const outcome = await ranges.write(giveUp(range, nowMs()));
    await sendOn(outcome, services);
    if (outcome.hasEnded) await batchEnded(range, services);
    log({ level: 'error', event: 'range_dead', batchId, start, projectId });
    return outcome.isWritten ? 'done' : 'again';
  });
}

async function advance(
  reference: RangeReference,
  attempts: number,
  services: RangeConsumerNeeds,
): Promise<Progress> {
  const { ranges, nowMs } = services;
  const range = await ranges.begin(reference, nowMs() + SCORING_LEASE_MS);
  if (range === undefined) return 'done';
  // The queue redelivers a message once its delivery has ended: a delivery that did not report has
  // crashed.
  if (attempts > 1 && range.deaths > 0 && (await breakUp(range, services))) return 'done';
  const write = await scoreRange(range, newId('request'), services).catch((cause: unknown) =>
    excuse(range, cause, services),
  );
  const outcome = await ranges
    .write(write)
    .catch((cause: unknown) => excuse(range, cause, services));
  await sendOn(outcome, services);
  if (outcome.hasEnded) await batchEnded(range, services);
  return outcome.isWritten && write.isDone ? 'done' : 'again';
}

/** If the consumer catches the error, no sample has crashed it. */
async function excuse(
  range: RangeReference,
  cause: unknown,
  { ranges, log }: RangeConsumerNeeds,
): Promise<never> {
  await ranges.excuse(range).catch(() => {
    log({ level: 'warn', event: 'range_not_excused', batchId: range.batchId });
  });
  throw cause;
}

type Progress = 'done' | 'again';

async function forEachRange(
  batch: MessageBatch,
  { log }: RangeConsumerNeeds,
  work: (reference: RangeReference, attempts: number) => Promise<Progress>,
): Promise<void> {
  for (const message of batch.messages) {
    const parsed = RangeMessage.safeParse(message.body);
    if (!parsed.success) {
      // Only this Worker writes to the queue, so this is an internal error: keep it visible.
      log({ level: 'error', event: 'range_message_malformed', messageId: message.id });
      message.ack();
      continue;
    }
    const progress = await work(parsed.data, message.attempts).catch((cause: unknown): Progress => {
      const error = cause instanceof Error ? cause.name : 'unknown';
      log({ level: 'warn', event: 'range_not_scored', batchId: parsed.data.batchId, error });
      return 'again';
    });
    if (progress === 'done') message.ack();
    else {
      message.retry({ delaySeconds: backoffSeconds(message.attempts, MOST_DELAY_SECONDS) });
    }
  }
}
