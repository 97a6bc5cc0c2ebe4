import * as z from 'zod';

/** Traces of one project that are due. */
export interface DueTraces {
  projectId: string;
  traceIds: string[];
}

export const TraceMessage: z.ZodType<DueTraces> = z.strictObject({
  projectId: z.string(),
  traceIds: z.array(z.string()),
});

/** Traces on their way to the consumer. */
export interface TraceQueue {
  /** @param delaySeconds after which they are delivered */
  send(due: DueTraces, delaySeconds: number): Promise<void>;
}

const TRACES_A_MESSAGE = 50;
// A batch of messages holds 100 of them.
const MOST_MESSAGES = 100;

export function createTraceQueue(queue: Queue): TraceQueue {
  return {
    async send({ projectId, traceIds }, delaySeconds) {
      const messages = chunksOf(traceIds, TRACES_A_MESSAGE).map((part) => ({
        body: { projectId, traceIds: part },
        contentType: 'json' as const,
      }));
      for (const batch of chunksOf(messages, MOST_MESSAGES)) {
        await queue.sendBatch(batch, { delaySeconds });
      }
    },
  };
}

function chunksOf<Item>(items: readonly Item[], size: number): Item[][] {
  const chunks: Item[][] = [];
  for (let i = 0; i < items.length; i += size) chunks.push(items.slice(i, i + size));
  return chunks;
}
