import * as z from 'zod';
import { defineScorer } from '../define.ts';
import { scored } from '../outcome.ts';
import { hitEvidence, rank, rankBy, relevanceLevel } from './ranking.ts';

/**
 * bpref: how rarely documents judged irrelevant stand before relevant ones. Documents without a
 * judgement are passed over, so that it holds where not all that is relevant is known. With R relevant
 * documents and N judged irrelevant,
 *
 *   bpref = 1/R · Σ (1 − min(n, R) / min(N, R))
 *
 * over the relevant documents retrieved, n being how many judged irrelevant stand before each. Reference
 * contexts with gain 0 are the judged irrelevant ones: without any, it is the recall. Nothing
 * retrieved gives 0; nothing relevant to retrieve abstains.
 *
 * Source: C. Buckley and E. Voorhees, "Retrieval evaluation with incomplete information", 2004;
 * trec_eval, measure bpref.
 */
export const bpref = defineScorer({
  id: 'bpref',
  aliases: { 'binary-preference': {} },
  version: 1,
  kind: 'code',
  group: 'retrieval',
  summary: 'How rarely documents that are judged irrelevant rank above relevant ones.',
  source: 'Buckley & Voorhees 2004; trec_eval bpref',
  needs: ['contexts', 'referenceContexts'],
  params: () => z.strictObject({ rankBy, relevanceLevel }),
  threshold: 0.5,
  examples: () => [
    {
      title: 'One of two judged irrelevant stands before the second relevant one: (1 + 1/2) / 2',
      sample: {
        contexts: [
          { id: 'd1', text: 'Refunds take 14 days.' },
          { id: 'd2', text: 'We ship to Norway.' },
          { id: 'd7', text: 'Never judged.' },
          { id: 'd3', text: 'Refunds need a receipt.' },
        ],
        referenceContexts: [
          { id: 'd1' },
          { id: 'd2', gain: 0 },
          { id: 'd3' },
          { id: 'd4', gain: 0 },
        ],
      },
      value: 0.75,
    },
  ],
  score(sample, params) {
    const ranking = rank(sample, params);
    if ('status' in ranking) return ranking;
    const relevant = ranking.relevantGains.length;
    const most = Math.min(ranking.judgedIrrelevant, relevant);
    let irrelevant = 0;
    let sum = 0;
    for (const { isRelevant, isJudged } of ranking.documents) {
      if (isRelevant) sum += irrelevant === 0 ? 1 : 1 - Math.min(irrelevant, relevant) / most;
      else if (isJudged) irrelevant += 1;
    }
    return scored(
      sum / relevant,
      `${relevant} relevant documents, ${irrelevant} judged irrelevant retrieved.`,
      { evidence: hitEvidence(ranking) },
    );
  },
});
