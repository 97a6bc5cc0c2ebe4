import * as z from 'zod';
import { defineScorer } from '../define.ts';
import { scored } from '../outcome.ts';
import { hitEvidence, rank, rankBy, relevanceLevel } from './ranking.ts';

/**
 * Rank-biased precision: what a reader finds who goes on from each document to the next with
 * probability p, RBP = (1 − p) · Σ p^(rank − 1) over the relevant documents retrieved. The reason names
 * the residual, what documents not judged and those beyond the ranking could add. It never reaches 1.
 * Nothing retrieved gives 0; nothing relevant to retrieve abstains.
 *
 * Source: A. Moffat and J. Zobel, "Rank-biased precision for measurement of retrieval effectiveness",
 * 2008; trec_eval, measures rbp and rbp_resid.
 */
export const rbp = defineScorer({
  id: 'rbp',
  aliases: { 'rank-biased-precision': {} },
  version: 1,
  kind: 'code',
  group: 'retrieval',
  summary:
    'Rank-biased precision: the rate at which a reader with a given persistence finds relevant documents.',
  source: 'Moffat & Zobel 2008; trec_eval rbp',
  needs: ['contexts', 'referenceContexts'],
  params: () =>
    z.strictObject({
      persistence: z
        .number()
        .min(0.01)
        .max(0.99)
        .default(0.8)
        .describe('Persistence p: the probability of reading the next document.'),
      rankBy,
      relevanceLevel,
    }),
  threshold: null,
  examples: () => [
    {
      title: 'Relevant at ranks 1 and 3: 0.2 · (1 + 0.8²)',
      sample: {
        contexts: [
          { id: 'd1', text: 'Refunds take 14 days.' },
          { id: 'd2', text: 'We ship to Norway.' },
          { id: 'd3', text: 'Refunds need a receipt.' },
        ],
        referenceContexts: ['d1', 'd3'],
      },
      value: 0.328,
    },
  ],
  score(sample, params) {
    const ranking = rank(sample, params);
    if ('status' in ranking) return ranking;
    const p = params.persistence;
    const weights = ranking.documents.map((_, i) => (1 - p) * p ** i);
    const sum = (counts: (i: number) => boolean) =>
      weights.reduce((total, weight, i) => total + (counts(i) ? weight : 0), 0);
    const found = sum((i) => ranking.documents[i]?.isRelevant === true);
    const unjudged = sum((i) => ranking.documents[i]?.isJudged === false);
    const residual = unjudged + p ** weights.length;
    return scored(found, `RBP ${found.toFixed(4)}, residual ${residual.toFixed(4)}.`, {
      evidence: hitEvidence(ranking),
    });
  },
});
