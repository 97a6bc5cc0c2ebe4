import { z } from 'zod';
import { type Level, levelField, listLevels, scoreLevel } from '../judging/criterion.ts';
import { defineJudge } from '../judging/define-judge.ts';
import { showAll } from '../judging/fence.ts';
import { definePrompt, fillPrompt } from '../judging/prompt.ts';

const LEVELS: Level[] = [
  {
    value: 0,
    anchor: 'It is not done: nothing that was wanted is there, or something else was done.',
  },
  { value: 0.5, anchor: 'It is done in part: some of what was wanted is there, and some is not.' },
  { value: 1, anchor: 'It is done: everything that was wanted is there.' },
];

const prompt = definePrompt({
  version: 1,
  instructions: `Judge whether the task was completed.

{{task}}

Go by what was done and what came of it: the answers of tools, and the output. That the output says it is done proves nothing where the tools' answers say otherwise, or where it took a tool and none was called. An expected outcome, where there is one, is what completing it looks like. How many steps it took does not matter.

Levels:
{{levels}}

First say what the task asks for and what of it is there, then choose the one level whose description fits best.`,
});

const OWN = 'The task is what the input, or the user in the conversation, asks for.';

/**
 * Whether an agent or assistant did what it was asked. The judge sees input or conversation, tools,
 * tool calls and the output, and chooses one of three levels: not done (0), done in part (0.5), done
 * (1). `raw` is the level's number. The task is what the user asks for, or the parameter `task`; an
 * expected outcome in `expected` is shown where there is one. An empty output, or a copy of the input,
 * is worth 0.
 *
 * Source: DeepEval TaskCompletion; Ragas AgentGoalAccuracy (with and without reference); S. Yao et
 * al., "τ-bench", 2024, on outcomes rather than words.
 */
export const taskCompletion = defineJudge({
  id: 'task-completion',
  aliases: {
    'goal-accuracy': {},
    'agent-goal-accuracy': {},
    'agent-goal-accuracy-with-reference': {},
    'agent-goal-accuracy-without-reference': {},
    'trajectory:goal-success': {},
  },
  version: 1,
  group: 'conversation',
  summary: 'Whether what was asked for was done, by what came of it.',
  source: 'DeepEval TaskCompletion; Ragas AgentGoalAccuracy',
  needs: ['output'],
  params: z.strictObject({
    task: z
      .string()
      .min(1)
      .max(4_000)
      .optional()
      .describe('The task; what the user asks for when left out.'),
  }),
  threshold: 1,
  degenerate: 0,
  examples: [
    {
      title: 'It says so, and no tool was called',
      sample: {
        input: 'Cancel order 17.',
        output: 'Done, order 17 is cancelled.',
        tools: [{ name: 'cancel_order' }],
        toolCalls: [],
      },
      answers: [{ reasoning: 'Nothing was cancelled: no tool was called.', level: 1 }],
      value: 0,
    },
  ],
  prompts: [prompt, { version: 1, instructions: OWN }],
  answer: { level: levelField(LEVELS) },
  levels: () => LEVELS.map(({ value }) => value),
  ask: (sample, { task }) => ({
    instructions: fillPrompt(prompt, {
      task: task === undefined ? OWN : `The task: ${task}`,
      levels: listLevels(LEVELS),
    }),
    blocks: showAll(sample),
  }),
  conclude: ([{ reasoning, level }]) => scoreLevel(level, LEVELS, reasoning),
});
