import * as z from 'zod';
import { defineScorer } from '../define.ts';
import { scored } from '../outcome.ts';
import { lacks, withinBudget } from './generation-field.ts';

/**
 * Whether the answer came in time: 1 up to `maxMs`, beyond it maxMs / latency, so that twice the time
 * is 0.5. `raw` is the latency in milliseconds, as the sample gives it; nothing is measured here.
 *
 * Source: promptfoo latency.
 */
export const latency = defineScorer({
  id: 'latency',
  version: 1,
  kind: 'code',
  group: 'text',
  summary: 'Whether the model answered within a time limit.',
  source: 'promptfoo latency',
  needs: ['generation'],
  params: () =>
    z.strictObject({
      maxMs: z.number().positive().default(5_000).describe('Maximum latency, in milliseconds.'),
    }),
  threshold: 1,
  examples: () => [
    {
      title: 'Twice the time allowed',
      sample: { output: 'Yes.', generation: { latencyMs: 1_600 } },
      params: { maxMs: 800 },
      value: 0.5,
    },
  ],
  score({ generation }, { maxMs }) {
    const { latencyMs } = generation;
    if (latencyMs === undefined) return lacks('latencyMs');
    const reason = `${latencyMs} ms of the ${maxMs} ms allowed.`;
    return scored(withinBudget(latencyMs, maxMs), reason, { raw: latencyMs });
  },
});
