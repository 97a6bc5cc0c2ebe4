import * as z from 'zod';
import { defineScorer } from '../define.ts';
import { failed, scored } from '../outcome.ts';
import { createSubsequenceFinder, lengthSteps } from '../text/common-subsequence.ts';
import { numberTokens } from '../text/ngrams.ts';
import type { Work } from '../work.ts';
import { listFirst } from './tool-calls.ts';

/**
 * How far the tools were called in the expected order: the length of the longest common subsequence
 * of the tools called and the tools expected, divided by the number expected. It is 1 when all
 * expected tools were called in that order; other calls between them do not matter, unless `exact`,
 * when the divisor is the longer of the two lists. `raw` is the length of the subsequence. The order
 * is `tools`, or else that of `expectedToolCalls`; arguments do not matter.
 *
 * Source: D. S. Hirschberg, "A linear space algorithm for computing maximal common subsequences",
 * 1975; DeepEval ToolCorrectness with ordering; Mastra toolOrder and promptfoo
 * trajectory:tool-sequence, which say only whether the value is 1.
 */
export const toolOrder = defineScorer({
  id: 'tool-order',
  aliases: { 'tool-sequence': {}, 'trajectory:tool-sequence': {}, 'execution-order': {} },
  version: 2,
  kind: 'code',
  group: 'agents',
  summary: 'How far the tools were called in the expected order.',
  source: 'Hirschberg 1975; Mastra toolOrder; promptfoo trajectory:tool-sequence',
  needs: ['toolCalls'],
  params: () =>
    z.strictObject({
      tools: z
        .array(z.string().min(1))
        .min(1)
        .max(1_000)
        .optional()
        .describe('Names of the tools in order. Defaults to those of `expectedToolCalls`.'),
      exact: z.boolean().default(false).describe('Whether other calls in between are forbidden.'),
    }),
  threshold: 1,
  examples: () => [
    {
      title: 'Booked before paying, and looked for the weather in between',
      sample: {
        toolCalls: [{ name: 'search' }, { name: 'book' }, { name: 'weather' }, { name: 'pay' }],
      },
      params: { tools: ['search', 'pay', 'book'] },
      value: 2 / 3,
    },
  ],
  score({ toolCalls, expectedToolCalls }, { tools, exact }, { work }) {
    const expected = tools ?? expectedToolCalls?.map(({ name }) => name);
    if (expected === undefined) {
      return failed(
        'sample_field_missing',
        'There is no expected order. Add `expectedToolCalls` to the sample, or set `tools`.',
      );
    }
    const called = toolCalls.map(({ name }) => name);
    const common = commonLength(called, expected, work);
    const divisor = exact ? Math.max(called.length, expected.length) : expected.length;
    const calls = called.length > 0 ? listFirst(called) : 'none';
    return scored(
      divisor === 0 ? 1 : common / divisor,
      `${common} of ${expected.length} tools called in the order ${listFirst(expected)}; calls: ${calls}.`,
      { raw: common },
    );
  },
});

/** Length of the longest common subsequence. */
function commonLength(called: readonly string[], expected: readonly string[], work: Work): number {
  const [made = new Int32Array(), wanted = new Int32Array()] = numberTokens([called, expected]);
  const steps = lengthSteps(wanted.length, made.length);
  work.spend(steps, 'comparing the order of calls with the expected order');
  return createSubsequenceFinder(made.length + wanted.length).length(wanted, made);
}
