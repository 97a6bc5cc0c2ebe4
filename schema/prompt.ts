import * as z from 'zod';
import { LIMITS } from './limits.ts';
import { Sample } from './sample.ts';
import { ScorerReference } from './scorer-reference.ts';
import type * as contract from './types.ts';

export const PromptRequest: z.ZodType<contract.PromptRequest> = z
  .strictObject({
    sample: Sample.describe('The sample.'),
    scorers: z
      .array(ScorerReference)
      .min(1)
      .max(LIMITS.scorers)
      .describe('Scorers by id, or with their settings. Those that ask no model have no prompt.'),
  })
  .meta({
    id: 'PromptRequest',
    examples: [
      {
        sample: {
          input: 'Capital of France?',
          output: 'Paris.',
          contexts: ['Paris is the capital.'],
        },
        scorers: ['faithfulness'],
      },
    ],
  });

const RenderedPrompt = z
  .strictObject({
    scorer: z.string().describe('Name of the score.'),
    model: z
      .string()
      .nullable()
      .describe('The model that is asked; null if none is named or configured.'),
    messages: z
      .array(
        z.strictObject({
          role: z.enum(['system', 'user', 'assistant']).describe('Who says it.'),
          content: z.string().describe('The text.'),
        }),
      )
      .describe('The messages of the call.'),
  })
  .meta({ id: 'RenderedPrompt', description: 'What a scorer asks a model first.' });

export const RenderedPrompts: z.ZodType<contract.RenderedPrompts> = z
  .strictObject({
    prompts: z.array(RenderedPrompt).describe('The prompts, in the order of the scorers.'),
  })
  .meta({ id: 'RenderedPrompts' });
