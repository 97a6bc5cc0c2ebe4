import * as z from 'zod';
import { defineScorer } from '../define.ts';
import {
  asSimilarity,
  scoreNearest,
  similarityAtMost,
  stripCommonEnds,
} from './nearest-reference.ts';

// Time and memory are proportional to the product of the lengths: at this length 16 million cells.
const LONGEST = 4_000;
const STEPS_PER_CELL = 10;

/**
 * Edit distance that counts exchanging two neighbouring characters as one edit, also when others come
 * between them later (the unrestricted distance, a metric), as a similarity: 1 − distance / length of
 * the longer text. `raw` is the distance. With several expected texts the nearest counts. Two empty
 * texts are equal. At most 4,000 characters a text; of expected texts that long and far from the output
 * only a few are compared within the limit of work.
 *
 * Source: F. J. Damerau, "A technique for computer detection and correction of spelling errors", 1964;
 * R. Lowrance and R. A. Wagner, "An extension of the string-to-string correction problem", 1975.
 */
export const damerauLevenshtein = defineScorer({
  id: 'damerau-levenshtein',
  version: 2,
  kind: 'code',
  group: 'text',
  summary:
    'Edit distance with transpositions between the output and the expected text, as a similarity.',
  source: 'Damerau 1964, Lowrance & Wagner 1975',
  needs: ['output', 'references'],
  params: () =>
    z.strictObject({
      caseSensitive: z.boolean().default(true).describe('Whether case matters.'),
    }),
  threshold: 0.8,
  examples: () => [
    {
      title: 'Two letters exchanged, where plain edit distance counts two',
      sample: { output: 'recieve', expected: 'receive' },
      value: 6 / 7,
    },
  ],
  score: (sample, { caseSensitive }, { work }) =>
    scoreNearest(
      sample,
      { caseSensitive, longest: LONGEST },
      {
        compare(output, reference) {
          const [a, b] = stripCommonEnds(output, reference);
          const steps = a.length * b.length * STEPS_PER_CELL;
          work.spend(steps, 'comparing `output` with `expected`');
          return asSimilarity(distance(a, b), output, reference);
        },
        atMost: similarityAtMost,
      },
      ({ raw }) => `${raw} edits from the expected text, counting a transposition as one.`,
    ),
});

function distance(a: string, b: string): number {
  if (a.length === 0 || b.length === 0) return a.length + b.length;
  const width = b.length + 2;
  const most = a.length + b.length;
  // Row and column 0 hold a value that no minimum takes; the usual table begins at 1.
  const cells = new Int32Array((a.length + 2) * width);
  cells[0] = most;
  for (let i = 0; i <= a.length; i += 1) {
    cells[(i + 1) * width] = most;
    cells[(i + 1) * width + 1] = i;
  }
  for (let j = 0; j <= b.length; j += 1) {
    cells[j + 1] = most;
    cells[width + j + 1] = j;
  }
  // Letters as small numbers, so that the last row of each stands in an array.
  const numbers = new Map<number, number>();
  const numberOf = (text: string) =>
    Int32Array.from({ length: text.length }, (_, i) => {
      const letter = text.charCodeAt(i);
      const number = numbers.get(letter) ?? numbers.size;
      numbers.set(letter, number);
      return number;
    });
  const rows = numberOf(a);
  const columns = numberOf(b);
  const lastRowOf = new Int32Array(numbers.size);

  for (let i = 1; i <= a.length; i += 1) {
    let lastMatch = 0;
    const letter = rows[i - 1] ?? 0;
    const row = (i + 1) * width;
    const above = i * width;
    let left = cells[row + 1] ?? 0;
    for (let j = 1; j <= b.length; j += 1) {
      const other = columns[j - 1] ?? 0;
      const fromRow = lastRowOf[other] ?? 0;
      let best = (cells[above + j] ?? 0) + (letter === other ? 0 : 1);
      if (left + 1 < best) best = left + 1;
      const deleted = (cells[above + j + 1] ?? 0) + 1;
      if (deleted < best) best = deleted;
      // Without an earlier match on both sides there is nothing to exchange.
      if (fromRow > 0 && lastMatch > 0) {
        const between = i - fromRow - 1 + (j - lastMatch - 1);
        const exchanged = (cells[fromRow * width + lastMatch] ?? 0) + between + 1;
        if (exchanged < best) best = exchanged;
      }
      if (letter === other) lastMatch = j;
      cells[row + j + 1] = best;
      left = best;
    }
    lastRowOf[letter] = i;
  }
  return cells[(a.length + 1) * width + b.length + 1] ?? 0;
}
