import * as z from 'zod';
import { defineScorer } from '../define.ts';
import { failed, scored } from '../outcome.ts';
import { stem } from './porter.ts';
import { spendOnTokens, TOKENIZER_CHOICES, tokenize, tokenizerParam } from './tokenize.ts';

// Each reference is aligned with the whole output.
const MOST_ALIGNED_WORDS = 2_000_000;
const STEPS_PER_WORD = 60;
const STEPS_TO_STEM = 100;

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
 * (`tokenize: 'unicode'`) only equal words are found. Where the output's words times the number of
 * expected texts are more than two million, the sample is refused.
 *
 * Source: Banerjee and Lavie 2005; Lavie and Agarwal, "Meteor", 2007; nltk `meteor_score`.
 */
export const meteor = defineScorer({
  id: 'meteor',
  aliases: { 'meteor-score': {} },
  version: 2,
  kind: 'code',
  group: 'text',
  summary: 'METEOR with exact words and Porter stems, without the synonym stage (WordNet).',
  source: 'Lavie and Agarwal 2007; nltk',
  needs: ['output', 'references'],
  params: () =>
    z.strictObject({
      alpha: z
        .number()
        .min(0)
        .max(1)
        .default(0.9)
        .describe('Weight of recall relative to precision.'),
      beta: z
        .number()
        .min(0)
        .max(20)
        .default(3)
        .describe('Exponent of the penalty for fragmented matches.'),
      gamma: z
        .number()
        .min(0)
        .max(1)
        .default(0.5)
        .describe('Maximum penalty for fragmented matches.'),
      tokenize: tokenizerParam.default('none').describe(`Tokenizer. ${TOKENIZER_CHOICES}`),
    }),
  threshold: 0.5,
  examples: () => [
    {
      title: 'The same words in one chunk, one of them by its stem',
      sample: { output: 'the cats sat', expected: 'the cat sat' },
      value: 1 - 0.5 * (1 / 3) ** 3,
    },
  ],
  score({ output, references }, { tokenize: tokenizer, ...weights }, { work }) {
    spendOnTokens(work, [output, ...references], tokenizer);
    const read = (text: string) => tokenize(text.toLowerCase(), tokenizer);
    const words = read(output);
    if (words.length * references.length > MOST_ALIGNED_WORDS) {
      return failed(
        'sample_too_large',
        'There are too many expected texts for such a long output.',
      );
    }
    const characters = references.reduce((sum, { length }) => sum + length, output.length);
    work.spend(
      words.length * references.length * STEPS_PER_WORD + characters * STEPS_TO_STEM,
      'aligning `output` with each text of `expected`',
    );
    const stems = words.map(stem);
    const best = references
      .map((reference) => meteorOf(words, stems, read(reference), weights))
      .reduce((a, b) => (b.value > a.value ? b : a));
    return scored(
      best.value,
      `${best.aligned} of ${words.length} words aligned with ${best.referenceLength} of the ` +
        `expected text, in ${best.chunks} ${best.chunks === 1 ? 'chunk' : 'chunks'}.`,
      { raw: best.value },
    );
  },
});

function meteorOf(
  output: string[],
  outputStems: string[],
  reference: string[],
  { alpha, beta, gamma }: Weights,
) {
  const alignment = align(output, outputStems, reference);
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
function align(output: string[], outputStems: string[], reference: string[]) {
  const alignment: (number | undefined)[] = output.map(() => undefined);
  const isTaken = new Uint8Array(reference.length);
  const stages = [
    { from: output, to: reference },
    { from: outputStems, to: reference.map(stem) },
  ];
  for (const { from, to } of stages) {
    const free = new Map<string, number[]>();
    for (const [place, word] of to.entries()) {
      if (isTaken[place] === 1) continue;
      const places = free.get(word);
      if (places) places.push(place);
      else free.set(word, [place]);
    }
    for (let i = from.length - 1; i >= 0; i--) {
      if (alignment[i] !== undefined) continue;
      const place = free.get(from[i] ?? '')?.pop();
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
