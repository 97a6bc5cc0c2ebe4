import * as z from 'zod';

/** Verdicts of one project that are to be sent as events. */
export interface DueEvaluations {
  projectId: string;
  verdictIds: string[];
}

export const EvaluationMessage: z.ZodType<DueEvaluations> = z.strictObject({
  projectId: z.string(),
  verdictIds: z.array(z.string()),
});

/** Verdicts on their way to the consumer that sends them as events. */
export interface EvaluationQueue {
  send(due: DueEvaluations): Promise<void>;
}

/** What one request to the endpoint carries. */
const VERDICTS_A_MESSAGE = 50;

export function createEvaluationQueue(queue: Queue): EvaluationQueue {
  return {
    async send({ projectId, verdictIds }) {
      for (let start = 0; start < verdictIds.length; start += VERDICTS_A_MESSAGE) {
        const part = verdictIds.slice(start, start + VERDICTS_A_MESSAGE);
        await queue.send({ projectId, verdictIds: part }, { contentType: 'json' });
      }
    },
  };
}
