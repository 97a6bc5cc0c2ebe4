import type { Score } from '@assay/schema/types.ts';
import * as z from 'zod';
import { defineScorer, innerScorers, scorersParam } from '../define.ts';
import { scored } from '../outcome.ts';
import { takingPart, withoutValue } from './child-scores.ts';

/**
 * The highest value among the scorers inside; of equal ones, the first. `raw` is that scorer's own
 * raw number. A scorer without a value could have been the best, so it makes this an error, unless
 * another already has the value 1. Skipped scorers take no part; when all are skipped, what they
 * missed is missing here too.
 *
 * Source: the maximum, as in taking the best of several references or metrics.
 */
export const bestOf = defineScorer({
  id: 'best-of',
  aliases: { 'max-of': {} },
  version: 1,
  kind: 'code',
  group: 'composite',
  summary: 'The highest value of the inner scorers.',
  source: 'maximum',
  needs: [],
  uses: ['scores'],
  params: () => z.strictObject({ scorers: scorersParam }),
  threshold: 0.5,
  examples: () => [
    {
      title: 'Good without regard to capitals, poor with',
      sample: { output: 'PARIS', expected: 'paris' },
      params: {
        scorers: [
          { scorer: 'levenshtein', as: 'with-capitals' },
          { scorer: 'levenshtein', params: { caseSensitive: false }, as: 'without-capitals' },
        ],
      },
      value: 1,
    },
  ],
  inner: innerScorers,
  score(_sample, _params, { scores }) {
    const judged = takingPart(scores);
    const open = judged.filter(({ value }) => value === null);
    const best = judged.reduce<Score | undefined>(
      (a, b) => ((b.value ?? -1) > (a?.value ?? -1) ? b : a),
      undefined,
    );
    if (best === undefined || best.value === null) return withoutValue(scores);
    if (open.length > 0 && best.value < 1) return withoutValue(open);
    return scored(best.value, `Best of ${judged.length} is ${best.name}. ${best.reason}`, {
      ...(best.raw === null ? {} : { raw: best.raw }),
      evidence: best.evidence,
    });
  },
});
