import * as z from 'zod';
import { tellBlocks } from '../judging/blocks.ts';
import { defineVerdicts } from '../judging/define-verdicts.ts';
import { definePrompt } from '../judging/prompt.ts';
import { failWithoutTask, numberCalls, showTask } from './numbered-calls.ts';

const prompt = definePrompt({
  version: 2,
  instructions: `Judge whether each step was needed for the task. Each tool call is a step.

${tellBlocks(['input', 'conversation', 'tools', 'calls', 'output'], 'calls')}

In "items", give one entry for each call:
1. "number": the number of the call.
2. "why": why it was needed, or what the shorter way was, in one sentence.
3. "verdict":
   - "needed": by what was known at that time, the task could not be done as well without it;
   - "repeated": it does again what an earlier step did, and could bring nothing new;
   - "needless": it did not help the task, or a shorter way was clear at that time.

A step that failed but was worth a try is "needed". The same step again without a change is "repeated". To check the result of an important action is "needed".`,
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
  aliases: { 'tool-call-efficiency': {}, 'conversational-tool-call-efficiency': {} },
  version: 2,
  group: 'agents',
  summary: 'The share of an agent’s steps that the task needed.',
  source: 'DeepEval StepEfficiency',
  needs: ['toolCalls'],
  params: () => z.strictObject({}),
  threshold: 0.8,
  degenerate: 'ask',
  examples: () => [
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
