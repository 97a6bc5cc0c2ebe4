import * as z from 'zod';
import { defineScorer } from '../define.ts';
import { scored } from '../outcome.ts';
import { cutOff, hitEvidence, hitRanks, rank, rankBy, relevanceLevel } from './ranking.ts';

/**
 * Precision: the share of relevant documents among the first k retrieved,
 * P@k = relevant in the first k / k. As in trec_eval the divisor is k even when fewer were
 * retrieved. Without k it is the precision of all that was retrieved (trec_eval's set_P, Ragas'
 * ID-based context precision). Nothing retrieved gives 0; nothing relevant to retrieve abstains.
 *
 * Source: trec_eval, measures P and set_P.
 */
export const precisionAtK = defineScorer({
  id: 'precision-at-k',
  aliases: {
    'precision@k': {},
    'p@k': {},
    'retrieval-precision': {},
    'id-based-context-precision': {},
  },
  version: 1,
  kind: 'code',
  group: 'retrieval',
  summary: 'Share of relevant documents among the first k retrieved.',
  source: 'trec_eval P and set_P',
  needs: ['contexts', 'referenceContexts'],
  params: () => z.strictObject({ k: cutOff, rankBy, relevanceLevel }),
  threshold: 0.5,
  examples: () => [
    {
      title: 'Two of the first four are relevant',
      sample: {
        contexts: [
          { id: 'd1', text: 'Refunds take 14 days.' },
          { id: 'd2', text: 'We ship to Norway.' },
          { id: 'd3', text: 'Refunds need a receipt.' },
          { id: 'd4', text: 'Our office is in Oslo.' },
        ],
        referenceContexts: ['d1', 'd3', 'd9'],
      },
      params: { k: 4 },
      value: 0.5,
    },
  ],
  score(sample, params) {
    const ranking = rank(sample, params);
    if ('status' in ranking) return ranking;
    const hits = hitRanks(ranking).length;
    const divisor = params.k ?? ranking.documents.length;
    const among = params.k === undefined ? 'retrieved' : `of the first ${params.k}`;
    return scored(
      divisor === 0 ? 0 : hits / divisor,
      `${hits} relevant documents among the ${ranking.documents.length} ${among}.`,
      { evidence: hitEvidence(ranking) },
    );
  },
});
