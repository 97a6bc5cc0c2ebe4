import * as z from 'zod';
import { defineScorer } from '../define.ts';
import { scored } from '../outcome.ts';
import { cutOff, hitEvidence, hitRanks, rank, rankBy, relevanceLevel } from './ranking.ts';

/**
 * F-measure of the first k documents retrieved: F = (1 + β²)·P·R / (β²·P + R), with the precision P
 * and recall R that precision-at-k and recall-at-k give; β above 1 weighs recall more. Without k, of
 * all that was retrieved (trec_eval's set_F). Nothing retrieved gives 0; nothing relevant to retrieve
 * abstains.
 *
 * Source: C. J. van Rijsbergen, "Information Retrieval", 1979; trec_eval, measure set_F.
 */
export const fAtK = defineScorer({
  id: 'f-at-k',
  aliases: { 'f@k': {}, 'f1@k': {}, 'f1-at-k': {}, 'retrieval-f1': {} },
  version: 1,
  kind: 'code',
  group: 'retrieval',
  summary: 'F-score (precision and recall combined) of the first k retrieved documents.',
  source: 'van Rijsbergen 1979; trec_eval set_F',
  needs: ['contexts', 'referenceContexts'],
  params: () =>
    z.strictObject({
      k: cutOff,
      beta: z
        .number()
        .positive()
        .max(100)
        .default(1)
        .describe('Weight of recall relative to precision.'),
      rankBy,
      relevanceLevel,
    }),
  threshold: 0.5,
  examples: () => [
    {
      title: 'Precision 1/2, recall 1/3',
      sample: {
        contexts: ['Refunds take 14 days.', 'We ship to Norway.'],
        referenceContexts: ['Refunds take 14 days.', 'Keep the receipt.', 'Ask us.'],
      },
      params: { k: 2 },
      value: 0.4,
    },
  ],
  score(sample, params) {
    const ranking = rank(sample, params);
    if ('status' in ranking) return ranking;
    const hits = hitRanks(ranking).length;
    const precision = hits / Math.max(1, params.k ?? ranking.documents.length);
    const recall = hits / ranking.relevantGains.length;
    const weight = params.beta ** 2;
    const f = hits === 0 ? 0 : ((1 + weight) * precision * recall) / (weight * precision + recall);
    const shown = (value: number) => value.toFixed(3);
    return scored(f, `Precision ${shown(precision)}, recall ${shown(recall)}.`, {
      evidence: hitEvidence(ranking),
    });
  },
});
