import { z } from 'zod';
import { defineScorer } from '../define.ts';
import { scored } from '../outcome.ts';
import { stem } from './porter.ts';
import { TOKENIZER_CHOICES, tokenize, tokenizerParam } from './tokenize.ts';

interface Weights {
  alpha: number;
  beta: number;
  gamma: number;
}

/**
 * METEOR: words of the output are aligned to words of the expected text, first those that are
 * equal, then those that have the same stem. With precision P and recall R of the aligned words the
 * score is P·R / (α·P + (1 − α)·R), less a penalty γ·(chunks / aligned words)^β, a chunk being a
 * sequence of words that stand side by side in both texts. With several expected texts the best
 * counts. `raw` is the same number. Without an aligned word it is 0.
 *
 * Of METEOR's stages this has two, exact and Porter stem. The third, WordNet synonyms, is not
 * there, so that a text with synonyms scores lower than by nltk. As in nltk the last free word of
 * the expected text is taken, from the end of the output on; capitals do not count; tokens are what
 * stands between spaces. `13a` cuts punctuation off; stems are English, so of Chinese or Thai
 * (`tokenize: 'unicode'`) only equal words are found.
 *
 * Source: Banerjee and Lavie 2005; Lavie and Agarwal, "Meteor", 2007; nltk `meteor_score`.
 */
export const meteor = defineScorer({
  id: 'meteor',
  aliases: { 'meteor-score': {} },
  version: 1,
  kind: 'code',
  group: 'text',
  summary: 'METEOR by exact words and Porter stems; the synonym stage (WordNet) is not there.',
  source: 'Lavie and Agarwal 2007; nltk',
  needs: ['output', 'references'],
  params: z.strictObject({
    alpha: z.number().min(0).max(1).default(0.9).describe('Weight of recall against precision.'),
    beta: z.number().min(0).max(20).default(3).describe('How steeply scattered matches cost.'),
    gamma: z.number().min(0).max(1).default(0.5).describe('Most that scattered matches can cost.'),
    tokenize: tokenizerParam.default('none').describe(`How texts are cut. ${TOKENIZER_CHOICES}`),
  }),
  threshold: 0.5,
  examples: [
    {
      title: 'The same words in one chunk, one of them by its stem',
      sample: { output: 'the cats sat', expected: 'the cat sat' },
      value: 1 - 0.5 * (1 / 3) ** 3,
    },
  ],
  score({ output, references }, { tokenize: tokenizer, ...weights }) {
    const read = (text: string) => tokenize(text.toLowerCase(), tokenizer);
    const words = read(output);
    const best = references
      .map((reference) => meteorOf(words, read(reference), weights))
      .reduce((a, b) => (b.value > a.value ? b : a));
    return scored(
      best.value,
      `${best.aligned} of ${words.length} words aligned with ${best.referenceLength} of the ` +
        `expected text, in ${best.chunks} ${best.chunks === 1 ? 'chunk' : 'chunks'}.`,
      { raw: best.value },
    );
  },
});

function meteorOf(output: string[], reference: string[], { alpha, beta, gamma }: Weights) {
  const alignment = align(output, reference);
  const aligned = alignment.filter((place) => place !== undefined).length;
  const chunks = countChunks(alignment);
  const base = { aligned, chunks, referenceLength: reference.length };
  if (aligned === 0) return { ...base, value: 0 };
  const precision = aligned / output.length;
  const recall = aligned / reference.length;
  const fMean = (precision * recall) / (alpha * precision + (1 - alpha) * recall);
  return { ...base, value: fMean * (1 - gamma * (chunks / aligned) ** beta) };
}

/** For each word of the output the place of its partner in the reference. */
function align(output: string[], reference: string[]): (number | undefined)[] {
  const alignment: (number | undefined)[] = output.map(() => undefined);
  const isTaken = new Uint8Array(reference.length);
  for (const form of [(word: string) => word, stem]) {
    const free = new Map<string, number[]>();
    for (const [place, word] of reference.entries()) {
      if (isTaken[place] === 1) continue;
      const places = free.get(form(word));
      if (places) places.push(place);
      else free.set(form(word), [place]);
    }
    for (let i = output.length - 1; i >= 0; i--) {
      if (alignment[i] !== undefined) continue;
      const place = free.get(form(output[i] ?? ''))?.pop();
      if (place === undefined) continue;
      alignment[i] = place;
      isTaken[place] = 1;
    }
  }
  return alignment;
}

function countChunks(alignment: readonly (number | undefined)[]): number {
  return alignment.filter((place, i) => {
    const before = alignment[i - 1];
    return place !== undefined && (before === undefined || place !== before + 1);
  }).length;
}
