/**
 * What the ROUGE scorers share, as Google's rouge_score defines it: tokens, precision, recall and
 * F-measure, and the best of several references.
 *
 * Source: C.-Y. Lin, "ROUGE: a Package for Automatic Evaluation of Summaries", 2004; rouge_score.
 */

import * as z from 'zod';
import { failed, type Outcome, scored } from '../outcome.ts';
import type { Work } from '../work.ts';
import { asciiTokens, numberAsciiTokens } from './ascii-tokens.ts';
import { hasLetterOrDigit } from './letters.ts';
import { numberTokens, type Tokens } from './ngrams.ts';
import { stem } from './porter.ts';
import { spendOnSegments, words } from './segment.ts';

export const rougeParams = {
  measure: z
    .enum(['fmeasure', 'precision', 'recall'])
    .default('fmeasure')
    .describe(
      'The value: precision (share of the output that is in the expected text), recall (the reverse), or F1.',
    ),
  useStemmer: z
    .boolean()
    .default(false)
    .describe('Whether English words of more than three letters are stemmed.'),
  tokenize: z
    .enum(['ascii', 'unicode'])
    .default('ascii')
    .describe('`ascii` keeps only a to z and 0 to 9; `unicode` finds words in any script.'),
};

export interface RougeSettings {
  measure: 'fmeasure' | 'precision' | 'recall';
  useStemmer: boolean;
  tokenize: 'ascii' | 'unicode';
}

/** Units in common, and those of the output and of one reference. */
export interface Overlap {
  matches: number;
  output: number;
  reference: number;
}

// Of each character.
const STEPS_TO_CUT = 30;
const STEPS_TO_STEM = 150;
// Of each text, or line of one.
const STEPS_TO_BEGIN = 4_500;

/** The tokens of a text, in small letters. */
export function rougeTokens(text: string, settings: RougeSettings, work: Work): string[] {
  spendOnTokens(text, settings, work);
  const { tokenize, useStemmer } = settings;
  const small = text.toLowerCase();
  const tokens = tokenize === 'ascii' ? asciiTokens(small) : words(small);
  return useStemmer ? tokens.map((token) => (token.length > 3 ? stem(token) : token)) : tokens;
}

function spendOnTokens(text: string, { tokenize, useStemmer }: RougeSettings, work: Work): void {
  const doing = 'splitting `output` and `expected` into words';
  if (tokenize === 'unicode') {
    work.spend(STEPS_TO_BEGIN, doing);
    spendOnSegments(work, [text], doing);
  } else work.spend(text.length * (useStemmer ? STEPS_TO_STEM : STEPS_TO_CUT), doing);
}

/** The tokens of several texts as numbers: equal tokens, equal numbers. */
export function rougeNumbers(
  texts: readonly string[],
  settings: RougeSettings,
  work: Work,
): Tokens[] {
  const { tokenize, useStemmer } = settings;
  if (tokenize === 'unicode' || useStemmer) {
    return numberTokens(texts.map((text) => rougeTokens(text, settings, work)));
  }
  for (const text of texts) spendOnTokens(text, settings, work);
  return numberAsciiTokens(texts.map((text) => text.toLowerCase()));
}

/** Whether the tokeniser `ascii` omits most letters of every reference, or all that it has. */
export function rougeCannotRead(references: readonly string[], settings: RougeSettings): boolean {
  return (
    settings.tokenize === 'ascii' &&
    references.every(isMostlyUnread) &&
    references.some(hasLetterOrDigit)
  );
}

function isMostlyUnread(text: string): boolean {
  if (!/[a-z0-9]/i.test(text)) return true;
  if (!/[^\0-\x7f]/.test(text)) return false;
  return count(text, /(?!\p{sc=Latin})\p{L}/gu) > count(text, /\p{sc=Latin}/gu);
}

function count(text: string, pattern: RegExp): number {
  return text.match(pattern)?.length ?? 0;
}

export function unreadable(): Outcome {
  return failed(
    'sample_field_invalid',
    'Most of the expected text is outside a to z and 0 to 9, the only characters of `ascii` tokens. Set `tokenize` to `unicode`.',
  );
}

/** The outcome by the best of the references. */
export function bestRouge(
  overlaps: readonly Overlap[],
  { measure }: RougeSettings,
  units: string,
): Outcome {
  const candidates = overlaps.map((overlap) => ({ ...overlap, ...rates(overlap) }));
  const best = candidates.reduce((a, b) => (b[measure] > a[measure] ? b : a));
  return scored(
    best[measure],
    `${best.matches} ${units} in common, of ${best.output} in the output and ${best.reference} in ` +
      `the expected text: precision ${best.precision.toFixed(3)}, recall ${best.recall.toFixed(3)}, ` +
      `F1 ${best.fmeasure.toFixed(3)}.`,
    { raw: best[measure] },
  );
}

function rates({ matches, output, reference }: Overlap) {
  return {
    precision: matches / Math.max(1, output),
    recall: matches / Math.max(1, reference),
    fmeasure: matches === 0 ? 0 : (2 * matches) / (output + reference),
  };
}
