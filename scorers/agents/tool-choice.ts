import * as z from 'zod';
import { tellBlocks } from '../judging/blocks.ts';
import { defineJudge } from '../judging/define-judge.ts';
import { numbersPrompt } from '../judging/define-verdicts.ts';
import { definePrompt, fillPrompt } from '../judging/prompt.ts';
import { abstained, failed, scored } from '../outcome.ts';
import { replaceOthers } from '../text/letters.ts';
import { failWithoutTask, numberCalls, showTask } from './numbered-calls.ts';

const prompt = definePrompt({
  version: 2,
  instructions: `Judge which tools were called for the task.

${tellBlocks(['input', 'conversation', 'tools', 'calls', 'output'], 'calls')}

1. In "calls", give one entry for each call: its number in "number", a reason in "why", and in "verdict":
   - "right": this tool fits this step;
   - "wrong": another of the tools fits this step, or there is no such tool;
   - "needless": no tool was needed for this.
   Judge only the choice of the tool. Wrong arguments do not make it wrong.
2. In "missing", list the tools that the task needed and that were not called: the name in "tool", and what for in "why". A tool that would only be nice to call is not missing. Neither is one that is not in "tools".`,
});

const call = z.object({
  number: z.int().min(1).describe('number of the call'),
  why: z.string().optional().describe('one sentence'),
  verdict: z.enum(['right', 'wrong', 'needless']),
});

const missing = z.object({
  tool: z.string().describe('name of the tool'),
  why: z.string().describe('what for'),
});

const MOST_CALLS = 100;

/**
 * Whether the right tools were called, of those on offer. The judge calls each call right, wrong or
 * needless, and names the tools that should have been called and were not. The value is the share of
 * right calls among all calls made and missing; `raw` is the number of mistakes. Arguments are not
 * judged (`argument-correctness`). No call, and none missing, is right: 1. What the judge misses though
 * it was not on offer does not count. Without `input` or `messages` it is an error.
 *
 * Source: DeepEval ToolUse (tool selection); BFCL's relevance and irrelevance detection (F. Yan et
 * al., 2024), by judgement instead of an expected list.
 */
export const toolChoice = defineJudge({
  id: 'tool-choice',
  aliases: { 'tool-use': {}, 'tool-selection': {} },
  version: 2,
  group: 'agents',
  summary:
    'Whether the agent called the right tools among those available, and all that were needed.',
  source: 'DeepEval ToolUse; BFCL (Yan et al. 2024)',
  needs: ['tools', 'toolCalls'],
  params: () => z.strictObject({}),
  threshold: 1,
  degenerate: 'ask',
  examples: () => [
    {
      title: 'One right call, one tool missing',
      sample: {
        input: 'What is the weather in Oslo? Mail it to Ada.',
        tools: [{ name: 'weather' }, { name: 'send_mail' }],
        toolCalls: [{ name: 'weather', arguments: { city: 'Oslo' } }],
      },
      answers: [
        {
          reasoning: 'No mail was sent.',
          calls: [{ number: 1, why: 'It gets the weather.', verdict: 'right' }],
          missing: [{ tool: 'send_mail', why: 'Ada was to get a mail.' }],
        },
      ],
      value: 0.5,
    },
  ],
  prompts: [prompt, numbersPrompt],
  answer: {
    calls: z
      .array(call)
      .max(2 * MOST_CALLS)
      .describe('one for each call'),
    missing: z.array(missing).max(50).describe('missing tools'),
  },
  ask(sample) {
    const fault = failWithoutTask(sample);
    if (fault) return fault;
    const { length } = sample.toolCalls;
    if (length > MOST_CALLS) {
      const reason = `There are ${length} calls; at most ${MOST_CALLS} are judged.`;
      return failed('sample_too_large', reason);
    }
    if (sample.tools.length === 0 && length === 0) {
      return abstained('No tool was available, and none was called. No judge was asked.');
    }
    const numbers = numberCalls(sample.toolCalls).map(({ number }) => number);
    const task = fillPrompt(numbersPrompt, { numbers: numbers.join(', ') });
    return {
      instructions: fillPrompt(prompt, {}),
      ...(length === 0 ? {} : { task }),
      blocks: showTask(sample),
    };
  },
  conclude([{ reasoning, calls, missing: named }], { tools, toolCalls }) {
    const onOffer = new Set(tools.map(({ name }) => fold(name)));
    const left = named.filter(({ tool }) => onOffer.has(fold(tool)));
    const judged = numberCalls(toolCalls).map((place) => ({
      ...place,
      ...calls.find(({ number }) => number === place.number),
    }));
    const unjudged = judged.find(({ verdict }) => verdict === undefined);
    if (unjudged) {
      return failed('judge_output_invalid', `The judge left out call ${unjudged.number}.`);
    }
    const mistakes = judged.filter(({ verdict }) => verdict !== 'right');
    const all = judged.length + left.length;
    if (all === 0)
      return scored(1, `No tool was called, and none was needed. ${reasoning}`, { raw: 0 });
    const evidence = [
      ...mistakes.map(({ pointer, verdict, number, why }) => ({
        pointer,
        note: `${verdict}: call ${number}${why ? `, ${why}` : ''}`,
      })),
      ...left.map(({ tool, why }) => ({ note: `missing: ${tool}, ${why}` })),
    ];
    const right = judged.length - mistakes.length;
    const told = evidence.map(({ note }) => note).join(' ');
    return scored(
      right / all,
      `${right} of ${judged.length} calls are right, ${left.length} missing. ${told}`.trim(),
      { raw: mistakes.length + left.length, evidence },
    );
  },
});

/** A tool's name without the quotes and brackets that judges may put around it. */
function fold(name: string): string {
  return replaceOthers(name.toLowerCase(), '');
}
