import { lazyPattern } from '@assay/scorers/lazy-pattern.ts';
import { type Place, touches } from './protected-parts.ts';

/** A word and where it stands, in UTF-16 units. */
export interface Word extends Place {
  text: string;
}

const WORD = lazyPattern(String.raw`\p{L}\p{M}*(?:[\p{L}\p{M}]|['’](?=\p{L}))*`, 'gu');

/** The words of a text, with apostrophes inside them. */
export function wordsIn(text: string): Word[] {
  return [...text.matchAll(WORD())].map(({ 0: word, index }) => ({
    text: word,
    start: index,
    end: index + word.length,
  }));
}

/** Those that touch no protected part. */
export function freeWords(text: string, kept: readonly Place[]): Word[] {
  let next = 0;
  return wordsIn(text).filter(({ start, end }) => {
    while ((kept[next]?.end ?? Number.POSITIVE_INFINITY) <= start) next += 1;
    return !touches(kept.slice(next, next + 1), start, end);
  });
}
