import * as z from 'zod';
import { defineScorer } from '../define.ts';
import { scored } from '../outcome.ts';
import { cutOff, hitEvidence, hitRanks, rank, rankBy, relevanceLevel } from './ranking.ts';

/**
 * Reciprocal rank: 1 / rank of the first relevant document, and 0 when there is none among the
 * first k. Its mean over samples is the MRR. `raw` is that rank. Nothing retrieved gives 0; nothing
 * relevant to retrieve abstains.
 *
 * Source: E. M. Voorhees, "The TREC-8 Question Answering Track Report", 1999; trec_eval, measure
 * recip_rank.
 */
export const mrr = defineScorer({
  id: 'mrr',
  aliases: {
    'mrr@k': {},
    'reciprocal-rank': {},
    'recip-rank': {},
    'mean-reciprocal-rank': {},
  },
  version: 1,
  kind: 'code',
  group: 'retrieval',
  summary: 'Reciprocal rank of the first relevant document.',
  source: 'Voorhees 1999; trec_eval recip_rank',
  needs: ['contexts', 'referenceContexts'],
  params: () => z.strictObject({ k: cutOff, rankBy, relevanceLevel }),
  threshold: 0.5,
  examples: () => [
    {
      title: 'The first relevant document stands at rank 2',
      sample: {
        contexts: ['We ship to Norway.', 'Refunds take 14 days.'],
        referenceContexts: ['Refunds take 14 days.'],
      },
      value: 0.5,
    },
  ],
  score(sample, params) {
    const ranking = rank(sample, params);
    if ('status' in ranking) return ranking;
    const [first] = hitRanks(ranking);
    if (first === undefined) {
      return scored(0, `None of the first ${ranking.documents.length} documents is relevant.`);
    }
    return scored(1 / first, `The first relevant document is at rank ${first}.`, {
      raw: first,
      evidence: hitEvidence(ranking),
    });
  },
});
