import { z } from 'zod';
import { defineVerdicts } from '../judging/define-verdicts.ts';
import { definePrompt } from '../judging/prompt.ts';
import { failWithoutTask, numberCalls, showTask } from './numbered-calls.ts';

const prompt = definePrompt({
  version: 1,
  instructions: `Judge whether each step was needed for the task. The steps are the tool calls, under "call 1", "call 2" and so on.

For each step give a verdict:
   - "needed": the task could not have been done as well without it, by what could be known at that time;
   - "repeated": it does again what an earlier step did, with nothing new to expect from it;
   - "needless": it brought nothing to the task, or a shorter way was plain at that time.

A step that failed and was worth trying is needed; trying it again unchanged is repeated. Checking the outcome of an action that matters is needed. Say in \`why\` what the shorter way was.`,
});

/**
 * Whether an agent took no more steps than the task needs. The judge calls each tool call needed,
 * repeated or needless; the value is the share needed, `raw` the number of the others, which are also
 * the evidence. Without calls the scorer abstains. `step-count` and `loop-detection` need no judge,
 * and cannot tell what was needed.
 *
 * Source: DeepEval StepEfficiency.
 */
export const stepEfficiency = defineVerdicts({
  id: 'step-efficiency',
  version: 2,
  group: 'agents',
  summary: 'The share of an agent’s steps that the task needed.',
  source: 'DeepEval StepEfficiency',
  needs: ['toolCalls'],
  params: z.strictObject({}),
  threshold: 0.8,
  degenerate: 'ask',
  examples: [
    {
      title: 'The same search twice',
      sample: {
        input: 'Who wrote Emma?',
        toolCalls: [
          { name: 'search', arguments: { query: 'Emma novel author' } },
          { name: 'search', arguments: { query: 'author of the novel Emma' } },
        ],
      },
      answers: [
        {
          reasoning: 'The second search asks the same.',
          items: [
            { number: 1, verdict: 'needed' },
            { number: 2, why: 'Call 1 had asked it.', verdict: 'repeated' },
          ],
        },
      ],
      value: 0.5,
    },
  ],
  prompt,
  items: 'steps',
  numbered: ({ toolCalls }) => numberCalls(toolCalls),
  worths: () => ({ needed: 1, repeated: 0, needless: 0 }),
  shows: showTask,
  nothing: failWithoutTask,
});
