import { z } from 'zod';
import { defineVerdicts } from '../judging/define-verdicts.ts';
import { definePrompt } from '../judging/prompt.ts';
import { nobodyAsked, showTurns, userTexts } from './turns.ts';

const prompt = definePrompt({
  version: 1,
  instructions: `Check whether the user got what they came for in the conversation.

1. List what the user wants: each intention once, also where it shows only in the course of the conversation. A later wish that replaces an earlier one counts alone. Greetings and thanks are none.
2. Give each a verdict by the whole conversation:
   - "met": by its end the user has what they wanted, or a sound reason why it cannot be had;
   - "partly": they have some of it, or were told how to get it but a step is left that the assistant could have taken;
   - "unmet": they have not got it, were put off, or had to give up.
3. Copy the words of the user that show the intention, exactly as they stand there.`,
});

/**
 * Whether the user got what they came for. The judge lists the user's intentions over the whole
 * conversation and calls each met (1), partly met (0.5) or unmet (0); the value is their mean and
 * `raw` the number not fully met. Evidence is where those were voiced. A sound refusal, with its
 * reason, meets an intention. Where the user wants nothing the scorer abstains.
 *
 * Source: DeepEval ConversationCompleteness; openevals USER_SATISFACTION.
 */
export const conversationCompleteness = defineVerdicts({
  id: 'conversation-completeness',
  version: 1,
  group: 'conversation',
  summary: 'The share of the user’s intentions that the conversation meets.',
  source: 'DeepEval ConversationCompleteness',
  needs: ['messages'],
  params: z.strictObject({}),
  threshold: 0.8,
  degenerate: 'ask',
  examples: [
    {
      title: 'One wish of two is met',
      sample: {
        messages: [
          { role: 'user', content: 'Cancel my order, please. And where is my refund?' },
          { role: 'assistant', content: 'Your order is cancelled.' },
        ],
      },
      answers: [
        {
          reasoning: 'Nothing is said of the refund.',
          items: [
            { item: 'Cancel the order.', quote: 'Cancel my order', verdict: 'met' },
            { item: 'Know of the refund.', quote: 'where is my refund', verdict: 'unmet' },
          ],
        },
      ],
      value: 0.5,
    },
  ],
  prompt,
  items: 'intentions',
  worths: () => ({ met: 1, partly: 0.5, unmet: 0 }),
  shows: (sample) => showTurns(sample, ['tools']),
  quotes: userTexts,
  nothing: nobodyAsked,
});
