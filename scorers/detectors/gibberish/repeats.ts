import { lazyPattern } from '../../lazy-pattern.ts';
import type { Span } from '../finding.ts';

// Lines, dots and dashes are drawn; letters that repeat so often are not.
const ONE_LETTER = lazyPattern(String.raw`(?<![\p{L}\p{N}])(\p{L}{1,3}?)\1{9,}`, 'gu');
const ONE_WORD = lazyPattern(
  String.raw`(?<![\p{L}\p{N}])(\p{L}[\p{L}'’-]{0,30})(?:[ ,.!?]{1,3}\1(?![\p{L}\p{N}])){4,}`,
  'giu',
);

/** One letter, or one word, said again and again. */
export function findRepeats(text: string): Span[] {
  const spans: Span[] = [];
  for (const { 0: match, index: start } of text.matchAll(ONE_LETTER())) {
    const certainty = match.length >= 30 ? 0.8 : 0.55;
    spans.push({ kind: 'repeated', start, end: start + match.length, certainty });
  }
  for (const { 0: match, 1: word = '', index: start } of text.matchAll(ONE_WORD())) {
    // "No, no, no, no, no!" is an answer; a word said more than eight times is none.
    const times = match.length / (word.length + 1);
    spans.push({
      kind: 'repeated',
      start,
      end: start + match.length,
      certainty: times > 8 ? 0.8 : 0.4,
    });
  }
  return spans;
}
