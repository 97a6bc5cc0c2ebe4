import * as z from 'zod';
import { defineScorer } from '../define.ts';
import { failed } from '../outcome.ts';
import type { Work } from '../work.ts';
import { createSubsequenceFinder, subsequenceSteps } from './common-subsequence.ts';
import { numberTokens } from './ngrams.ts';
import {
  bestRouge,
  type Overlap,
  type RougeSettings,
  rougeCannotRead,
  rougeParams,
  rougeTokens,
  unreadable,
} from './rouge.ts';

// 16 MiB for the longest pair of lines.
const MOST_BLOCKS_OF_A_PAIR = 4_194_304;
const STEPS_PER_BLOCK = 5;

/**
 * ROUGE-Lsum: ROUGE-L by lines, for summaries with one sentence a line. For each line of the
 * expected text the longest common subsequences with all lines of the output are united; no token
 * counts more often than either text has it. Precision divides what is found by the tokens of the
 * output, recall by those of the expected text; the value is F1 unless `measure` says otherwise.
 * `raw` is the same number. With several expected texts the best counts. A text without tokens
 * gives 0. Text without line breaks gives what rouge-l gives.
 *
 * Tokens are those of rouge_score: runs of a to z and 0 to 9, which leaves nothing of Chinese,
 * Arabic or Thai. An expected text mostly in such a script is an error; `tokenize: 'unicode'` reads it.
 * Two lines of more than 125 million token pairs are refused.
 *
 * Source: Lin, "ROUGE", 2004, section 3.2; Google's rouge_score.
 */
export const rougeLsum = defineScorer({
  id: 'rouge-lsum',
  version: 3,
  kind: 'code',
  group: 'text',
  summary: 'ROUGE-L line by line, for summaries with one sentence per line.',
  source: 'Lin 2004; rouge_score',
  needs: ['output', 'references'],
  params: () => z.strictObject(rougeParams),
  threshold: 0.75,
  examples: () => [
    {
      title: "The paper's example: two lines find four of five words",
      sample: { output: 'w1 w2 w6 w7 w8\nw1 w3 w8 w9 w5', expected: 'w1 w2 w3 w4 w5' },
      value: 8 / 15,
    },
  ],
  score({ output, references }, settings, { work }) {
    if (rougeCannotRead(references, settings)) return unreadable();
    const outputLines = tokenLines(output, settings, work);
    const referenceLines = references.map((reference) => tokenLines(reference, settings, work));
    const blocks = subsequenceSteps(longest(referenceLines.flat()), longest(outputLines));
    if (blocks > MOST_BLOCKS_OF_A_PAIR) {
      return failed(
        'sample_too_large',
        'Output and expected texts have too many words to compare.',
      );
    }
    work.spend(
      referenceLines.reduce((sum, lines) => sum + stepsOf(lines, outputLines), 0) * STEPS_PER_BLOCK,
      'comparing each line of `output` with each of `expected`',
    );
    const overlaps = referenceLines.map((lines) => unite(lines, outputLines));
    return bestRouge(overlaps, settings, 'words in the same order');
  },
});

function tokenLines(text: string, settings: RougeSettings, work: Work): string[][] {
  return text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => rougeTokens(line, settings, work))
    .filter(({ length }) => length > 0);
}

function total(lines: readonly { length: number }[]): number {
  return lines.reduce((sum, { length }) => sum + length, 0);
}

function longest(lines: readonly string[][]): number {
  return lines.reduce((most, { length }) => Math.max(most, length), 0);
}

/** Blocks to find the subsequences of all pairs of lines, to walk back through them, and to begin. */
function stepsOf(reference: readonly string[][], output: readonly string[][]): number {
  const outputTokens = total(output);
  const find = reference.reduce(
    (sum, { length }) => sum + subsequenceSteps(length, outputTokens),
    0,
  );
  const walk = reference.length * outputTokens + output.length * total(reference);
  return find + walk + 20 * reference.length * output.length;
}

function unite(referenceLines: string[][], outputLines: string[][]): Overlap {
  if (referenceLines.length === 0) return { matches: 0, output: total(outputLines), reference: 0 };
  const numbered = numberTokens([...referenceLines, ...outputLines]);
  const references = numbered.slice(0, referenceLines.length);
  const outputs = numbered.slice(referenceLines.length);
  const finder = createSubsequenceFinder(total(numbered));
  const unused = countBySide(references, outputs);

  let matches = 0;
  for (const reference of references) {
    const found = new Uint8Array(reference.length);
    for (const output of outputs) finder.mark(reference, output, found);
    for (const [i, token] of reference.entries()) {
      const left = unused[token] ?? 0;
      if (found[i] !== 1 || left === 0) continue;
      unused[token] = left - 1;
      matches++;
    }
  }
  return { matches, output: total(outputs), reference: total(references) };
}

/** How often each token may count: as often as the side that has it less often. */
function countBySide(references: Int32Array[], outputs: Int32Array[]): Int32Array {
  const count = (lines: Int32Array[]) => {
    const counts = new Int32Array(total(references) + total(outputs));
    for (const line of lines) for (const token of line) counts[token] = (counts[token] ?? 0) + 1;
    return counts;
  };
  const inOutput = count(outputs);
  return count(references).map((times, token) => Math.min(times, inOutput[token] ?? 0));
}
