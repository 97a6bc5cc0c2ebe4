import * as z from 'zod';
import { tellBlocks } from '../judging/blocks.ts';
import { defineVerdicts } from '../judging/define-verdicts.ts';
import { definePrompt } from '../judging/prompt.ts';
import { nobodyAsked, showTurns, userTexts } from './turns.ts';

const prompt = definePrompt({
  version: 2,
  instructions: `Check whether the user got what they wanted in the conversation.

${tellBlocks(['tools', 'conversation'], 'conversation')}

1. In "items", list everything that the user wants, each wish once, also if it only becomes clear later. In "item", say what they want. If a later wish replaces an earlier one, only the later one counts. Greetings and thanks are not wishes.
2. In "quote", copy the words of the user that show the wish, exactly as they are.
3. In "verdict", look at the whole conversation:
   - "met": at the end the user has what they wanted, or a good reason why they cannot have it;
   - "partly": they have some of it, or were told how to get it although the assistant could have done more;
   - "unmet": they did not get it, were put off, or gave up.`,
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
  version: 2,
  group: 'conversation',
  summary: 'The share of the user’s intentions that the conversation meets.',
  source: 'DeepEval ConversationCompleteness',
  needs: ['messages'],
  params: () => z.strictObject({}),
  threshold: 0.8,
  degenerate: 'ask',
  examples: () => [
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
