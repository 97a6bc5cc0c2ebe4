import { wordSegments } from './segment.ts';

/**
 * The words of a text with the signs that belong to them: `C++`, `C#`, `.NET` and `-5` are one word
 * each, `$100` and `50%` are a sign and a word. Other punctuation, and what Markdown marks with, is
 * left out.
 *
 * Source: Unicode Standard Annex 29 for words.
 */
export function keywordTokens(text: string): string[] {
  const segments = [...wordSegments(text)];
  const tokens: string[] = [];
  for (const [i, { segment, isWordLike }] of segments.entries()) {
    if (isWordLike) {
      tokens.push(prefixOf(segments, i) + segment + suffixOf(segments, i));
    } else if (COUNTS.test(segment) && !isAttached(segments, i)) {
      tokens.push(segment);
    }
  }
  return tokens;
}

type Segments = readonly Intl.SegmentData[];

// Symbols, and the punctuation that means something; not < ~ | ^ ` and * of Markdown.
const COUNTS = /^(?![~|^`])(?:\p{S}|\p{No}|[#&@%‰§])/u;
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

/** The + and # glued to the end of a word, unless they stand between two: a+b. */
function suffixOf(segments: Segments, word: number): string {
  let end = word + 1;
  while (SUFFIX.test(segments[end]?.segment ?? '')) end += 1;
  if (segments[end]?.isWordLike) return '';
  return segments
    .slice(word + 1, end)
    .map(({ segment }) => segment)
    .join('');
}

/** Whether a + or # belongs to the word before it. */
function isAttached(segments: Segments, at: number): boolean {
  let word = at;
  while (SUFFIX.test(segments[word]?.segment ?? '')) word -= 1;
  return segments[word]?.isWordLike === true && suffixOf(segments, word).length >= at - word;
}
