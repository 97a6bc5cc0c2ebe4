import * as z from 'zod';
import type { Work } from '../work.ts';
import { spendOnSegments, words } from './segment.ts';

/**
 * The tokenisers of machine-translation metrics, as sacrebleu defines them, and one for any script.
 *
 * Source: M. Post, "A Call for Clarity in Reporting BLEU Scores", 2018; NIST mteval-v13a and -v14.
 */
const TOKENIZERS = {
  none: split,
  '13a': tokenize13a,
  intl: tokenizeInternational,
  zh: tokenizeChinese,
  char: (text: string) => split(text).flatMap((word) => Array.from(word)),
  unicode: words,
} as const satisfies Record<string, (text: string) => string[]>;

export type Tokenizer = keyof typeof TOKENIZERS;

/** The parameter that names a tokeniser. */
export const tokenizerParam = z.enum(['none', '13a', 'intl', 'zh', 'char', 'unicode']);

export const TOKENIZER_CHOICES =
  '`none` splits at spaces; `13a` (Western languages), `intl`, `zh` (Chinese characters) and ' +
  "`char` are sacrebleu's; `unicode` finds words in any script and drops punctuation.";

// Rules that set signs apart copy the text several times.
const STEPS_PER_CHARACTER = 150;

/** Charges for tokenizing an output and its references. */
export function spendOnTokens(work: Work, texts: readonly string[], tokenizer: Tokenizer): void {
  const doing = 'splitting `output` and `expected` into words';
  if (tokenizer === 'unicode') spendOnSegments(work, texts, doing);
  else {
    const characters = texts.reduce((sum, { length }) => sum + length, 0);
    work.spend(characters * STEPS_PER_CHARACTER, doing);
  }
}

/** The tokens of a text. */
export function tokenize(text: string, tokenizer: Tokenizer): string[] {
  return TOKENIZERS[tokenizer](text);
}

function split(text: string): string[] {
  return text.match(/\P{White_Space}+/gu) ?? [];
}

function tokenize13a(text: string): string[] {
  const line = text
    .trimEnd()
    .replaceAll('<skipped>', '')
    .replaceAll('-\n', '')
    .replaceAll('\n', ' ');
  return tokenizeWestern(` ${unescapeEntities(line)} `);
}

function tokenizeWestern(line: string): string[] {
  return split(separatePoints(separatePunctuation(line)));
}

/** Puts the four characters that SGML escapes back in place. */
export function unescapeEntities(text: string): string {
  return text
    .replaceAll('&quot;', '"')
    .replaceAll('&amp;', '&')
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>');
}

/** Sets ASCII punctuation apart, but apostrophes, points, commas and hyphens. */
export function separatePunctuation(text: string): string {
  return text.replace(/[{-~[-`!-&(-+:-@/]/g, ' $& ');
}

/** Sets points and commas apart unless digits stand on both sides, and hyphens after digits. */
export function separatePoints(text: string): string {
  return text
    .replace(/([^0-9])([.,])/g, '$1 $2 ')
    .replace(/([.,])([^0-9])/g, ' $1 $2')
    .replace(/([0-9])(-)/g, '$1 $2 ');
}

function tokenizeInternational(text: string): string[] {
  return split(
    text
      .trimEnd()
      .replace(/(\P{N})(\p{P})/gu, '$1 $2 ')
      .replace(/(\p{P})(\P{N})/gu, ' $1 $2')
      .replace(/\p{S}/gu, ' $& '),
  );
}

// sacrebleu's ranges beyond U+FFFF come out as U+2001–2A6D, much punctuation included: kept as they are.
const CHINESE =
  /[\u2001-\u2a6d\u2e80-\u303f\u3100-\u312f\u31a0-\u31bf\u31c0-\u31ef\u3200-\u4db5\u4e00-\u9fbb\uf900-\ufa2d\ufa30-\ufa6a\ufa70-\ufad9\ufe10-\ufe1f\ufe30-\ufe4f\uff00-\uffef]/g;

function tokenizeChinese(text: string): string[] {
  return tokenizeWestern(text.trim().replace(CHINESE, ' $& '));
}
