import { z } from 'zod';
import { defineVerdicts } from '../judging/define-verdicts.ts';
import { show } from '../judging/fence.ts';
import { definePrompt } from '../judging/prompt.ts';
import { assistantTurns } from './turns.ts';

const prompt = definePrompt({
  version: 1,
  instructions: `Check whether the assistant keeps in mind what the user has told it.

For each turn of the assistant, look at what the user said in the turns before it, and give a verdict:
   - "kept": it uses, respects or at least does not go against what it was told;
   - "forgot": it asks for something that the user has already told, contradicts it, or acts as if it had not been said.

Asking back to make sure of something important, or for what was unclear, is not forgetting. What the user takes back counts no more. Say in \`why\` what was forgotten and in which turn it had been told.`,
});

/**
 * Whether the assistant remembers what the user said. The judge calls each turn of the assistant kept
 * or forgot; the value is the share kept, `raw` the number of turns that forgot, which are also the
 * evidence. Without a turn of the assistant the scorer abstains.
 *
 * Source: DeepEval KnowledgeRetention (turns without attrition over all turns).
 */
export const knowledgeRetention = defineVerdicts({
  id: 'knowledge-retention',
  version: 1,
  group: 'conversation',
  summary: 'The share of the assistant’s turns that keep what the user has said in mind.',
  source: 'DeepEval KnowledgeRetention',
  needs: ['messages'],
  params: z.strictObject({}),
  threshold: 1,
  degenerate: 'ask',
  examples: [
    {
      title: 'The second turn asks for what was said',
      sample: {
        messages: [
          { role: 'user', content: 'Hi, I am Ada, order 17. It is broken.' },
          { role: 'assistant', content: 'I am sorry, Ada.' },
          { role: 'user', content: 'Can I have a new one?' },
          { role: 'assistant', content: 'Sure. What is your order number?' },
        ],
      },
      answers: [
        {
          reasoning: 'The number was given in turn 1.',
          items: [
            { number: 2, verdict: 'kept' },
            { number: 4, why: 'The order number was told in turn 1.', verdict: 'forgot' },
          ],
        },
      ],
      value: 0.5,
    },
  ],
  prompt,
  items: 'turns',
  numbered: ({ messages }) => assistantTurns(messages),
  worths: () => ({ kept: 1, forgot: 0 }),
  shows: (sample) => show(sample, ['messages']),
});
