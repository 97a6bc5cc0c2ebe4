import * as z from 'zod';
import { spendOnSegments } from '../text/segment.ts';
import { defineDetector } from './define-detector.ts';
import type { Span } from './finding.ts';
import { WEIGHTS } from './model/weights.ts';
import { overParam } from './places.ts';
import { type Item, isClaim, unsupportedItems } from './ungrounded/items.ts';
import { type Sentence, sentencesOf, wholeSupport } from './ungrounded/passages.ts';
import { indexSources, isSupported, type SourceIndex } from './ungrounded/source-index.ts';
import {
  certaintyOf,
  outputLogit,
  passageLogit,
  ungroundedModel,
} from './ungrounded/ungrounded-model.ts';

// Of answers with a number that their contexts lack, between six and ten in ten are wrong.
const CERTAINTY_OF_ITEM = 0.6;
const DECISIVE: readonly Item['kind'][] = ['number', 'date', 'unit', 'negation'];
// A sentence whose other words are there is wrong in its number, name or date alone.
const MOSTLY_THERE = 0.6;
const STEPS_PER_CHARACTER = 150;

/**
 * Whether the contexts hold what the output says. Each sentence is compared with them word by word:
 * how many of its words, weighted by how rare they are there, and of its pairs and runs of words they
 * hold, within one window, how near to each other and in which order; and its numbers, dates, names,
 * units and negations one by one. Boosted trees turn these measures into a certainty for the sentence and
 * for the whole; the certainty of the output is between that of the whole and that of its worst sentence.
 * An item that the contexts lack is named in the note; a number, date, unit or negation that they lack fails the
 * output. Greetings and thanks claim nothing and are left out.
 *
 * Words are compared by form: a right paraphrase in other words counts as ungrounded, and a wrong
 * statement in the words of the contexts ("A beat B" for "B beat A") as grounded. Where that matters, ask a judge
 * by `faithfulness`. How often it is right: docs/model-cards/ungrounded.md.
 */
export const detectUngrounded = defineDetector({
  id: 'detect-ungrounded',
  aliases: { 'factual-consistency': {}, provenance: {}, 'provenance-llm': {} },
  version: 1,
  summary: 'Finds sentences of the output that the contexts do not hold, without a model call.',
  source:
    'Overlap and alignment measures (as in Grusky et al. 2018); boosted trees of our own over BEGIN and Q²',
  needs: ['contexts'],
  kinds: {
    unsupported: ['unsupported sentence', 'unsupported sentences'],
    number: ['sentence with an unsupported number', 'sentences with an unsupported number'],
    date: ['sentence with an unsupported date', 'sentences with an unsupported date'],
    name: ['sentence with an unsupported name', 'sentences with an unsupported name'],
    unit: ['sentence with another unit', 'sentences with another unit'],
    negation: ['sentence with a negation of its own', 'sentences with a negation of their own'],
  },
  quotes: true,
  params: () => z.strictObject({ over: overParam(['output']) }),
  behaviour: (params) => ({ ...params, weights: WEIGHTS.ungrounded }),
  examples: () => [
    {
      title: 'What the context says',
      sample: {
        output: 'The Eiffel Tower was completed in 1889.',
        contexts: [
          'The Eiffel Tower was completed in 1889 and is 330 metres tall. It was built by the company of Gustave Eiffel.',
        ],
      },
      value: 0.9397,
    },
    {
      title: 'Another year',
      sample: {
        output: 'The Eiffel Tower was completed in 1925.',
        contexts: [
          'The Eiffel Tower was completed in 1889 and is 330 metres tall. It was built by the company of Gustave Eiffel.',
        ],
      },
      value: 0.4,
    },
    {
      title: 'What the context does not mention',
      sample: {
        output: 'The tower is painted every seven years by a team of climbers.',
        contexts: [
          'The Eiffel Tower was completed in 1889 and is 330 metres tall. It was built by the company of Gustave Eiffel.',
        ],
      },
      value: 0.0672,
    },
  ],
  look(text, _params, { sample: { contexts = [] }, work }) {
    const sources = contexts.map((context) => context.text);
    const characters = sources.reduce((sum, { length }) => sum + length, text.length);
    work.spend(characters * STEPS_PER_CHARACTER, 'reading the words of `contexts` and `output`');
    spendOnSegments(work, [text], 'cutting `output` into sentences');
    const index = indexSources(sources);
    const sentences = sentencesOf(index, text, work).filter(({ terms }) => terms.some(isClaim));
    if (sentences.length === 0) return [];
    const model = ungroundedModel();
    const whole = wholeSupport(index, text, sentences, work);
    const supports = sentences.map(({ support }) => support);
    const certainty = certaintyOf(model, outputLogit(model, whole, supports));
    const judged = sentences.map((sentence) => ({
      sentence,
      items: unsupportedItems(index, sentence),
      certainty: certaintyOf(model, passageLogit(model, sentence.support)),
    }));
    const worst = judged.reduce((a, b) => (b.certainty > a.certainty ? b : a));
    return judged.map((each) => {
      const floor = each.items.some(({ kind }) => DECISIVE.includes(kind)) ? CERTAINTY_OF_ITEM : 0;
      // The worst sentence has the certainty of the output, which no other exceeds.
      const own = each === worst ? certainty : Math.min(each.certainty, certainty);
      return spanOf(text, index, each.sentence, each.items, Math.max(own, floor));
    });
  },
});

function spanOf(
  text: string,
  index: SourceIndex,
  { start, end, terms }: Sentence,
  items: readonly Item[],
  certainty: number,
): Span {
  const content = terms.filter(({ isFunction }) => !isFunction);
  const there = content.filter((term) => isSupported(index, term)).length;
  const [first] = items;
  const kind = there >= MOSTLY_THERE * content.length && first ? first.kind : 'unsupported';
  const named = items
    .slice(0, MOST_NAMED)
    .map((item) => `${item.kind} "${text.slice(item.start, item.end)}"`);
  const note = named.length === 0 ? {} : { note: `Not in the contexts: ${named.join(', ')}.` };
  return { kind, start, end, certainty, ...note };
}

const MOST_NAMED = 5;
