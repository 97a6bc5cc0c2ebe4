import * as z from 'zod';
import { defineScorer } from '../define.ts';
import { scored } from '../outcome.ts';
import type { ToolCallView } from '../sample.ts';
import { callKey, listCalls } from './tool-calls.ts';

/**
 * F1 of the calls made against the calls expected, without regard to order:
 * precision = both / made, recall = both / expected, F1 = 2 · both / (made + expected).
 * A call is its tool and arguments, or with `arguments: "ignore"` its tool alone, as in promptfoo.
 * Equal calls count once (`distinct`, as in Ragas and promptfoo), or each (`every`). One side empty
 * gives 0; nothing expected and nothing made gives 1, where Ragas gives 0.
 *
 * `measure` takes the precision or the recall alone. The recall of every call by tool name is
 * DeepEval's ToolCorrectness.
 *
 * Source: C. J. van Rijsbergen, "Information Retrieval", 1979; Ragas ToolCallF1.
 */
export const toolCallF1 = defineScorer({
  id: 'tool-call-f1',
  aliases: {
    'tool-correctness': { arguments: 'ignore', count: 'every', measure: 'recall' },
  },
  version: 2,
  kind: 'code',
  group: 'agents',
  summary: 'F1 of the tool calls against the expected ones, in any order.',
  source: 'Ragas ToolCallF1',
  needs: ['toolCalls', 'expectedToolCalls'],
  params: () =>
    z.strictObject({
      arguments: z
        .enum(['exact', 'ignore'])
        .default('exact')
        .describe('Whether arguments must be equal too, or only the tool.'),
      count: z
        .enum(['distinct', 'every'])
        .default('distinct')
        .describe('Whether identical calls count once or each time.'),
      measure: z
        .enum(['f1', 'precision', 'recall'])
        .default('f1')
        .describe('The value: F1, precision or recall.'),
    }),
  threshold: 1,
  examples: () => [
    {
      title: 'One of two expected calls, and one that was not: precision 1/2, recall 1/2',
      sample: {
        toolCalls: [
          { name: 'weather', arguments: { city: 'Oslo' } },
          { name: 'news', arguments: {} },
        ],
        expectedToolCalls: [
          { name: 'weather', arguments: { city: 'Oslo' } },
          { name: 'weather', arguments: { city: 'Bergen' } },
        ],
      },
      value: 0.5,
    },
  ],
  score({ toolCalls, expectedToolCalls }, params) {
    const keyOf = params.arguments === 'exact' ? callKey : ({ name }: ToolCallView) => name;
    const made = tally(toolCalls, keyOf, params.count);
    const expected = tally(expectedToolCalls, keyOf, params.count);
    if (made.total === 0 && expected.total === 0) {
      return scored(1, 'No call was expected, and none was made.');
    }
    const both = [...made.counts].reduce(
      (sum, [key, count]) => sum + Math.min(count, expected.counts.get(key) ?? 0),
      0,
    );
    const values = {
      precision: both / Math.max(1, made.total),
      recall: both / Math.max(1, expected.total),
      f1: (2 * both) / (made.total + expected.total),
    };
    const missing = expectedToolCalls.filter((call) => !made.counts.has(keyOf(call)));
    const unexpected = toolCalls.filter((call) => !expected.counts.has(keyOf(call)));
    const parts = [
      `${both} calls both made (${made.total}) and expected (${expected.total})`,
      ...(missing.length > 0 ? [`missing: ${listCalls(missing)}`] : []),
      ...(unexpected.length > 0 ? [`unexpected: ${listCalls(unexpected)}`] : []),
    ];
    return scored(values[params.measure], `${parts.join('; ')}.`);
  },
});

function tally(
  calls: readonly ToolCallView[],
  keyOf: (call: ToolCallView) => string,
  count: 'distinct' | 'every',
) {
  const counts = new Map<string, number>();
  for (const call of calls) {
    const key = keyOf(call);
    counts.set(key, count === 'every' ? (counts.get(key) ?? 0) + 1 : 1);
  }
  return { counts, total: count === 'every' ? calls.length : counts.size };
}
