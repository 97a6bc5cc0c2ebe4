import { z } from 'zod';
import { defineVerdicts } from '../judging/define-verdicts.ts';
import { definePrompt } from '../judging/prompt.ts';
import { assistantTurns, showTurns, userTexts } from './turns.ts';

const prompt = definePrompt({
  version: 1,
  instructions: `Check whether the assistant keeps in mind what the user has told it.

1. Gather what the user tells of themselves and of what they want: facts, wishes, limits, each with its turn. What the user takes back counts no more.
2. For each turn of the assistant, look at what the user told in the turns before it, and give a verdict:
   - "kept": it uses, respects or at least does not go against what it was told;
   - "forgot": it asks for something that the user has already told, contradicts it, or acts as if it had not been said;
   - "nothing-told": the user had told nothing yet that could be forgotten.
3. For each turn that forgot, copy as \`quote\` its words that show it and as \`basis\` the user's earlier words that it forgot, both exactly as they stand there, and say in \`why\` what was forgotten.

Asking back to make sure of something important, or for what was unclear, is not forgetting.`,
});

/**
 * Whether the assistant remembers what the user said. The judge calls each turn of the assistant kept
 * or forgot; the value is the share kept, `raw` the number of turns that forgot. Evidence is, for each
 * of those, the words that forgot and the user's words before them. Turns before which the user had
 * told nothing count neither way; where none counts, or the assistant says nothing, it abstains.
 *
 * Source: DeepEval KnowledgeRetention (turns without attrition; there over all turns).
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
            {
              number: 4,
              quote: 'What is your order number?',
              basis: 'order 17',
              why: 'The order number was told in turn 1.',
              verdict: 'forgot',
            },
          ],
        },
      ],
      value: 0.5,
    },
  ],
  prompt,
  items: 'turns',
  numbered: assistantTurns,
  worths: () => ({ kept: 1, forgot: 0, 'nothing-told': null }),
  unquoted: ['kept', 'nothing-told'],
  basis: {
    describe: 'Words of the user that a turn forgot, exactly as they stand there.',
    quotes: userTexts,
  },
  shows: (sample) => showTurns(sample),
});
