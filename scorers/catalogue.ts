import type { ScorerInfo } from '@assay/schema/types.ts';
import { describeScorer } from './describe-scorer.ts';
import { SCORERS } from './registry.ts';

/** Every scorer as it is described where no models are configured, in reading order. */
export function describeScorers(): ScorerInfo[] {
  return SCORERS.map((scorer) => describeScorer(scorer));
}
