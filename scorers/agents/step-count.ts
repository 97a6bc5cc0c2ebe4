import * as z from 'zod';
import { defineScorer } from '../define.ts';
import { failed, scored } from '../outcome.ts';

/**
 * Whether the number of steps is within bounds. A step is a tool call, or with `of: "turns"` an
 * assistant message, whether it calls tools or not; `tool` counts the calls of one tool only.
 * Within bounds the value is 1; below it is steps / min, above it is max / steps, and with
 * `partialCredit: false` both are 0. `raw` is the number of steps.
 *
 * Source: Mastra maxToolCalls; promptfoo trajectory:step-count. Neither gives partial credit, and nor
 * do the names that are theirs.
 */
export const stepCount = defineScorer({
  id: 'step-count',
  aliases: {
    'trajectory:step-count': { partialCredit: false },
    'max-tool-calls': { of: 'calls', partialCredit: false },
  },
  version: 2,
  kind: 'code',
  group: 'agents',
  summary: 'Whether the number of tool calls or turns is within bounds.',
  source: 'Mastra maxToolCalls; promptfoo trajectory:step-count',
  needs: [],
  params: () =>
    z
      .strictObject({
        min: z.int().min(0).optional().describe('Minimum number of steps. Defaults to no minimum.'),
        max: z.int().min(0).optional().describe('Maximum number of steps. Defaults to no maximum.'),
        of: z
          .enum(['calls', 'turns'])
          .default('calls')
          .describe('What counts as a step: a tool call, or an assistant message.'),
        partialCredit: z
          .boolean()
          .default(true)
          .describe('The value of a number out of bounds: how close it is, or 0.'),
        tool: z.string().min(1).optional().describe('Count only the calls of this tool.'),
      })
      .superRefine(({ min, max, of, tool }, context) => {
        const refuse = (path: string, message: string) =>
          context.addIssue({ code: 'custom', path: [path], message });
        if (min === undefined && max === undefined) refuse('max', 'give `max`, `min` or both');
        if (min !== undefined && max !== undefined && max < min) {
          refuse('max', 'must not be below `min`');
        }
        if (of === 'turns' && tool !== undefined)
          refuse('tool', 'counts calls, and cannot be used with turns');
      }),
  threshold: 1,
  examples: () => [
    {
      title: 'Three calls where two should do',
      sample: { toolCalls: [{ name: 'search' }, { name: 'search' }, { name: 'book' }] },
      params: { max: 2 },
      value: 2 / 3,
    },
  ],
  score({ toolCalls, messages }, { min, max, of, tool, partialCredit }) {
    const counted =
      of === 'calls'
        ? toolCalls?.filter(({ name }) => tool === undefined || name === tool)
        : messages?.filter(({ role }) => role === 'assistant');
    if (counted === undefined) {
      const field = of === 'calls' ? '`toolCalls`' : '`messages`';
      return failed(
        'sample_field_missing',
        `The sample has no ${field}, from which the steps are counted.`,
      );
    }
    const steps = counted.length;
    const what = of === 'turns' ? 'turns' : `calls${tool === undefined ? '' : ` of ${tool}`}`;
    if (min !== undefined && steps < min) {
      return scored(partialCredit ? steps / min : 0, `${steps} ${what}, fewer than ${min}.`, {
        raw: steps,
      });
    }
    if (max !== undefined && steps > max) {
      return scored(partialCredit ? max / steps : 0, `${steps} ${what}, more than ${max}.`, {
        raw: steps,
      });
    }
    return scored(1, `${steps} ${what}, within bounds.`, { raw: steps });
  },
});
