import type { Evidence } from '@assay/schema/types.ts';
import * as z from 'zod';
import { defineScorer } from '../define.ts';
import { abstained, scored } from '../outcome.ts';
import { distinctNgrams, numberTokens, spendOnNgrams } from './ngrams.ts';
import { spendOnSegments, words } from './segment.ts';

// Fewer characters than this said again are emphasis or decoration, not a loop.
const SHORTEST_LOOP = 20;

/**
 * Repetition: whether a model fell into a loop. Two shares are taken, and the larger counts:
 *
 * - seq-rep-n, the share of word n-grams that stood in the output before:
 *   1 − different n-grams / n-grams, with n = 4 unless given. Lines that come again count by this.
 * - the loop at the end, where generation was cut off: the share of characters by which the output
 *   ends in something said `minRepeats` times or more, the first time not counted.
 *
 * `raw` is that share; `value` is 1 − raw, so 1 is a text that never repeats itself. Human prose has
 * a seq-rep-4 of about 0.01; tables, code and verse have more. An output of fewer than n words has
 * no n-grams and is judged by its end alone; an empty one abstains. Words are found in any script.
 *
 * Source: Welleck et al., "Neural Text Generation with Unlikelihood Training", 2020; the end by the
 * Z-algorithm (Gusfield 1997), in linear time.
 */
export const repetition = defineScorer({
  id: 'repetition',
  aliases: { 'seq-rep-n': {}, 'degenerate-loop': {} },
  version: 1,
  kind: 'code',
  group: 'text',
  summary: 'Whether the output repeats itself or ends in a loop.',
  source: 'Welleck et al. 2020',
  needs: ['output'],
  params: () =>
    z.strictObject({
      n: z.int().min(1).max(16).default(4).describe('Words in an n-gram.'),
      minRepeats: z
        .int()
        .min(2)
        .max(1_000)
        .default(4)
        .describe('Number of repetitions at the end that counts as a loop.'),
    }),
  threshold: 0.8,
  examples: () => [
    {
      title: 'Prose that goes on',
      sample: { output: 'The parcel left our warehouse on Monday and should reach you by Friday.' },
      value: 1,
    },
    {
      title: 'A loop',
      sample: { output: `The answer is: ${'I do not know. '.repeat(9)}I do` },
      value: 7 / 38,
    },
  ],
  score({ output }, { n, minRepeats }, { work }) {
    if (output.trim() === '') return abstained('The output is empty, so nothing is repeated.');
    spendOnSegments(work, [output], 'splitting `output` into words');
    const tokens = words(output);
    const [numbered = new Int32Array()] = numberTokens([tokens.map((word) => word.toLowerCase())]);
    spendOnNgrams(work, [numbered], n);
    const { total, distinct, mostOften } = distinctNgrams(numbered, n);
    const repeated = total === 0 ? 0 : 1 - distinct / total;
    const loop = loopAtEnd(output, minRepeats);
    const raw = Math.max(repeated, loop?.share ?? 0);

    const evidence: Evidence[] = [];
    if (loop) evidence.push(loop.evidence);
    if (mostOften.times > 1) {
      const text = tokens.slice(mostOften.first, mostOften.first + n).join(' ');
      evidence.push({
        pointer: '/output',
        note: `"${text}" occurs ${mostOften.times} times.`,
      });
    }
    return scored(
      1 - raw,
      `${total - distinct} of ${total} ${n}-grams repeat earlier ones` +
        (loop
          ? `, and the output ends in a loop of ${loop.period} characters.`
          : ', and the output does not end in a loop.'),
      { raw, evidence },
    );
  },
});

function loopAtEnd(output: string, minRepeats: number) {
  const text = output.trimEnd();
  const repeats = reversedOverlaps(text);
  let period = 0;
  for (let p = 1; p < text.length; p++) {
    const repeated = repeats[p] ?? 0;
    const isLoop = repeated >= (minRepeats - 1) * p && repeated >= SHORTEST_LOOP;
    if (isLoop && repeated > (repeats[period] ?? 0)) period = p;
  }
  if (period === 0) return undefined;
  const repeated = repeats[period] ?? 0;
  const start = text.length - repeated - period;
  const times = Math.floor(repeated / period) + 1;
  const evidence: Evidence = {
    pointer: '/output',
    start,
    end: text.length,
    text: text.slice(start, start + period),
    note: `The output ends with this, repeated ${times} times.`,
  };
  return { share: repeated / text.length, period, evidence };
}

/** For each p how many characters at the end equal those p places before: the Z-array, reversed. */
function reversedOverlaps(text: string): Int32Array {
  const last = text.length - 1;
  const overlaps = new Int32Array(text.length);
  let start = 0;
  let end = 0;
  for (let p = 1; p <= last; p++) {
    let overlap = p < end ? Math.min(end - p, overlaps[p - start] ?? 0) : 0;
    while (
      p + overlap <= last &&
      text.charCodeAt(last - overlap) === text.charCodeAt(last - p - overlap)
    ) {
      overlap++;
    }
    overlaps[p] = overlap;
    if (p + overlap > end) {
      start = p;
      end = p + overlap;
    }
  }
  return overlaps;
}
