import { spendOnSegments } from '../../text/segment.ts';
import type { Work } from '../../work.ts';
import { isClaim, unsupportedItems } from './items.ts';
import { sentencesOf } from './passages.ts';
import { indexSources } from './source-index.ts';
import { certaintyOf, passageLogit, ungroundedModel } from './ungrounded-model.ts';

/** A sentence that claims something, and what supports it. */
export interface AlignedSentence {
  start: number;
  end: number;
  /** The contexts that support it alone, by number from 0, the surest first. */
  contexts: number[];
  /** Whether the contexts support it, alone or together. */
  isSupported: boolean;
}

const STEPS_PER_CHARACTER = 150;
// Above this, `detect-ungrounded` holds a sentence for unsupported.
const MOST_CERTAINTY = 0.5;

/**
 * Which contexts support which sentence of a text, by the measures of `detect-ungrounded`: the words of the
 * sentence must be in a context, and its numbers, dates, names, units and negations too. Sentences that
 * claim nothing are left out.
 *
 * @throws WorkExceeded
 */
export function alignSentences(
  text: string,
  contexts: readonly string[],
  work: Work,
): AlignedSentence[] {
  const characters = contexts.reduce((sum, { length }) => sum + length, 0);
  const spent = (2 * characters + (contexts.length + 1) * text.length) * STEPS_PER_CHARACTER;
  work.spend(spent, 'reading the words of `contexts` and `output`');
  spendOnSegments(work, [text], 'cutting `output` into sentences');
  const alone = contexts.map((context) => certaintiesIn([context], text, work));
  const together = certaintiesIn(contexts, text, work);
  return together.map(({ start, end, certainty }, i) => {
    const supporting = alone
      .map((sentences, index) => ({ index, certainty: sentences[i]?.certainty ?? 1 }))
      .filter((one) => one.certainty < MOST_CERTAINTY)
      .toSorted((a, b) => a.certainty - b.certainty);
    return {
      start,
      end,
      contexts: supporting.map(({ index }) => index),
      isSupported: supporting.length > 0 || certainty < MOST_CERTAINTY,
    };
  });
}

/** How certain it is that contexts do not support each sentence that claims something. */
function certaintiesIn(contexts: readonly string[], text: string, work: Work) {
  const index = indexSources(contexts);
  const model = ungroundedModel();
  return sentencesOf(index, text, work)
    .filter(({ terms }) => terms.some(isClaim))
    .map((sentence) => ({
      start: sentence.start,
      end: sentence.end,
      certainty:
        unsupportedItems(index, sentence).length > 0
          ? 1
          : certaintyOf(model, passageLogit(model, sentence.support)),
    }));
}
