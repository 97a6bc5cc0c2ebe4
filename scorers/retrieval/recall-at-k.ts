import * as z from 'zod';
import { defineScorer } from '../define.ts';
import { scored } from '../outcome.ts';
import { cutOff, hitEvidence, hitRanks, rank, rankBy, relevanceLevel } from './ranking.ts';

/**
 * Recall: the share of all relevant documents that are among the first k retrieved,
 * R@k = relevant in the first k / relevant. Without k, of all that was retrieved (trec_eval's
 * set_recall, Ragas' ID-based context recall). With more relevant documents than k it cannot
 * reach 1. Nothing retrieved gives 0; nothing relevant to retrieve abstains.
 *
 * Source: trec_eval, measures recall and set_recall.
 */
export const recallAtK = defineScorer({
  id: 'recall-at-k',
  aliases: { 'recall@k': {}, 'r@k': {}, 'retrieval-recall': {}, 'id-based-context-recall': {} },
  version: 1,
  kind: 'code',
  group: 'retrieval',
  summary: 'Share of the relevant documents that are among the first k retrieved.',
  source: 'trec_eval recall and set_recall',
  needs: ['contexts', 'referenceContexts'],
  params: () => z.strictObject({ k: cutOff, rankBy, relevanceLevel }),
  threshold: 0.5,
  examples: () => [
    {
      title: 'One of two relevant passages was retrieved, compared by text',
      sample: {
        contexts: ['Refunds take 14 days.', 'We ship to Norway.'],
        referenceContexts: ['Refunds take 14 days.', 'Refunds need a receipt.'],
      },
      value: 0.5,
    },
  ],
  score(sample, params) {
    const ranking = rank(sample, params);
    if ('status' in ranking) return ranking;
    const hits = hitRanks(ranking).length;
    const relevant = ranking.relevantGains.length;
    return scored(
      hits / relevant,
      `${hits} of ${relevant} relevant documents among the first ${ranking.documents.length}.`,
      { evidence: hitEvidence(ranking) },
    );
  },
});
