import * as z from 'zod';
import { defineScorer } from '../define.ts';
import { scored } from '../outcome.ts';
import { listFirst, showCall } from './tool-calls.ts';

/**
 * 1 when none of the named tools was called, otherwise 0; without names, when no tool was called at
 * all. `raw` is the number of calls that should not have been made. A sample with messages and no
 * call in them has made none; one with neither `toolCalls` nor `messages` cannot be scored.
 *
 * Source: Mastra didNotCall and usedNoTools.
 */
export const didNotCall = defineScorer({
  id: 'did-not-call',
  aliases: { 'did-not-call-tool': {}, 'used-no-tools': {} },
  version: 2,
  kind: 'code',
  group: 'agents',
  summary: 'Whether the named tools, or any tools, were not called.',
  source: 'Mastra didNotCall and usedNoTools',
  needs: ['toolCalls'],
  params: () =>
    z.strictObject({
      tools: z
        .array(z.string().min(1))
        .min(1)
        .optional()
        .describe('Names of the tools that must not be called. Defaults to all tools.'),
    }),
  threshold: 1,
  examples: () => [
    {
      title: 'A forbidden deletion',
      sample: { toolCalls: [{ name: 'search' }, { name: 'delete', arguments: { id: 7 } }] },
      params: { tools: ['delete', 'transfer'] },
      value: 0,
    },
  ],
  score({ toolCalls }, { tools }) {
    const made = toolCalls.flatMap((call, i) =>
      tools === undefined || tools.includes(call.name) ? [{ call, i }] : [],
    );
    if (made.length === 0) {
      const reason = tools
        ? `None of ${toolCalls.length} calls uses ${listFirst(tools)}.`
        : 'No tool was called.';
      return scored(1, reason, { raw: 0 });
    }
    return scored(
      0,
      `${made.length} of ${toolCalls.length} calls are not allowed: ${listFirst(made.map(({ call }) => showCall(call)))}.`,
      {
        raw: made.length,
        evidence: made.map(({ call, i }) => ({
          pointer: `/toolCalls/${i}`,
          text: showCall(call),
          note: 'must not be called',
        })),
      },
    );
  },
});
