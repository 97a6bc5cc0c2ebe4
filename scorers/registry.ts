import { jsonDiff } from './format/json-diff.ts';
import { jsonMatch } from './format/json-match.ts';
import { jsonSchema } from './format/json-schema.ts';
import { jsonValid } from './format/json-valid.ts';
import { levenshtein } from './text/levenshtein.ts';

/** Every scorer, in reading order. Adding one is a line here and a line above. */
export const SCORERS = [levenshtein, jsonValid, jsonSchema, jsonMatch, jsonDiff] as const;

export type ScorerId = (typeof SCORERS)[number]['id'];
