import { sentenceSpans } from '../../text/sentence-spans.ts';
import type { Work } from '../../work.ts';
import type { SourceIndex } from './source-index.ts';
import { supportOf } from './support.ts';
import { type Term, termsOf } from './terms.ts';

/** A sentence of an output, with what the sources hold of it. */
export interface Sentence {
  start: number;
  end: number;
  terms: readonly Term[];
  support: readonly number[];
}

/** The sentences of an output that have words. */
export function sentencesOf(index: SourceIndex, output: string, work: Work): Sentence[] {
  return sentenceSpans(output).flatMap(({ text, start, end }) => {
    const terms = termsOf(text).map((term) => ({
      ...term,
      start: term.start + start,
      end: term.end + start,
    }));
    if (terms.length === 0) return [];
    return [{ start, end, terms, support: supportOf(index, terms, isQuestion(text), work) }];
  });
}

/** What the sources hold of an output as a whole. */
export function wholeSupport(
  index: SourceIndex,
  output: string,
  sentences: readonly Sentence[],
  work: Work,
): readonly number[] {
  const [first, ...others] = sentences;
  if (first !== undefined && others.length === 0) return first.support;
  const terms = sentences.flatMap((sentence) => sentence.terms);
  return supportOf(index, terms, isQuestion(output), work);
}

function isQuestion(text: string): boolean {
  return /[?？]\s*$/.test(text.slice(-LONGEST_END));
}

const LONGEST_END = 20;
