import * as z from 'zod';
import { hasLetterOrDigit } from '../text/letters.ts';
import { numberSentences, type Span, sentenceSpans } from '../text/sentence-spans.ts';
import type { Skipped } from './ask.ts';
import type { DataBlock } from './fence.ts';

// They only keep account of sentences: what is no number makes an answer no less of use.
const sentenceNumbers = z.preprocess(readNumbers, z.array(z.int())).default([]);

/** The numbers of the sentences that an item of an answer comes from. */
export const sentencesField = sentenceNumbers.describe('numbers of its sentences');

/** The numbers of the sentences from which a judge takes no item. */
export const noClaimField = sentenceNumbers.describe('numbers of the sentences without a claim');

function readNumbers(given: unknown): number[] {
  return [given].flat().flatMap((each) => {
    if (typeof each === 'number') return Number.isInteger(each) ? [each] : [];
    return typeof each === 'string' ? (each.match(/\d{1,6}/g) ?? []).map(Number) : [];
  });
}

/** The sentences of a text that can state something: those with a letter or a digit. */
function countedSentences(block: DataBlock): Span[] {
  const spans =
    counted.get(block) ?? sentenceSpans(block.text).filter((span) => hasLetterOrDigit(span.text));
  counted.set(block, spans);
  return spans;
}

const counted = new WeakMap<DataBlock, Span[]>();

/**
 * Texts as a judge is shown them who must account for each sentence: one a line, numbered on from
 * text to text.
 */
export function showSentences(blocks: readonly DataBlock[]): DataBlock[] {
  let before = 0;
  return blocks.map((block) => {
    const spans = countedSentences(block);
    const shown = numberSentences(spans, before);
    before += spans.length;
    return { name: block.name, text: shown };
  });
}

/**
 * Finds what a judge passed over when it took texts apart: the sentences that neither an item nor
 * the list of sentences without a claim names. A judge that skips claims would inflate the score.
 *
 * Where items are there and none names a sentence, the judge did not keep account, and nothing can be
 * said of what it passed over.
 *
 * @param blocks the texts, as `showSentences` was given them
 * @returns what to ask the judge for; undefined where nothing is missing
 */
export function findSkipped(
  blocks: readonly DataBlock[],
  items: readonly { sentences: readonly number[] }[],
  noClaim: readonly number[],
): Skipped | undefined {
  const named = new Set([...items.flatMap(({ sentences }) => sentences), ...noClaim]);
  if (named.size === 0 && items.length > 0) return undefined;
  const skipped = blocks
    .flatMap(countedSentences)
    .map((_, i) => i + 1)
    .filter((number) => !named.has(number));
  if (skipped.length === 0) return undefined;
  const list = `${skipped.slice(0, 20).join(', ')}${skipped.length > 20 ? ' and others' : ''}`;
  return {
    problem: `Nothing in it names these sentences: ${list}. Give the whole answer again, and name each of them, in "sentences" or in "noClaim".`,
    count: skipped.length,
  };
}
