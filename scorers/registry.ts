import { html } from './format/html.ts';
import { jsonDiff } from './format/json-diff.ts';
import { jsonMatch } from './format/json-match.ts';
import { jsonSchema } from './format/json-schema.ts';
import { jsonValid } from './format/json-valid.ts';
import { markdownStructure } from './format/markdown-structure.ts';
import { sql } from './format/sql.ts';
import { xml } from './format/xml.ts';
import { levenshtein } from './text/levenshtein.ts';

/** Every scorer, in reading order. Adding one is a line here and a line above. */
export const SCORERS = [
  levenshtein,
  jsonValid,
  jsonSchema,
  jsonMatch,
  jsonDiff,
  xml,
  html,
  sql,
  markdownStructure,
] as const;

export type ScorerId = (typeof SCORERS)[number]['id'];
