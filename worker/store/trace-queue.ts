import * as z from 'zod';
import type { TraceTurn } from './traces.ts';

export const TraceMessage: z.ZodType<TraceTurn> = z.strictObject({
  projectId: z.string(),
  traceId: z.string(),
  dueAtMs: z.number(),
});

/** Traces on their way to the consumer. */
export interface TraceQueue {
  send(turns: readonly TraceTurn[]): Promise<void>;
}

// A batch of messages holds 100 of them.
const MOST_MESSAGES = 100;

export function createTraceQueue(queue: Queue): TraceQueue {
  return {
    async send(turns) {
      for (let i = 0; i < turns.length; i += MOST_MESSAGES) {
        const batch = turns.slice(i, i + MOST_MESSAGES);
        await queue.sendBatch(batch.map((body) => ({ body, contentType: 'json' })));
      }
    },
  };
}
