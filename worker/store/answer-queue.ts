import { Buffer } from 'node:buffer';
import * as z from 'zod';

// As much as a message holds, with room for what the platform takes.
const MOST_MESSAGE_BYTES = 120_000;

/** An answer of the gateway that is to be scored. Another release may have put more into it. */
export const AnswerMessage = z.object({
  projectId: z.string(),
  requestId: z.string(),
  /** What the id of the verdict is made from, so that a second delivery makes the same. */
  seed: z.string(),
  /** The sample, how it is scored and how the verdict is labelled, as JSON. */
  answer: z.string(),
});

export type AnswerMessage = z.output<typeof AnswerMessage>;

/** Answers on their way to be scored. */
export interface AnswerQueue {
  /** Whether an answer fits into a message. */
  fits(message: AnswerMessage): boolean;
  /** Hands an answer over; when it returns, the queue has it. */
  send(message: AnswerMessage): Promise<void>;
}

export function createAnswerQueue(queue: Queue): AnswerQueue {
  return {
    fits: (message) => Buffer.byteLength(JSON.stringify(message)) <= MOST_MESSAGE_BYTES,
    async send(message) {
      await queue.send(message, { contentType: 'json' });
    },
  };
}
