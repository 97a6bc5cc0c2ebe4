import * as z from 'zod';
import { TokenUsage } from './sample.ts';
import type * as contract from './types.ts';

export const JudgeExchange: z.ZodType<contract.JudgeExchange> = z
  .strictObject({
    scorer: z.string().describe('Name of the score that it was asked for.'),
    model: z.string().describe('The model that answered, or was asked, as `provider/model`.'),
    modelVersion: z.string().nullable().describe('Its version, as it reported it.'),
    messages: z
      .array(
        z.strictObject({
          role: z.enum(['system', 'user', 'assistant']).describe('Whose turn it is.'),
          content: z.string().describe('The text as sent.'),
        }),
      )
      .describe('The prompt as sent; empty if the answer came from the cache.'),
    answer: z.string().nullable().describe('The answer as it came; null if there is none.'),
    reasoning: z
      .string()
      .nullable()
      .describe('The model’s thinking, if the server returns it apart.'),
    cached: z
      .boolean()
      .describe('Whether the answer came from the cache, so that no prompt was sent.'),
    usage: TokenUsage.nullable().describe('Tokens used by this call, as far as known.'),
    error: z
      .strictObject({
        code: z.string().describe('Stable code; see docs/errors.md.'),
        message: z.string().describe('What happened.'),
      })
      .nullable()
      .describe('Why there is no answer.'),
  })
  .meta({ id: 'JudgeExchange', description: 'What a judge was asked and answered, in one call.' });
