import { type ScoreTracesNeeds, scoreTrace } from '../../features/traces/score-traces.ts';
import { TraceMessage } from '../../store/trace-queue.ts';
import { backoffSeconds } from './backoff.ts';

/** Scores the traces that messages refer to. A message is acknowledged once all of its are scored. */
export async function scoreTraces(batch: MessageBatch, services: ScoreTracesNeeds): Promise<void> {
  for (const message of batch.messages) {
    const parsed = TraceMessage.safeParse(message.body);
    if (!parsed.success) {
      // Only this Worker writes to the queue, so this is an internal error: keep it visible.
      services.log({ level: 'error', event: 'trace_message_malformed', messageId: message.id });
      message.ack();
      continue;
    }
    try {
      for (const traceId of parsed.data.traceIds) {
        await scoreTrace({ projectId: parsed.data.projectId, traceId }, services);
      }
      message.ack();
    } catch (cause) {
      const error = cause instanceof Error ? cause.name : 'unknown';
      services.log({
        level: 'warn',
        event: 'traces_not_scored',
        projectId: parsed.data.projectId,
        error,
      });
      message.retry({ delaySeconds: backoffSeconds(message.attempts) });
    }
  }
}
