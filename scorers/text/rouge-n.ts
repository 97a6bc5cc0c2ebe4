import * as z from 'zod';
import { defineScorer } from '../define.ts';
import { ngramTotal, sharedNgrams, spendOnNgrams } from './ngrams.ts';
import { bestRouge, rougeCannotRead, rougeNumbers, rougeParams, unreadable } from './rouge.ts';

/**
 * ROUGE-N: n-grams that the output shares with the expected text, each counted as often as the side
 * that has it less often. Precision divides them by the n-grams of the output, recall by those of
 * the expected text; the value is F1 unless `measure` says otherwise. `raw` is the same number.
 * With several expected texts the best counts. A text of fewer than n tokens gives 0.
 *
 * Tokens are those of rouge_score: runs of a to z and 0 to 9, which leaves nothing of Chinese,
 * Arabic or Thai. An expected text mostly in such a script is an error; `tokenize: 'unicode'` reads it.
 *
 * Source: Lin, "ROUGE", 2004; Google's rouge_score.
 */
export const rougeN = defineScorer({
  id: 'rouge-n',
  aliases: {
    'rouge-1': { n: 1 },
    'rouge-2': { n: 2 },
    'rouge-3': { n: 3 },
    'rouge-4': { n: 4 },
    'rouge-5': { n: 5 },
  },
  version: 2,
  kind: 'code',
  group: 'text',
  summary: 'Overlap of n-grams between the output and the expected text.',
  source: 'Lin 2004; rouge_score',
  needs: ['output', 'references'],
  params: () =>
    z.strictObject({
      n: z.int().min(1).max(9).default(1).describe('Number of tokens in an n-gram.'),
      ...rougeParams,
    }),
  threshold: 0.75,
  examples: () => [
    {
      title: 'One of three words',
      sample: { output: 'testing', expected: 'testing one two' },
      value: 0.5,
    },
    {
      title: 'Word pairs, by recall',
      sample: { output: 'testing one', expected: 'testing one two' },
      params: { n: 2, measure: 'recall' },
      value: 0.5,
    },
  ],
  score({ output, references }, { n, ...settings }, { work }) {
    if (rougeCannotRead(references, settings)) return unreadable();
    const [outputTokens = [], ...referenceTokens] = rougeNumbers(
      [output, ...references],
      settings,
      work,
    );
    spendOnNgrams(work, [outputTokens, ...referenceTokens], n);
    const { each } = sharedNgrams(outputTokens, referenceTokens, n);
    const overlaps = referenceTokens.map(({ length }, r) => ({
      matches: each[r]?.[n - 1] ?? 0,
      output: ngramTotal(outputTokens.length, n),
      reference: ngramTotal(length, n),
    }));
    return bestRouge(overlaps, settings, n === 1 ? 'words' : `${n}-grams`);
  },
});
