import type { Log } from '../../core/log.ts';
import { Timings } from '../../core/timings.ts';
import {
  deletionsSince,
  type EraseLateNeeds,
  isErased,
} from '../../features/erasure/erase-late.ts';
import {
  type AnswerToScore,
  type ScoreAnswerNeeds,
  scoreAnswer,
} from '../../features/gateway/steps/score-answer.ts';
import { labelsOf } from '../../features/scoring/labels.ts';
import { AnswerMessage } from '../../store/answer-queue.ts';
import { backoffSeconds } from './backoff.ts';

type AnswerConsumerNeeds = ScoreAnswerNeeds &
  Pick<EraseLateNeeds, 'deletions' | 'nowMs'> & { log: Log };

/**
 * Scores answers of the gateway. One that is delivered twice has one verdict; what fails is delivered
 * again later, and at last put into the dead-letter queue.
 */
export async function scoreAnswers(
  batch: MessageBatch,
  services: AnswerConsumerNeeds,
): Promise<void> {
  await Promise.all(batch.messages.map((message) => scoreMessage(message, services)));
}

async function scoreMessage(message: Message, services: AnswerConsumerNeeds): Promise<void> {
  const { log, nowMs } = services;
  const parsed = AnswerMessage.safeParse(message.body);
  const retry = () => message.retry({ delaySeconds: backoffSeconds(message.attempts) });
  if (!parsed.success) {
    // Only this Worker writes to the queue: a newer release may have, and its code reads it later.
    log({ level: 'error', event: 'answer_message_unreadable', messageId: message.id });
    retry();
    return;
  }
  const { projectId, requestId, seed, answer } = parsed.data;
  const toScore: AnswerToScore = JSON.parse(answer);
  const principal = { projectId, keyId: '', scopes: [] };
  const context = { principal, requestId, seed, timings: new Timings(nowMs) };
  const isErasedNow = () => isToBeErased(toScore, projectId, message, services);
  try {
    // No judge sees what was to be deleted.
    if (await isErasedNow()) return message.ack();
    const verdict = await scoreAnswer({ ...toScore, store: 'now' }, context, services);
    if (await isErasedNow()) {
      const doomed = [{ id: verdict.id, labels: labelsOf(verdict) }];
      await services.verdicts.remove(projectId, doomed, nowMs());
    }
    message.ack();
  } catch (cause) {
    const error = cause instanceof Error ? cause.message : 'unknown';
    log({ level: 'warn', event: 'answer_not_scored', requestId, error });
    retry();
  }
}

async function isToBeErased(
  { sample, metadata }: AnswerToScore,
  projectId: string,
  { timestamp }: Message,
  services: AnswerConsumerNeeds,
): Promise<boolean> {
  const deletions = await deletionsSince(projectId, services);
  return isErased({ metadata: [metadata, sample.metadata] }, timestamp.getTime(), deletions);
}
