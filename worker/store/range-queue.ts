import * as z from 'zod';

/** A range by reference: what a message holds. */
export interface RangeReference {
  batchId: string;
  start: number;
  end: number;
}

export const RangeMessage: z.ZodType<RangeReference> = z.strictObject({
  batchId: z.string(),
  start: z.int().min(0),
  end: z.int().min(1),
});

/** Ranges on their way to the consumer. */
export interface RangeQueue {
  send(ranges: readonly RangeReference[]): Promise<void>;
}

// A batch of messages holds 100 of them and 256,000 bytes; a reference takes about 200.
const MOST_MESSAGES = 100;

export function createRangeQueue(queue: Queue): RangeQueue {
  return {
    async send(ranges) {
      for (let i = 0; i < ranges.length; i += MOST_MESSAGES) {
        const batch = ranges.slice(i, i + MOST_MESSAGES);
        await queue.sendBatch(
          batch.map(({ batchId, start, end }) => ({
            body: { batchId, start, end },
            contentType: 'json',
          })),
        );
      }
    },
  };
}
