import { z } from 'zod';
import { defineVerdicts } from '../judging/define-verdicts.ts';
import { definePrompt } from '../judging/prompt.ts';
import { askedIn, quotable } from '../judging/quotable.ts';
import { failWithoutTask, numberCalls, showTask } from './numbered-calls.ts';

const prompt = definePrompt({
  version: 1,
  instructions: `Judge the arguments of each tool call. The calls stand under "call 1", "call 2" and so on.

For each call give a verdict:
   - "right": every argument is what the task, the tool's description and the answers of earlier calls call for;
   - "wrong": an argument has another value than it should, or is made up although nobody gave it;
   - "incomplete": no argument is wrong, but one that was needed is missing.

Take the choice of the tool as given. A default that was left out is not missing. Other spellings of the same value are right. For each call that is not right say in \`why\` which argument is at fault, and what it should have been; copy as \`quote\` the wrong value from the call, and as \`basis\` the words of the input or conversation that call for another, where there are such, both exactly as they stand there.`,
});

/**
 * Whether tools were called with the arguments that the task calls for. The judge calls the arguments
 * of each call right, wrong or incomplete; the value is the share of calls that are right, `raw` the
 * number that are not. Evidence is, for each of those, the value at fault and the words that call for
 * another. Without calls the scorer abstains; without `input` or `messages` it is an error. Where the
 * right calls are known, `tool-call-match` compares them without a judge.
 *
 * Source: DeepEval ArgumentCorrectness.
 */
export const argumentCorrectness = defineVerdicts({
  id: 'argument-correctness',
  version: 2,
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
            {
              number: 2,
              quote: 'Riga',
              basis: 'Oslo and Rome',
              why: 'city should be Rome.',
              verdict: 'wrong',
            },
          ],
        },
      ],
      value: 0.5,
    },
  ],
  prompt,
  items: 'calls',
  numbered: ({ toolCalls }) =>
    numberCalls(toolCalls).map((place, i) => ({
      ...place,
      quotes: [{ pointer: place.pointer, text: toolCalls[i]?.argumentsText ?? '' }],
    })),
  worths: () => ({ right: 1, wrong: 0, incomplete: 0 }),
  unquoted: ['right', 'incomplete'],
  basis: {
    describe: 'Words of the input or conversation that call for another value; may be empty.',
    quotes: (sample) => quotable(sample, askedIn(sample)),
  },
  shows: showTask,
  nothing: failWithoutTask,
});
