import { streamSSE } from 'hono/streaming';
import { toProblem } from '../../core/problem.ts';
import { followBatch } from '../../features/batches/follow-batch.ts';
import type { AppContext } from '../context.ts';
import { asApiProblem } from './errors.ts';

/** A batch each time it has changed, until it has ended, as server-sent events. */
export function streamBatch(c: AppContext, id: string): Response {
  const { principal, services, requestId } = c.var;
  return streamSSE(c, async (events) => {
    try {
      for await (const batch of followBatch(principal.projectId, id, services)) {
        if (events.aborted) return;
        await events.writeSSE({ event: 'batch', data: JSON.stringify(batch) });
        if (batch.endedAt !== null) {
          await events.writeSSE({ event: 'done', data: JSON.stringify({ id }) });
        }
      }
    } catch (cause) {
      const problem = toProblem(asApiProblem(cause, c), requestId);
      await events.writeSSE({ event: 'error', data: JSON.stringify(problem) });
    }
  });
}
