import { lazyPattern } from '../lazy-pattern.ts';

/**
 * A text as SQuAD's evaluation compares answers: lower case, without ASCII punctuation, without the
 * articles a, an and the, with single spaces.
 *
 * Source: Rajpurkar et al., "SQuAD: 100,000+ Questions", 2016, normalize_answer of its script.
 */
export function squadNormalise(text: string): string {
  return withoutArticles(withoutAsciiPunctuation(text.toLowerCase())).replace(/\s+/g, ' ').trim();
}

/** Leaves out what Python has in `string.punctuation`: signs such as + and $ too, “ and ” not. */
export function withoutAsciiPunctuation(text: string): string {
  return text.replace(/[!-/:-@[-`{-~]/g, '');
}

/** Puts a space instead of each English article that is a whole word, in any script: not in çan. */
export function withoutArticles(text: string): string {
  return text.replace(ARTICLE(), ' ');
}

const ARTICLE = lazyPattern(
  String.raw`(?<![\p{L}\p{M}\p{N}_])(?:a|an|the)(?![\p{L}\p{M}\p{N}_])`,
  'giu',
);
