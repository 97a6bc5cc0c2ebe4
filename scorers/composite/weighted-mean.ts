import * as z from 'zod';
import { defineScorer, innerScorers, scorersParam } from '../define.ts';
import { scored } from '../outcome.ts';
import { takingPart, withoutValue } from './child-scores.ts';

/**
 * Weighted mean of the values inside: Σ weight · value / Σ weight, each weight from the scorer's
 * own `weight`, 1 if omitted. Every value is needed: a scorer without one makes this an error,
 * unless its weight is 0 or it was skipped, in which cases it takes no part.
 *
 * Source: the weighted arithmetic mean, as promptfoo combines the scores of an assert-set.
 */
export const weightedMean = defineScorer({
  id: 'weighted-mean',
  aliases: { 'weighted-average': {}, 'mean-of': {}, 'average-of': {} },
  version: 1,
  kind: 'code',
  group: 'composite',
  summary: 'Weighted mean of the values of the inner scorers.',
  source: 'weighted arithmetic mean; promptfoo assert-set',
  needs: [],
  uses: ['scores'],
  params: () =>
    z.strictObject({
      scorers: scorersParam.refine(
        (scorers) => scorers.some((inner) => typeof inner === 'string' || inner.weight !== 0),
        'needs at least one scorer with a weight above 0',
      ),
    }),
  threshold: 0.5,
  examples: () => [
    {
      title: 'Capitals count a quarter: (3 · 1 + 1 · 0) / 4',
      sample: { output: 'PARIS', expected: 'paris' },
      params: {
        scorers: [
          { scorer: 'levenshtein', params: { caseSensitive: false }, weight: 3, as: 'letters' },
          { scorer: 'levenshtein', as: 'capitals' },
        ],
      },
      value: 0.75,
    },
  ],
  inner: innerScorers,
  score(_sample, _params, { scores }) {
    const weighing = takingPart(scores).filter(({ weight }) => weight > 0);
    if (weighing.length === 0) {
      return withoutValue(scores.filter(({ weight }) => weight > 0));
    }
    const open = weighing.filter(({ value }) => value === null);
    if (open.length > 0) return withoutValue(open);
    let sum = 0;
    let weights = 0;
    for (const { value, weight } of weighing) {
      sum += weight * (value ?? 0);
      weights += weight;
    }
    const terms = weighing.map(({ name, value, weight }) => `${name} ${show(value)} × ${weight}`);
    return scored(sum / weights, `Weighted mean of ${terms.join(', ')}.`);
  },
});

function show(value: number | null): string {
  return String(Number((value ?? 0).toPrecision(3)));
}
