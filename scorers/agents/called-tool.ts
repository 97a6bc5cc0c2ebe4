import * as z from 'zod';
import { defineScorer } from '../define.ts';
import { scored } from '../outcome.ts';
import { listFirst } from './tool-calls.ts';

/**
 * The share of the named tools that were called, each at least `min` and at most `max` times, so
 * that 1 means all of them. Other tools may be called too; arguments do not matter.
 *
 * Source: Mastra calledTool (whose `times` is `min`); promptfoo trajectory:tool-used.
 */
export const calledTool = defineScorer({
  id: 'called-tool',
  aliases: { 'tool-used': {}, 'trajectory:tool-used': {} },
  version: 2,
  kind: 'code',
  group: 'agents',
  summary: 'Whether the named tools were called.',
  source: 'Mastra calledTool; promptfoo trajectory:tool-used',
  needs: ['toolCalls'],
  params: () =>
    z
      .strictObject({
        tools: z
          .array(z.string().min(1))
          .min(1)
          .describe('Names of the tools. All of them must be called.'),
        min: z.int().min(1).default(1).describe('Minimum number of calls of each tool.'),
        max: z.int().min(1).optional().describe('Maximum number of calls of each tool.'),
      })
      .refine(({ min, max }) => max === undefined || max >= min, {
        path: ['max'],
        message: 'must not be below `min`',
      }),
  threshold: 1,
  examples: () => [
    {
      title: 'Searched, but did not book',
      sample: { toolCalls: [{ name: 'search', arguments: { to: 'Oslo' } }] },
      params: { tools: ['search', 'book'] },
      value: 0.5,
    },
  ],
  score({ toolCalls }, { tools, min, max }) {
    const counts = new Map<string, number>();
    for (const { name } of toolCalls) counts.set(name, (counts.get(name) ?? 0) + 1);
    const wanted = [...new Set(tools)];
    const wrong = wanted.filter((name) => {
      const count = counts.get(name) ?? 0;
      return count < min || (max !== undefined && count > max);
    });
    const right = wanted.length - wrong.length;
    const times = wrong.map((name) => `${name} (called ${counts.get(name) ?? 0} times)`);
    const limits = max === undefined ? `at least ${min}` : `${min} to ${max}`;
    return scored(
      right / wanted.length,
      `${right} of ${wanted.length} tools called ${limits} times${wrong.length > 0 ? `; not: ${listFirst(times)}` : ''}.`,
      {
        raw: right,
        evidence: toolCalls.flatMap(({ name }, i) =>
          wanted.includes(name) ? [{ pointer: `/toolCalls/${i}`, text: name }] : [],
        ),
      },
    );
  },
});
