import { sentenceSpans } from '@assay/scorers/text/sentence-spans.ts';
import type { Rewording } from './rewording.ts';

// A sentence that begins so speaks of the one before it.
const REFERS_BACK =
  /^(?:then|therefore|so|thus|hence|also|finally|next|second|third|however|but|and|or|it|its|this|that|these|those|they|them|he|she|his|her|there|here|otherwise|instead)\b/i;
const IS_QUESTION = /[?？؟]["”’)]*$/u;

/**
 * The question moved to the other end: from behind what it is about to before it, or back. Only whole
 * sentences move, and only if no sentence that moves next to another refers to what stood before it.
 */
export const sentenceOrder: Rewording = {
  name: 'order',
  changes: 'the question at the other end',
  reword({ text }) {
    const spans = sentenceSpans(text);
    const [first, last] = [spans[0], spans.at(-1)];
    if (first === undefined || last === undefined || spans.length < 2) {
      return { skipped: 'it is a single sentence' };
    }
    const questions = spans.filter((span) => IS_QUESTION.test(span.text));
    const [question] = questions;
    if (questions.length !== 1 || (question !== first && question !== last)) {
      return { skipped: 'it has no single question at its start or end' };
    }
    if (REFERS_BACK.test(last.text) || REFERS_BACK.test(spans[1]?.text ?? '')) {
      return { skipped: 'a sentence refers to the one before it' };
    }
    // What stands between two sentences stays between those that take their places.
    const gap = text.slice(spans.at(-2)?.end, last.start);
    const gapAfterFirst = text.slice(first.end, spans[1]?.start);
    const whole = { start: first.start, end: last.end };
    const moved =
      question === last
        ? last.text + gap + text.slice(first.start, spans.at(-2)?.end)
        : text.slice(spans[1]?.start, last.end) + gapAfterFirst + first.text;
    return moved === text.slice(whole.start, whole.end)
      ? { skipped: 'its sentences are the same' }
      : [{ ...whole, replacement: moved }];
  },
};
