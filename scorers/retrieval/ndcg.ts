import * as z from 'zod';
import { defineScorer } from '../define.ts';
import { scored } from '../outcome.ts';
import { discounted, gainParam, showGain, worthOf } from './discount.ts';
import { cutOff, hitEvidence, rank, rankBy } from './ranking.ts';

/**
 * Normalised discounted cumulative gain: DCG = Σ gain(d) / log2(rank(d) + 1) over the first k
 * documents, divided by the DCG of the best ranking possible (also cut after k). Gains are the
 * reference contexts' own, 1 where omitted; as they stand (`linear`, as trec_eval), or as 2^gain −
 * 1 (`exponential`, as web search often does). `raw` is the DCG. Nothing retrieved gives 0; nothing
 * relevant to retrieve abstains.
 *
 * Source: K. Järvelin and J. Kekäläinen, "Cumulated gain-based evaluation of IR techniques", 2002;
 * exponential gain: C. Burges et al., "Learning to rank using gradient descent", 2005; trec_eval,
 * measures ndcg and ndcg_cut.
 */
export const ndcg = defineScorer({
  id: 'ndcg',
  aliases: { 'ndcg@k': {}, 'ndcg-cut': {}, 'normalized-discounted-cumulative-gain': {} },
  version: 1,
  kind: 'code',
  group: 'retrieval',
  summary: 'Gain of the retrieved documents, discounted by rank, relative to the best ranking.',
  source: 'Järvelin & Kekäläinen 2002; trec_eval ndcg and ndcg_cut',
  needs: ['contexts', 'referenceContexts'],
  params: () =>
    z.strictObject({
      k: cutOff,
      rankBy,
      gain: gainParam,
    }),
  threshold: 0.5,
  examples: () => [
    {
      title: 'The better of two relevant documents comes second: (1 + 3/log2 3) / (3 + 1/log2 3)',
      sample: {
        contexts: [
          { id: 'd2', text: 'Refunds need a receipt.' },
          { id: 'd1', text: 'Refunds take 14 days.' },
        ],
        referenceContexts: [
          { id: 'd1', gain: 3 },
          { id: 'd2', gain: 1 },
        ],
      },
      value: 0.7967,
    },
  ],
  score(sample, params) {
    const ranking = rank(sample, params);
    if ('status' in ranking) return ranking;
    const worth = (gain: number) => worthOf(gain, params.gain);
    const reached = discounted(ranking.documents.map(({ gain }) => worth(gain)));
    const best = discounted(ranking.relevantGains.slice(0, params.k).map(worth));
    return scored(reached / best, `DCG ${showGain(reached)} of ${showGain(best)} possible.`, {
      raw: reached,
      evidence: hitEvidence(ranking),
    });
  },
});
