import * as z from 'zod';
import { defineScorer } from '../define.ts';
import { createSubsequenceFinder, lengthSteps } from './common-subsequence.ts';
import { bestRouge, rougeCannotRead, rougeNumbers, rougeParams, unreadable } from './rouge.ts';

/**
 * ROUGE-L: the longest common subsequence of tokens, in order but not necessarily side by side.
 * Precision divides its length by the tokens of the output, recall by those of the expected text;
 * the value is F1 unless `measure` says otherwise. `raw` is the same number. With several expected
 * texts the best counts. A text without tokens gives 0. Line breaks are spaces: see rouge-lsum.
 *
 * Tokens are those of rouge_score: runs of a to z and 0 to 9, which leaves nothing of Chinese,
 * Arabic or Thai. An expected text mostly in such a script is an error; `tokenize: 'unicode'` reads it.
 * Two texts of 256 KiB of prose are within the limit of work.
 *
 * Source: Lin, "ROUGE", 2004; Google's rouge_score.
 */
export const rougeL = defineScorer({
  id: 'rouge-l',
  aliases: { 'rouge-score': {} },
  version: 2,
  kind: 'code',
  group: 'text',
  summary: 'Longest common subsequence of words of the output and the expected text.',
  source: 'Lin 2004; rouge_score',
  needs: ['output', 'references'],
  params: () => z.strictObject(rougeParams),
  threshold: 0.75,
  examples: () => [
    {
      title: 'Two of three words, with one missing between them',
      sample: { output: 'testing two', expected: 'testing one two' },
      value: 0.8,
    },
  ],
  score({ output, references }, settings, { work }) {
    if (rougeCannotRead(references, settings)) return unreadable();
    const tokens = rougeNumbers([output, ...references], settings, work);
    const [outputTokens = [], ...referenceTokens] = tokens;
    const steps = referenceTokens.map(({ length }) => lengthSteps(length, outputTokens.length));
    work.spend(
      steps.reduce((sum, each) => sum + each),
      'comparing the words of `output` with `expected`',
    );
    const vocabulary = tokens.reduce((sum, { length }) => sum + length, 0);
    const finder = createSubsequenceFinder(vocabulary);
    const overlaps = referenceTokens.map((reference) => ({
      matches: finder.length(reference, outputTokens),
      output: outputTokens.length,
      reference: reference.length,
    }));
    return bestRouge(overlaps, settings, 'words in the same order');
  },
});
