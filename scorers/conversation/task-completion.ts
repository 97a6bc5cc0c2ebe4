import * as z from 'zod';
import { failWithoutDeeds, failWithoutTask } from '../agents/numbered-calls.ts';
import { tellBlocks } from '../judging/blocks.ts';
import { type Level, levelField, listLevels, scoreLevel } from '../judging/criterion.ts';
import { defineJudge } from '../judging/define-judge.ts';
import { findDegenerate } from '../judging/degenerate.ts';
import { showAll } from '../judging/fence.ts';
import { definePrompt, fillPrompt } from '../judging/prompt.ts';
import { quotable } from '../judging/quotable.ts';
import { findQuote } from '../judging/quote.ts';
import { scored } from '../outcome.ts';

const LEVELS: Level[] = [
  { value: 0, anchor: 'Not done: nothing that was wanted is there, or something else was done.' },
  { value: 0.5, anchor: 'Partly done: some of what was wanted is there, and some is missing.' },
  { value: 1, anchor: 'Done: everything that was wanted is there.' },
];

const prompt = definePrompt({
  version: 2,
  instructions: `Judge whether the task was done.

{{task}}

${tellBlocks(['input', 'conversation', 'contexts', 'tools', 'toolCalls', 'expected', 'output'], 'output', { expected: 'what a completed task looks like.', output: 'the last answer to the user.' })}

Levels:
{{levels}}

1. In "reasoning", say what the task asks for, and how much of it was done. Look at the tool calls, the answers of tools and the output. If the output says that it is done, this proves nothing when the answers of tools say something else, or when the task needed a tool and none was called. The number of steps does not matter.
2. In "quote", copy the words of the output or of a tool's answer that show the result best, exactly as they are. It may be empty.
3. In "level", give the number of the one level whose description fits best.`,
});

const ownPrompt = definePrompt({
  version: 2,
  instructions: 'The task is what the input, or the user in the conversation, asks for.',
});
const givenPrompt = definePrompt({ version: 1, instructions: 'The task: {{task}}' });

/**
 * Whether an agent or assistant did what it was asked. The judge sees input or conversation, tools,
 * tool calls and the output, and chooses one of three levels: not done (0), done in part (0.5),
 * done (1). `raw` is the level's number, evidence the words that show the result of it. The task is
 * what the user asks for, or the parameter `task`; an expected outcome in `expected` is shown if
 * there is one.
 *
 * Where no tool was called, an empty output or a copy of the input is worth 0; an agent that called
 * tools may have done the task without a word. Without a task, and where nothing was said and nothing
 * called, it is an error.
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
  version: 2,
  group: 'conversation',
  summary: 'Whether the requested task was completed, judged by its result.',
  source: 'DeepEval TaskCompletion; Ragas AgentGoalAccuracy',
  needs: [],
  params: () =>
    z.strictObject({
      task: z
        .string()
        .min(1)
        .max(4_000)
        .optional()
        .describe('The task. Defaults to the request of the user.'),
    }),
  threshold: 1,
  degenerate: 'ask',
  examples: () => [
    {
      title: 'It says so, and no tool was called',
      sample: {
        input: 'Cancel order 17.',
        output: 'Done, order 17 is cancelled.',
        tools: [{ name: 'cancel_order' }],
        toolCalls: [],
      },
      answers: [{ reasoning: 'No tool was called.', quote: 'order 17 is cancelled', level: 1 }],
      value: 0,
    },
  ],
  prompts: [prompt, ownPrompt, givenPrompt],
  answer: {
    quote: z.string().describe('words that show the result, or empty'),
    level: levelField(LEVELS),
  },
  levels: () => LEVELS.map(({ value }) => value),
  ask(sample, { task }) {
    const fault = (task === undefined && failWithoutTask(sample)) || failWithoutDeeds(sample);
    if (fault) return fault;
    const { input, output = '', toolCalls = [] } = sample;
    const empty = toolCalls.length === 0 && findDegenerate(output, [input, task]);
    if (empty) return scored(0, `${empty.reason} No tool was called, and no judge was asked.`);
    return {
      instructions: fillPrompt(prompt, {
        task: task === undefined ? fillPrompt(ownPrompt, {}) : fillPrompt(givenPrompt, { task }),
        levels: listLevels(LEVELS),
      }),
      blocks: showAll(sample),
    };
  },
  conclude([{ reasoning, quote, level }], sample) {
    const found = findQuote(quote, quotable(sample, ['messages', 'output']), reasoning);
    return {
      ...scoreLevel(level, LEVELS, reasoning),
      evidence: found ? [found] : [],
      warnings: found || quote.trim() === '' ? [] : ['quote_not_found'],
    };
  },
});
