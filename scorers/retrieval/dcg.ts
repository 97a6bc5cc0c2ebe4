import * as z from 'zod';
import { defineScorer } from '../define.ts';
import { scored } from '../outcome.ts';
import { discounted, gainParam, showGain, worthOf } from './discount.ts';
import { cutOff, hitEvidence, rank, rankBy } from './ranking.ts';

/**
 * Discounted cumulative gain: `raw` is DCG = Σ gain(d) / log2(rank(d) + 1) over the first k documents.
 * `value` is its share of what as many places (k, or else all retrieved) would give if each had the
 * highest gain, `maxGain` or else the highest of the reference contexts. Unlike ndcg it does not ask
 * how many such documents there are. Nothing retrieved gives 0; nothing relevant to retrieve abstains.
 *
 * Source: K. Järvelin and J. Kekäläinen, "Cumulated gain-based evaluation of IR techniques", 2002;
 * exponential gain: C. Burges et al., "Learning to rank using gradient descent", 2005.
 */
export const dcg = defineScorer({
  id: 'dcg',
  aliases: { 'dcg@k': {}, 'discounted-cumulative-gain': {} },
  version: 1,
  kind: 'code',
  group: 'retrieval',
  summary: 'Gain of the retrieved documents, discounted by rank.',
  source: 'Järvelin & Kekäläinen 2002',
  needs: ['contexts', 'referenceContexts'],
  params: () =>
    z.strictObject({
      k: cutOff,
      rankBy,
      gain: gainParam,
      maxGain: z
        .number()
        .positive()
        .optional()
        .describe(
          'The highest gain of the scale. Defaults to the highest gain of the reference contexts.',
        ),
    }),
  threshold: null,
  examples: () => [
    {
      title: 'A gain of 3 at rank 1 and one of 1 at rank 2, of twice 3',
      sample: {
        contexts: [
          { id: 'd1', text: 'Refunds take 14 days.' },
          { id: 'd2', text: 'Refunds need a receipt.' },
        ],
        referenceContexts: [
          { id: 'd1', gain: 3 },
          { id: 'd2', gain: 1 },
        ],
      },
      value: 0.7421,
    },
  ],
  score(sample, params) {
    const ranking = rank(sample, params);
    if ('status' in ranking) return ranking;
    const worth = (gain: number) => worthOf(gain, params.gain);
    const reached = discounted(ranking.documents.map(({ gain }) => worth(gain)));
    const places = params.k ?? ranking.documents.length;
    const highest = Math.max(params.maxGain ?? 0, ranking.relevantGains[0] ?? 0);
    const most = discounted(Array.from({ length: places }, () => worth(highest)));
    return scored(
      most === 0 ? 0 : Math.min(1, reached / most),
      `DCG ${showGain(reached)}; ${places} documents of gain ${highest} would have ${showGain(most)}.`,
      { raw: reached, evidence: hitEvidence(ranking) },
    );
  },
});
