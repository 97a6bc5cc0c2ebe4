import * as z from 'zod';

/** A step of an experiment by reference: a turn of one of its parts, or what comes after the last. */
export interface ExperimentStep {
  experimentId: string;
  /** Null for what comes after generation. */
  part: number | null;
  /** Of a part, the version that the turn is for; a message for another one is an old one. */
  version: number;
}

export const ExperimentMessage: z.ZodType<ExperimentStep> = z.strictObject({
  experimentId: z.string(),
  part: z.int().min(0).nullable(),
  version: z.int().min(0),
});

/** Steps of experiments on their way to the consumer. */
export interface ExperimentQueue {
  /** @param delaySeconds after which they are delivered */
  send(steps: readonly ExperimentStep[], delaySeconds?: number): Promise<void>;
}

// A batch of messages holds 100 of them.
const MOST_MESSAGES = 100;

export function createExperimentQueue(queue: Queue): ExperimentQueue {
  return {
    async send(steps, delaySeconds = 0) {
      for (let i = 0; i < steps.length; i += MOST_MESSAGES) {
        await queue.sendBatch(
          steps.slice(i, i + MOST_MESSAGES).map(({ experimentId, part, version }) => ({
            body: { experimentId, part, version },
            contentType: 'json',
          })),
          { delaySeconds },
        );
      }
    },
  };
}
