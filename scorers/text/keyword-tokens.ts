import { lazyPattern } from '../lazy-pattern.ts';
import { wordSegments } from './segment.ts';

/**
 * The words of a text with the signs that belong to them: `C++`, `C#`, `.NET` and `-5` are one word
 * each, `$100` and `50%` are a sign and a word. Other punctuation, and what Markdown marks with, is
 * omitted.
 *
 * Source: Unicode Standard Annex 29 for words.
 */
export function keywordTokens(text: string): string[] {
  const segments = [...wordSegments(text)];
  const tokens: string[] = [];
  for (let i = 0; i < segments.length; i += 1) {
    const { segment = '', isWordLike } = segments[i] ?? {};
    if (isWordLike) {
      const suffix = suffixOf(segments, i);
      tokens.push(prefixOf(segments, i) + segment + suffix);
      i += suffix.length;
    } else if (COUNTS().test(segment)) {
      tokens.push(segment);
    }
  }
  return tokens;
}

type Segments = readonly Intl.SegmentData[];

// Symbols, and the punctuation that means something; not < ~ | ^ ` and * of Markdown.
const COUNTS = lazyPattern(String.raw`^(?![~|^\x60])(?:\p{S}|\p{No}|[#&@%‰§])`, 'u');
const MINUS = /^[-\u2010-\u2013\u2212]$/;
const SUFFIX = /^[+#]$/;

function prefixOf(segments: Segments, word: number): string {
  const sign = segments[word - 1]?.segment ?? '';
  if (isWordBehind(segments, word - 2)) return '';
  const begins = segments[word]?.segment ?? '';
  if (MINUS.test(sign) && /^\p{Nd}/u.test(begins)) return '-';
  return sign === '.' && /^\p{L}/u.test(begins) ? '.' : '';
}

/** Whether a word ends there, or a bracket or stop behind one: what follows is no sign of a number. */
function isWordBehind(segments: Segments, at: number): boolean {
  const before = segments[at];
  return before !== undefined && (before.isWordLike === true || /^[.)\]}%]$/.test(before.segment));
}

/** The + and # glued to the end of a word, unless it is one + between two: a+b, but C++17. */
function suffixOf(segments: Segments, word: number): string {
  let suffix = '';
  for (let at = word + 1; SUFFIX.test(segments[at]?.segment ?? ''); at += 1) {
    suffix += segments[at]?.segment;
  }
  const isBetween = segments[word + 1 + suffix.length]?.isWordLike === true;
  return suffix === '+' && isBetween ? '' : suffix;
}
