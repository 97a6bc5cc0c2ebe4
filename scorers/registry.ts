import { hitRate } from './retrieval/hit-rate.ts';
import { map } from './retrieval/map.ts';
import { mrr } from './retrieval/mrr.ts';
import { ndcg } from './retrieval/ndcg.ts';
import { precisionAtK } from './retrieval/precision-at-k.ts';
import { recallAtK } from './retrieval/recall-at-k.ts';
import { levenshtein } from './text/levenshtein.ts';

/** Every scorer, in reading order. Adding one is a line here and a line above. */
export const SCORERS = [levenshtein, precisionAtK, recallAtK, hitRate, mrr, map, ndcg] as const;

export type ScorerId = (typeof SCORERS)[number]['id'];
