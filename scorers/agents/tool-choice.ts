import { z } from 'zod';
import { defineJudge } from '../judging/define-judge.ts';
import { definePrompt, fillPrompt } from '../judging/prompt.ts';
import { abstained, failed, scored } from '../outcome.ts';
import { failWithoutTask, numberCalls, showTask } from './numbered-calls.ts';

const prompt = definePrompt({
  version: 1,
  instructions: `Judge which tools were called for the task. The calls stand under "call 1", "call 2" and so on; the tools on offer under "tools".

1. Give exactly one verdict on each call, by its number{{numbers}}:
   - "right": of the tools on offer it is one that fits this step;
   - "wrong": another tool on offer would have been the right one, or no such tool is on offer;
   - "needless": nothing had to be called for this.
   Look at the tool alone: wrong arguments do not make its choice wrong.
2. List the tools on offer that should have been called for the task and were not, with what for. A tool that would merely have been nice to call is not missing, and neither is one that is not on offer.`,
});

const call = z.object({
  number: z.int().min(1).describe('Number of the call.'),
  why: z.string().optional().describe('Why not, in one sentence; left out where it is right.'),
  verdict: z.enum(['right', 'wrong', 'needless']),
});

const missing = z.object({
  tool: z.string().describe('Name of the tool.'),
  why: z.string().describe('What it should have been called for.'),
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
 * al., 2024), by judgement in place of an expected list.
 */
export const toolChoice = defineJudge({
  id: 'tool-choice',
  aliases: { 'tool-use': {}, 'tool-selection': {} },
  version: 2,
  group: 'agents',
  summary: 'Whether the tools called were the right ones of those on offer, and all of them.',
  source: 'DeepEval ToolUse; BFCL (Yan et al. 2024)',
  needs: ['tools', 'toolCalls'],
  params: z.strictObject({}),
  threshold: 1,
  degenerate: 'ask',
  examples: [
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
  prompts: [prompt],
  answer: {
    calls: z
      .array(call)
      .max(2 * MOST_CALLS)
      .describe('One for each call.'),
    missing: z.array(missing).max(50).describe('Tools that should have been called.'),
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
      return abstained('No tool was on offer, and none was called. No judge was asked.');
    }
    const numbers = numberCalls(sample.toolCalls).map(({ number }) => number);
    return {
      instructions: fillPrompt(prompt, {
        numbers: length === 0 ? ' (there was none)' : `, none left out: ${numbers.join(', ')}`,
      }),
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
      return scored(1, `No tool was called, and none had to be. ${reasoning}`, { raw: 0 });
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
  return name.toLowerCase().replace(/[^\p{L}\p{N}]/gu, '');
}
