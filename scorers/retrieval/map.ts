import * as z from 'zod';
import { defineScorer } from '../define.ts';
import { scored } from '../outcome.ts';
import { cutOff, hitEvidence, hitRanks, rank, rankBy, relevanceLevel } from './ranking.ts';

/**
 * Average precision, of one sample: the precision at the rank of each relevant document retrieved,
 * summed and divided by the number of all relevant documents, so that one not retrieved adds 0.
 * Its mean over samples is the MAP. With k only the first k documents count, and the divisor stays
 * (trec_eval's map_cut). Nothing retrieved gives 0; nothing relevant to retrieve abstains.
 *
 * Source: trec_eval, measures map and map_cut.
 */
export const map = defineScorer({
  id: 'map',
  aliases: { 'map@k': {}, 'average-precision': {}, 'mean-average-precision': {} },
  version: 1,
  kind: 'code',
  group: 'retrieval',
  summary: 'Average precision: the mean of the precision at each relevant document.',
  source: 'trec_eval map and map_cut',
  needs: ['contexts', 'referenceContexts'],
  params: () => z.strictObject({ k: cutOff, rankBy, relevanceLevel }),
  threshold: 0.5,
  examples: () => [
    {
      title: 'Relevant at ranks 1 and 3, a third not retrieved: (1/1 + 2/3) / 3',
      sample: {
        contexts: [
          { id: 'd1', text: 'Refunds take 14 days.' },
          { id: 'd2', text: 'We ship to Norway.' },
          { id: 'd3', text: 'Refunds need a receipt.' },
        ],
        referenceContexts: ['d1', 'd3', 'd9'],
      },
      value: 5 / 9,
    },
  ],
  score(sample, params) {
    const ranking = rank(sample, params);
    if ('status' in ranking) return ranking;
    const ranks = hitRanks(ranking);
    const precisions = ranks.map((place, i) => (i + 1) / place);
    const relevant = ranking.relevantGains.length;
    return scored(
      precisions.reduce((sum, precision) => sum + precision, 0) / relevant,
      `${ranks.length} of ${relevant} relevant documents retrieved${ranks.length > 0 ? `, at ranks ${ranks.slice(0, 10).join(', ')}${ranks.length > 10 ? ' …' : ''}` : ''}.`,
      { evidence: hitEvidence(ranking) },
    );
  },
});
