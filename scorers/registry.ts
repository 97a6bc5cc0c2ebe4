import { calledTool } from './agents/called-tool.ts';
import { didNotCall } from './agents/did-not-call.ts';
import { loopDetection } from './agents/loop-detection.ts';
import { stepCount } from './agents/step-count.ts';
import { toolCallF1 } from './agents/tool-call-f1.ts';
import { toolCallMatch } from './agents/tool-call-match.ts';
import { toolOrder } from './agents/tool-order.ts';
import { trajectoryMatch } from './agents/trajectory-match.ts';
import { all } from './composite/all.ts';
import { any } from './composite/any.ts';
import { bestOf } from './composite/best-of.ts';
import { expression } from './composite/expression.ts';
import { none } from './composite/none.ts';
import { weightedMean } from './composite/weighted-mean.ts';
import { faithfulness } from './grounding/faithfulness.ts';
import { hitRate } from './retrieval/hit-rate.ts';
import { map } from './retrieval/map.ts';
import { mrr } from './retrieval/mrr.ts';
import { ndcg } from './retrieval/ndcg.ts';
import { precisionAtK } from './retrieval/precision-at-k.ts';
import { recallAtK } from './retrieval/recall-at-k.ts';
import { rubric } from './rubric/rubric.ts';
import { levenshtein } from './text/levenshtein.ts';

/** Every scorer, in reading order. Adding one is a line here and a line above. */
export const SCORERS = [
  levenshtein,
  precisionAtK,
  recallAtK,
  hitRate,
  mrr,
  map,
  ndcg,
  toolCallMatch,
  toolCallF1,
  trajectoryMatch,
  calledTool,
  didNotCall,
  toolOrder,
  stepCount,
  loopDetection,
  faithfulness,
  rubric,
  all,
  any,
  none,
  weightedMean,
  bestOf,
  expression,
] as const;

export type ScorerId = (typeof SCORERS)[number]['id'];
