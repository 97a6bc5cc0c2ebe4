import { z } from 'zod';
import { numberSentences, type Span, sentenceSpans } from '../text/sentence-spans.ts';
import type { Skipped } from './ask.ts';
import type { DataBlock } from './fence.ts';

/** The numbers of the sentences that an item of an answer comes from. */
export const sentencesField = z
  .preprocess((given) => (typeof given === 'number' ? [given] : given), z.array(z.int()))
  .default([])
  .describe('numbers of its sentences');

/** The numbers of the sentences from which a judge takes no item. */
export const noClaimField = z
  .array(z.int())
  .default([])
  .describe('numbers of the sentences without a claim');

/** The sentences of an output that can state something: those with a letter or a digit. */
export function countedSentences(output: string): Span[] {
  return sentenceSpans(output).filter(({ text }) => /[\p{L}\p{N}]/u.test(text));
}

/** The output as a judge is shown it who has to account for each sentence: one a line, by number. */
export function showSentences(output: string): DataBlock[] {
  return [{ name: 'output', text: numberSentences(countedSentences(output)) }];
}

/**
 * Finds what a judge passed over when it took an output apart: the sentences that neither an item nor
 * the list of sentences without a claim names. A judge that skips claims would inflate the score.
 *
 * Where items are there and none names a sentence, the judge did not keep account, and nothing can be
 * said of what it passed over.
 *
 * @returns what to ask the judge for; undefined where nothing is missing
 */
export function findSkipped(
  output: string,
  items: readonly { sentences: readonly number[] }[],
  noClaim: readonly number[],
): Skipped | undefined {
  const named = new Set([...items.flatMap(({ sentences }) => sentences), ...noClaim]);
  if (named.size === 0 && items.length > 0) return undefined;
  const skipped = countedSentences(output)
    .map((_, i) => i + 1)
    .filter((number) => !named.has(number));
  if (skipped.length === 0) return undefined;
  const list = `${skipped.slice(0, 20).join(', ')}${skipped.length > 20 ? ' and others' : ''}`;
  return {
    problem: `Nothing in it names these sentences of the output: ${list}. Give the whole answer again, and name each of them, in "sentences" or in "noClaim".`,
    count: skipped.length,
  };
}
