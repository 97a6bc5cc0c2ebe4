import * as z from 'zod';
import { tellBlocks } from '../judging/blocks.ts';
import { defineVerdicts } from '../judging/define-verdicts.ts';
import { definePrompt } from '../judging/prompt.ts';
import { askedIn, quotable } from '../judging/quotable.ts';
import { failWithoutTask, numberCalls, showTask } from './numbered-calls.ts';

const prompt = definePrompt({
  version: 2,
  instructions: `Judge the arguments of each tool call.

${tellBlocks(['input', 'conversation', 'tools', 'calls', 'output'], 'calls')}

In "items", give one entry for each call:
1. "number": the number of the call.
2. "quote": if a value is wrong, that value, copied exactly from the call. Otherwise leave it empty.
3. "basis": if a value is wrong, the words of the input or conversation that ask for another value, copied exactly. Otherwise leave it empty.
4. "why": which argument is wrong or missing, and what it should be, in one sentence.
5. "verdict":
   - "right": every argument is what the task, the description of the tool and the results of earlier calls ask for;
   - "wrong": an argument has the wrong value, or a value that nobody gave;
   - "incomplete": no argument is wrong, but a needed one is missing.

Judge only the arguments, not the choice of the tool. An argument that can be left out because it has a default is not missing. Another way to write the same value is right.`,
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
  aliases: { 'tool-invocation': {} },
  version: 2,
  group: 'agents',
  summary: 'The share of tool calls with the arguments that the task calls for.',
  source: 'DeepEval ArgumentCorrectness',
  needs: ['toolCalls'],
  params: () => z.strictObject({}),
  threshold: 1,
  degenerate: 'ask',
  examples: () => [
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
    describe: 'words that ask for another value, or empty',
    quotes: (sample) => quotable(sample, askedIn(sample)),
  },
  shows: showTask,
  nothing: failWithoutTask,
});
