import * as z from 'zod';
import { defineScorer } from '../define.ts';
import { scored } from '../outcome.ts';
import { cutOff, hitEvidence, hitRanks, rank, rankBy, relevanceLevel } from './ranking.ts';

/**
 * Hit rate, of one sample: 1 when at least one of the first k documents is relevant, otherwise 0.
 * Its mean over samples is the hit rate. `raw` is the rank of the first relevant document. Nothing
 * retrieved gives 0; nothing relevant to retrieve abstains.
 *
 * Source: trec_eval, measure success.
 */
export const hitRate = defineScorer({
  id: 'hit-rate',
  aliases: { 'hit-rate@k': {}, 'hit@k': {}, 'hits@k': {}, 'success@k': {}, 'success-at-k': {} },
  version: 1,
  kind: 'code',
  group: 'retrieval',
  summary: 'Whether the first k documents contain a relevant one.',
  source: 'trec_eval success',
  needs: ['contexts', 'referenceContexts'],
  params: () => z.strictObject({ k: cutOff, rankBy, relevanceLevel }),
  threshold: 1,
  examples: () => [
    {
      title: 'The first relevant document stands at rank 2',
      sample: {
        contexts: ['We ship to Norway.', 'Refunds take 14 days.'],
        referenceContexts: ['Refunds take 14 days.'],
      },
      params: { k: 3 },
      value: 1,
    },
  ],
  score(sample, params) {
    const ranking = rank(sample, params);
    if ('status' in ranking) return ranking;
    const [first] = hitRanks(ranking);
    if (first === undefined) {
      return scored(0, `None of the first ${ranking.documents.length} documents is relevant.`);
    }
    return scored(1, `The first relevant document is at rank ${first}.`, {
      raw: first,
      evidence: hitEvidence(ranking),
    });
  },
});
