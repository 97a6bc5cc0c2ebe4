import * as z from 'zod';
import { tellBlocks } from '../judging/blocks.ts';
import { levelOrNoneField } from '../judging/criterion.ts';
import { defineJudge } from '../judging/define-judge.ts';
import { show } from '../judging/fence.ts';
import { definePrompt, fillPrompt } from '../judging/prompt.ts';
import { askedIn } from '../judging/quotable.ts';
import { abstained, scored } from '../outcome.ts';

const VALUES = [0, 1];

const prompt = definePrompt({
  version: 2,
  instructions: `Decide if the output meets this criterion.

Criterion: {{criteria}}

${tellBlocks(['input', 'conversation', 'output'], 'output')}

1. In "reasoning", check each part of the criterion against the output.
2. In "level", give your answer:
   2: Yes, the output meets every part of the criterion.
   1: No, the output misses at least one part of it.
   0: The data cannot show it. Use this only if you cannot tell at all.

Ask for nothing more than the criterion says. A refusal or "I don't know" meets it only if the criterion allows that.`,
});

const reminder = definePrompt({
  version: 1,
  instructions: `Criterion: {{criteria}}

2: Yes, the output meets every part of the criterion.
1: No, the output misses at least one part of it.
0: The data cannot show it.`,
});

/**
 * Yes or no: does the output, as an answer to the input, meet a criterion? The value is 1 or 0,
 * `raw` the number that the judge chose (1 for no, 2 for yes). A criterion of several parts is met
 * when all of them are.
 *
 * The judge sees the input or conversation and the output; neither contexts nor an expected text.
 * With those, or with levels or several criteria, it is `rubric`; several yes-or-no questions with a
 * share as the value are `checklist`. Where the data cannot show whether the criterion is met, it
 * abstains. An empty output, or a copy of the input, meets none.
 *
 * Source: `closedqa` of OpenAI Evals, ClosedQA of autoevals, `model-graded-closedqa` of promptfoo.
 */
export const closedQa = defineJudge({
  id: 'closed-qa',
  aliases: { 'model-graded-closedqa': {} },
  version: 2,
  group: 'rubric',
  summary: 'Whether the output, as an answer to the input, meets a criterion: yes or no.',
  source: 'OpenAI Evals closedqa; autoevals ClosedQA',
  needs: ['input', 'output'],
  params: () =>
    z.strictObject({
      criteria: z.string().min(1).max(4_000).describe('The criterion that the output must meet.'),
    }),
  paramAliases: { criterion: 'criteria' },
  threshold: 1,
  degenerate: 0,
  examples: () => [
    {
      title: 'Met',
      sample: { input: 'What is 17 + 25?', output: '17 + 25 = 42.' },
      params: { criteria: 'The answer is right and shows the sum.' },
      answers: [{ reasoning: '42 is right, and the sum is there.', level: 2 }],
      value: 1,
    },
    {
      title: 'One part of two is not met',
      sample: { input: 'What is 17 + 25?', output: '42.' },
      params: { criteria: 'The answer is right and shows the sum.' },
      answers: [{ reasoning: '42 is right, but the sum is not shown.', level: 1 }],
      value: 0,
    },
  ],
  prompts: [prompt, reminder],
  answer: {
    level: levelOrNoneField(VALUES.length, '1 no, 2 yes, 0 cannot tell'),
  },
  levels: () => VALUES,
  question: ({ criteria }) => ({
    kind: 'pass-fail',
    text: `Does the output, as an answer to the input, meet every part of this criterion?\n\n${criteria}`,
  }),
  ask: (sample, { criteria }) => ({
    instructions: fillPrompt(prompt, { criteria }),
    reminder: fillPrompt(reminder, { criteria }),
    blocks: show(sample, [...askedIn(sample), 'output']),
  }),
  conclude([{ reasoning, level }]) {
    const value = VALUES[level - 1];
    if (value === undefined) return abstained(`The data cannot show it: ${reasoning}`);
    return scored(value, reasoning, { raw: level });
  },
});
