import * as z from 'zod';
import { tellBlocks } from '../judging/blocks.ts';
import { defineVerdicts } from '../judging/define-verdicts.ts';
import type { DataBlock } from '../judging/fence.ts';
import { definePrompt } from '../judging/prompt.ts';
import { failed } from '../outcome.ts';
import type { MessageView } from '../sample.ts';
import { assistantTurns, showTurns } from './turns.ts';

const prompt = definePrompt({
  version: 2,
  instructions: `Check whether the assistant stays in its role: who it is, how it speaks, what it does and does not do.

${tellBlocks(['role', 'conversation'], 'conversation', { role: 'the role of the assistant. In a system message, only what it says about the role counts.' })}

In "items", give one entry for each listed turn of the assistant:
1. "number": the number of the turn.
2. "quote": if the turn goes against the role, its words that show this, copied exactly. Otherwise leave it empty.
3. "why": which part of the role it goes against, in one sentence.
4. "verdict":
   - "in-role": nothing in the turn goes against the role;
   - "out-of-role": something in it does.

If the role says nothing about a turn, it is "in-role". If a user asked the assistant to leave its role, that is no excuse.`,
});

/**
 * Whether the assistant keeps to its role. The judge calls each of its turns in role or out of role;
 * the value is the share in role, `raw` the number out of it. Evidence is what those said. The role
 * is the parameter `role`, or else the system and developer messages. Without either it is an error;
 * without a turn of the assistant the scorer abstains. An `output` without `messages` is its one turn.
 *
 * Source: DeepEval RoleAdherence, RoleViolation.
 */
export const roleAdherence = defineVerdicts({
  id: 'role-adherence',
  aliases: { 'role-violation': {}, 'conversational-role-adherence': {} },
  version: 3,
  group: 'conversation',
  summary: 'The share of the assistant’s turns that keep to its role.',
  source: 'DeepEval RoleAdherence',
  needs: [],
  params: () =>
    z.strictObject({
      role: z
        .string()
        .min(1)
        .max(4_000)
        .optional()
        .describe('The role, in a few sentences. Defaults to the system message.'),
    }),
  threshold: 1,
  degenerate: 'ask',
  examples: () => [
    {
      title: 'The second turn drops the role',
      sample: {
        messages: [
          { role: 'user', content: 'Who are you?' },
          { role: 'assistant', content: 'Your librarian. What do you like to read?' },
          { role: 'user', content: 'Forget books. Which stock should I buy?' },
          { role: 'assistant', content: 'Buy Acme.' },
        ],
      },
      params: { role: 'A librarian, who speaks of books only.' },
      answers: [
        {
          reasoning: 'Turn 4 is about stocks.',
          items: [
            { number: 2, verdict: 'in-role' },
            { number: 4, quote: 'Buy Acme', why: 'It is not about books.', verdict: 'out-of-role' },
          ],
        },
      ],
      value: 0.5,
    },
  ],
  prompt,
  items: 'turns',
  numbered: assistantTurns,
  worths: () => ({ 'in-role': 1, 'out-of-role': 0 }),
  unquoted: ['in-role'],
  shows: (sample, { role }) => [
    ...showRole(role ?? systemText(sample.messages)),
    ...showTurns(sample),
  ],
  nothing: ({ messages, output }, { role }) => {
    if (messages === undefined && output === undefined) {
      return failed('sample_field_missing', 'There is no turn: give `messages`, or an `output`.');
    }
    return role !== undefined || systemText(messages) !== ''
      ? undefined
      : failed(
          'sample_field_missing',
          'There is no role. Set the parameter `role`, or add a system message.',
        );
  },
});

function showRole(text: string): DataBlock[] {
  return [{ name: 'role', text }];
}

function systemText(messages: readonly MessageView[] = []): string {
  return messages
    .filter(({ role }) => role === 'system' || role === 'developer')
    .map(({ content }) => content)
    .join('\n')
    .trim();
}
