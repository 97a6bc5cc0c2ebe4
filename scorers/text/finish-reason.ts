import * as z from 'zod';
import { defineScorer } from '../define.ts';
import { scored } from '../outcome.ts';
import { lacks } from './generation-field.ts';
import { replaceOthers } from './letters.ts';

/**
 * Whether the model stopped for a reason that is allowed: an answer cut off (`length`) or filtered
 * (`content_filter`) is rarely one to show. Reasons are compared by their letters and digits alone, so
 * that `tool_calls` is `tool-calls` and `STOP` is `stop`.
 *
 * Source: the finish reasons of OpenAI, Anthropic, Gemini, Bedrock, Cohere and the AI SDK; promptfoo finish-reason.
 */
export const finishReason = defineScorer({
  id: 'finish-reason',
  version: 2,
  kind: 'code',
  group: 'text',
  summary: 'Whether the model stopped for an allowed reason.',
  source: 'promptfoo finish-reason',
  needs: ['generation'],
  params: () =>
    z.strictObject({
      allowed: z
        .array(z.string().min(1).max(128))
        .min(1)
        .max(50)
        .default([
          'stop',
          'end_turn',
          'stop_sequence',
          'tool_calls',
          'tool_call',
          'tool_use',
          'function_call',
          'complete',
          'completed',
          'eos',
          'eos_token',
        ])
        .describe('The accepted finish reasons.'),
    }),
  threshold: 1,
  examples: () => [
    {
      title: 'Cut off at the token limit',
      sample: { output: 'The warranty covers', generation: { finishReason: 'length' } },
      value: 0,
    },
  ],
  score({ generation }, { allowed }) {
    const reason = generation.finishReason;
    if (reason === undefined) return lacks('finishReason');
    const isAllowed = allowed.some((fine) => bare(fine) === bare(reason));
    return scored(isAllowed ? 1 : 0, `The model stopped with "${reason}".`);
  },
});

/** A reason without what differs between providers: case, `-` and `_`, Gemini's prefix. */
function bare(reason: string): string {
  return replaceOthers(reason.toLowerCase(), '').replace(/^finishreason/, '');
}
