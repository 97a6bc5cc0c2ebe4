import { levenshtein } from './text/levenshtein.ts';

/** Every scorer, in reading order. Adding one is a line here and a line above. */
export const SCORERS = [levenshtein] as const;

export type ScorerId = (typeof SCORERS)[number]['id'];
