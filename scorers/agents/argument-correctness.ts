import { z } from 'zod';
import { defineVerdicts } from '../judging/define-verdicts.ts';
import { definePrompt } from '../judging/prompt.ts';
import { numberCalls, showTask } from './numbered-calls.ts';

const prompt = definePrompt({
  version: 1,
  instructions: `Judge the arguments of each tool call. The calls stand under "call 1", "call 2" and so on.

For each call give a verdict:
   - "right": every argument is what the task, the tool's description and the answers of earlier calls call for;
   - "wrong": an argument has another value than it should, is made up although nobody gave it, or one that was needed is missing.

Take the choice of the tool as given. A default that was left out is not missing. Other spellings of the same value are right. Say in \`why\` which argument is wrong, and what it should have been.`,
});

/**
 * Whether tools were called with the arguments that the task calls for. The judge calls the arguments
 * of each call right or wrong; the value is the share of calls that are right, `raw` the number that
 * are not, which are also the evidence. Without calls the scorer abstains. Where the right calls are
 * known, `tool-call-match` compares them without a judge.
 *
 * Source: DeepEval ArgumentCorrectness.
 */
export const argumentCorrectness = defineVerdicts({
  id: 'argument-correctness',
  version: 1,
  group: 'agents',
  summary: 'The share of tool calls whose arguments are what the task calls for.',
  source: 'DeepEval ArgumentCorrectness',
  needs: ['toolCalls'],
  params: z.strictObject({}),
  threshold: 1,
  degenerate: 'ask',
  examples: [
    {
      title: 'The second call has the wrong city',
      sample: {
        input: 'Compare the weather in Oslo and Rome.',
        toolCalls: [
          { name: 'weather', arguments: { city: 'Oslo' } },
          { name: 'weather', arguments: { city: 'Riga' } },
        ],
      },
      answers: [
        {
          reasoning: 'Riga was not asked for.',
          items: [
            { number: 1, verdict: 'right' },
            { number: 2, why: 'city should be Rome.', verdict: 'wrong' },
          ],
        },
      ],
      value: 0.5,
    },
  ],
  prompt,
  items: 'calls',
  numbered: ({ toolCalls }) => numberCalls(toolCalls),
  worths: () => ({ right: 1, wrong: 0 }),
  shows: showTask,
});
