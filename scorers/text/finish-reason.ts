import { z } from 'zod';
import { defineScorer } from '../define.ts';
import { scored } from '../outcome.ts';
import { lacks } from './generation-field.ts';

/**
 * Whether the model stopped for a reason that is allowed: an answer cut off (`length`) or filtered
 * (`content_filter`) is rarely one to show. Reasons are compared without regard to case.
 *
 * Source: the finish reasons of OpenAI's chat completions; promptfoo finish-reason.
 */
export const finishReason = defineScorer({
  id: 'finish-reason',
  version: 1,
  kind: 'code',
  group: 'text',
  summary: 'Whether the model stopped for an allowed reason.',
  source: 'promptfoo finish-reason',
  needs: ['generation'],
  params: z.strictObject({
    allowed: z
      .array(z.string().min(1).max(128))
      .min(1)
      .max(50)
      .default(['stop', 'end_turn', 'stop_sequence', 'tool_calls', 'tool_use'])
      .describe('The reasons that are fine.'),
  }),
  threshold: 1,
  examples: [
    {
      title: 'Cut off at the token limit',
      sample: { output: 'The warranty covers', generation: { finishReason: 'length' } },
      value: 0,
    },
  ],
  score({ generation }, { allowed }) {
    const reason = generation.finishReason;
    if (reason === undefined) return lacks('finishReason');
    const isAllowed = allowed.some((fine) => fine.toLowerCase() === reason.toLowerCase());
    return scored(isAllowed ? 1 : 0, `The model stopped with "${reason}".`);
  },
});
