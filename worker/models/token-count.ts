import { lazyPattern } from '@assay/scorers/lazy-pattern.ts';

export interface TokenCount {
  /** What current tokenisers typically make of the texts, within a third or so. */
  typical: number;
  /** No current tokeniser makes fewer. */
  least: number;
}

// Words, numbers and runs of signs, as tokenisers split a text before they merge anything: none of
// them has tokens that span two words. Per kind: characters a token, typical and at most.
const PIECES: readonly { pattern: () => RegExp; typical: number; most: number }[] = [
  { pattern: lazyPattern(String.raw`\p{Script=Latin}+`, 'gu'), typical: 6, most: 16 },
  {
    pattern: lazyPattern(
      String.raw`[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\p{Script=Thai}]+`,
      'gu',
    ),
    typical: 1.2,
    most: 4,
  },
  {
    pattern: lazyPattern(
      String.raw`(?:(?![\p{Script=Latin}\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\p{Script=Thai}])[\p{L}\p{M}])+`,
      'gu',
    ),
    typical: 3,
    most: 8,
  },
  { pattern: lazyPattern(String.raw`\p{N}+`, 'gu'), typical: 2, most: 3 },
  // A single sign often shares the token of the word after it.
  {
    pattern: lazyPattern(String.raw`[^\s\p{L}\p{M}\p{N}]`, 'gu'),
    typical: 2,
    most: Number.POSITIVE_INFINITY,
  },
  { pattern: lazyPattern(String.raw`\n+`, 'g'), typical: 8, most: Number.POSITIVE_INFINITY },
];

/** Counts the tokens of texts without a tokeniser. */
export function countTokens(...texts: readonly string[]): TokenCount {
  let typical = 0;
  let least = 0;
  for (const text of texts) {
    for (const piece of PIECES) {
      for (const { 0: found } of text.matchAll(piece.pattern())) {
        typical += Math.ceil(found.length / piece.typical);
        if (Number.isFinite(piece.most)) least += Math.ceil(found.length / piece.most);
      }
    }
  }
  return { typical, least };
}
