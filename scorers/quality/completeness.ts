import * as z from 'zod';
import { definePrompt } from '../judging/prompt.ts';
import { defineFulfilment } from './define-fulfilment.ts';

const prompt = definePrompt({
  version: 2,
  instructions: `Check whether the output answers everything that was asked.

First collect the requests: each question, task or wish of the user. If a sentence asks for several things, split it: "compare price and size" is two requests. In a conversation, take the requests of the last user turn, and earlier ones that still have no answer and were not taken back. Leave out greetings, thanks, background information, and rules about form, length or style. Do not add what nobody asked for.`,
});

/**
 * The share of what was asked that the output answers. The judge splits the input into its
 * requests, or takes yours from `requests`, and says of each whether the output answers it wholly
 * (1), in part (0.5) or not (0); the value is their mean, `raw` the number of requests not answered
 * wholly.
 *
 * Only the asking counts: whether the answers are true is not the question, and whether rules of
 * form are kept is `prompt-alignment`. A refusal leaves its request unanswered, be it right or
 * wrong. An input that asks for nothing (a greeting, a thank-you) makes the scorer abstain; an empty
 * output is worth 0.
 *
 * Source: completeness of Mastra (elements of the input that the output covers); requests instead
 * of elements, as in InFoBench (Y. Qin et al., 2024).
 */
export const completeness = defineFulfilment({
  id: 'completeness',
  version: 2,
  summary: 'The share of what the input asks for that the output answers.',
  source: 'Mastra completeness; Qin et al. 2024 (InFoBench)',
  params: () =>
    z.strictObject({
      requests: z
        .array(z.string().min(1).max(1_000))
        .min(1)
        .max(30)
        .optional()
        .describe(
          'The requests, if you know them. By default, the judge reads them from the input.',
        ),
    }),
  threshold: 0.8,
  examples: () => [
    {
      title: 'One of two questions is answered',
      sample: {
        input: 'When does the museum open, and what is the entrance fee?',
        output: 'It opens at 10 in the morning.',
      },
      answers: [
        {
          reasoning: 'Two questions; nothing is said of the fee.',
          items: [
            {
              item: 'When the museum opens.',
              asked: 'When does the museum open',
              quote: 'It opens at 10',
              verdict: 'met',
            },
            {
              item: 'What the entrance fee is.',
              asked: 'what is the entrance fee',
              quote: '',
              verdict: 'missed',
            },
          ],
        },
      ],
      value: 0.5,
    },
  ],
  items: 'requests',
  findPrompt: prompt,
  listed: ({ requests }) => requests,
});
