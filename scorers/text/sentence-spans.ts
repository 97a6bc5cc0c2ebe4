import { sentences } from './segment.ts';

/** A piece of a text and where it stands, in UTF-16 units. */
export interface Span {
  text: string;
  start: number;
  end: number;
}

/** The sentences of a text, with where each stands. */
export function sentenceSpans(text: string): Span[] {
  let from = 0;
  return sentences(text).map((sentence) => {
    const start = text.indexOf(sentence, from);
    from = start + sentence.length;
    return { text: sentence, start, end: from };
  });
}

/**
 * Sentences for a judge to speak of by number: one a line.
 *
 * @param before how many were numbered before these
 */
export function numberSentences(spans: readonly Span[], before = 0): string {
  return spans.map(({ text }, i) => `[${before + i + 1}] ${text.replace(/\s+/g, ' ')}`).join('\n');
}
