import { describeScorer } from './describe-scorer.ts';
import { SCORERS } from './registry.ts';

/** The description of every scorer, in reading order, as JSON. */
export function catalogueJson(): string {
  return JSON.stringify(SCORERS.map((scorer) => describeScorer(scorer)));
}
