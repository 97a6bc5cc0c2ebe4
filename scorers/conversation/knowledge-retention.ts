import * as z from 'zod';
import { tellBlocks } from '../judging/blocks.ts';
import { defineVerdicts } from '../judging/define-verdicts.ts';
import { definePrompt } from '../judging/prompt.ts';
import { assistantTurns, showTurns, userTexts } from './turns.ts';

const prompt = definePrompt({
  version: 2,
  instructions: `Check whether the assistant remembers what the user said.

${tellBlocks(['conversation'], 'conversation')}

First collect what the user said about themselves and about what they want: facts, wishes and limits. What the user takes back no longer counts.

In "items", give one entry for each listed turn of the assistant. Compare it with what the user said in earlier turns:
1. "number": the number of the turn.
2. "quote": if the turn forgot something, its words that show this, copied exactly. Otherwise leave it empty.
3. "basis": if it forgot something, the earlier words of the user, copied exactly. Otherwise leave it empty.
4. "why": what was forgotten, in one sentence.
5. "verdict":
   - "kept": it uses or respects what the user said, or does not go against it;
   - "forgot": it asks for something that the user already said, contradicts it, or acts as if it was never said;
   - "nothing-told": the user had said nothing yet that could be forgotten.

To ask again in order to confirm something important, or because it was unclear, is "kept".`,
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
  version: 2,
  group: 'conversation',
  summary: 'The share of the assistant’s turns that remember what the user said.',
  source: 'DeepEval KnowledgeRetention',
  needs: ['messages'],
  params: () => z.strictObject({}),
  threshold: 1,
  degenerate: 'ask',
  examples: () => [
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
    describe: 'earlier words of the user, or empty',
    quotes: userTexts,
  },
  shows: (sample) => showTurns(sample),
});
