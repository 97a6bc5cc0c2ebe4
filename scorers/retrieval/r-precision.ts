import * as z from 'zod';
import { defineScorer } from '../define.ts';
import { scored } from '../outcome.ts';
import { hitEvidence, hitRanks, rank, rankBy, relevanceLevel } from './ranking.ts';

/**
 * R-precision: the share of relevant documents among the first R retrieved, where R is the number of
 * all relevant documents. There precision and recall are the same. Nothing retrieved gives 0; nothing
 * relevant to retrieve abstains.
 *
 * Source: trec_eval, measure Rprec; Buckley & Voorhees, "Retrieval system evaluation", 2005.
 */
export const rPrecision = defineScorer({
  id: 'r-precision',
  aliases: { rprec: {} },
  version: 1,
  kind: 'code',
  group: 'retrieval',
  summary:
    'Share of relevant documents among the first R, where R is the number of relevant documents.',
  source: 'trec_eval Rprec',
  needs: ['contexts', 'referenceContexts'],
  params: () => z.strictObject({ rankBy, relevanceLevel }),
  threshold: 0.5,
  examples: () => [
    {
      title: 'One of two relevant documents is among the first two',
      sample: {
        contexts: [
          { id: 'd1', text: 'Refunds take 14 days.' },
          { id: 'd2', text: 'We ship to Norway.' },
          { id: 'd3', text: 'Refunds need a receipt.' },
        ],
        referenceContexts: ['d1', 'd3'],
      },
      value: 0.5,
    },
  ],
  score(sample, params) {
    const ranking = rank(sample, params);
    if ('status' in ranking) return ranking;
    const relevant = ranking.relevantGains.length;
    const first = { ...ranking, documents: ranking.documents.slice(0, relevant) };
    const hits = hitRanks(first).length;
    return scored(hits / relevant, `${hits} relevant documents among the first ${relevant}.`, {
      evidence: hitEvidence(first),
    });
  },
});
