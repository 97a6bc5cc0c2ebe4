import { bleu } from './text/bleu.ts';
import { chrf } from './text/chrf.ts';
import { gleu } from './text/gleu.ts';
import { language } from './text/language.ts';
import { levenshtein } from './text/levenshtein.ts';
import { meteor } from './text/meteor.ts';
import { readability } from './text/readability.ts';
import { repetition } from './text/repetition.ts';
import { rougeL } from './text/rouge-l.ts';
import { rougeLsum } from './text/rouge-lsum.ts';
import { rougeN } from './text/rouge-n.ts';
import { ter } from './text/ter.ts';

/** Every scorer, in reading order. Adding one is a line here and a line above. */
export const SCORERS = [
  levenshtein,
  bleu,
  gleu,
  chrf,
  ter,
  meteor,
  rougeN,
  rougeL,
  rougeLsum,
  language,
  readability,
  repetition,
] as const;

export type ScorerId = (typeof SCORERS)[number]['id'];
