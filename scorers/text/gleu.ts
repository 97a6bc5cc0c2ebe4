import * as z from 'zod';
import { defineScorer } from '../define.ts';
import { scored } from '../outcome.ts';
import { ngramTotal, numberTokens, sharedNgrams, spendOnNgrams } from './ngrams.ts';
import { spendOnTokens, TOKENIZER_CHOICES, tokenize, tokenizerParam } from './tokenize.ts';

/**
 * GLEU (Google-BLEU): of all n-grams of orders 1 to 4 that output and expected text have in common,
 * the lesser of precision and recall: matches / max(n-grams of output, n-grams of expected text).
 * Made for single sentences, where BLEU is harsh. With several expected texts the best counts.
 * `raw` is the same number. Without n-grams on either side it is 0.
 *
 * By default tokens are what stands between spaces, as nltk's own examples have it, so that "mat."
 * is not "mat"; `13a` cuts punctuation off, `unicode` or `zh` cut texts that write no spaces.
 *
 * Source: Wu et al., "Google's Neural Machine Translation System", 2016; nltk `sentence_gleu`.
 */
export const gleu = defineScorer({
  id: 'gleu',
  aliases: { 'google-bleu': {}, 'gleu-score': {}, 'sentence-gleu': {} },
  version: 2,
  kind: 'code',
  group: 'text',
  summary: 'The minimum of n-gram precision and recall: a BLEU for single sentences.',
  source: 'Wu et al. 2016; nltk',
  needs: ['output', 'references'],
  params: () =>
    z
      .strictObject({
        tokenize: tokenizerParam.default('none').describe(`Tokenizer. ${TOKENIZER_CHOICES}`),
        lowercase: z.boolean().default(false).describe('Whether case is ignored.'),
        minOrder: z
          .int()
          .min(1)
          .max(9)
          .default(1)
          .describe('Length of the shortest n-grams, in tokens.'),
        maxOrder: z
          .int()
          .min(1)
          .max(9)
          .default(4)
          .describe('Length of the longest n-grams, in tokens.'),
      })
      .refine(({ minOrder, maxOrder }) => minOrder <= maxOrder, {
        path: ['minOrder'],
        message: 'must not be greater than `maxOrder`',
      }),
  threshold: 0.5,
  examples: () => [
    {
      title: 'One repeated word cannot win',
      sample: { output: 'the the the the the the the', expected: 'the cat is on the mat' },
      value: 2 / 22,
    },
  ],
  score({ output, references }, { tokenize: tokenizer, lowercase, minOrder, maxOrder }, { work }) {
    spendOnTokens(work, [output, ...references], tokenizer);
    const [outputTokens = new Int32Array(), ...referenceTokens] = numberTokens(
      [output, ...references].map((text) =>
        tokenize(lowercase ? text.toLowerCase() : text, tokenizer),
      ),
    );
    const count = (tokens: number) => {
      let ngrams = 0;
      for (let n = minOrder; n <= maxOrder; n++) ngrams += ngramTotal(tokens, n);
      return ngrams;
    };
    const outputNgrams = count(outputTokens.length);
    spendOnNgrams(work, [outputTokens, ...referenceTokens], maxOrder);
    const candidates = sharedNgrams(outputTokens, referenceTokens, maxOrder).each.map(
      (counts, r) => {
        const matches = counts.slice(minOrder - 1).reduce((sum, matched) => sum + matched, 0);
        const total = Math.max(outputNgrams, count(referenceTokens[r]?.length ?? 0));
        return { matches, total, value: total > 0 ? matches / total : 0 };
      },
    );
    const best = candidates.reduce((a, b) => (b.value > a.value ? b : a));
    return scored(
      best.value,
      `${best.matches} matching n-grams of ${best.total} in the longer of output and expected text.`,
      { raw: best.value },
    );
  },
});
