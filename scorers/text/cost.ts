import * as z from 'zod';
import { defineScorer } from '../define.ts';
import { scored } from '../outcome.ts';
import { lacks, withinBudget } from './generation-field.ts';

/**
 * Whether the answer was cheap enough: 1 up to `maxUsd`, beyond it maxUsd / cost, so that twice the
 * cost is 0.5. `raw` is the cost in US dollars, as the sample gives it.
 *
 * Source: promptfoo cost.
 */
export const cost = defineScorer({
  id: 'cost',
  version: 1,
  kind: 'code',
  group: 'text',
  summary: 'Whether the cost of the answer is within a limit.',
  source: 'promptfoo cost',
  needs: ['generation'],
  params: () =>
    z.strictObject({
      maxUsd: z.number().min(0).describe('Maximum cost, in US dollars.'),
    }),
  threshold: 1,
  examples: () => [
    {
      title: 'Within budget',
      sample: { output: 'Yes.', generation: { costUsd: 0.0004 } },
      params: { maxUsd: 0.001 },
      value: 1,
    },
  ],
  score({ generation }, { maxUsd }) {
    const { costUsd } = generation;
    if (costUsd === undefined) return lacks('costUsd');
    const reason = `${costUsd} USD of the ${maxUsd} USD allowed.`;
    return scored(withinBudget(costUsd, maxUsd), reason, { raw: costUsd });
  },
});
