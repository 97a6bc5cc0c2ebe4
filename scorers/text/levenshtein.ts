import * as z from 'zod';
import { defineScorer } from '../define.ts';
import { editDistance, editSteps } from './edit-distance.ts';
import { withinBudget } from './generation-field.ts';
import {
  asSimilarity,
  scoreNearest,
  similarityAtMost,
  stripCommonEnds,
} from './nearest-reference.ts';

// Edits are counted in time proportional to the product of the lengths, 32 cells at once.
const LONGEST = 50_000;

/**
 * Edit distance: the fewest insertions, deletions and substitutions of characters (code points) that
 * turn the expected text into the output, as a similarity: 1 − distance / length of the longer text.
 * `raw` is the distance. With `maxEdits` the value is 1 up to so many edits and maxEdits / distance
 * beyond them, as a limit on edits wants it. With several expected texts the nearest counts. Two empty texts are equal.
 * At most 50,000 characters a text; many long expected texts that are all far from the output meet the
 * limit of work.
 *
 * Source: V. I. Levenshtein, "Binary codes capable of correcting deletions, insertions, and
 * reversals", 1966; G. Myers, "A fast bit-vector algorithm", 1999; normalised as autoevals and
 * promptfoo do.
 */
export const levenshtein = defineScorer({
  id: 'levenshtein',
  aliases: { 'non-llm-string-similarity': {}, 'levenshtein-distance': {} },
  version: 3,
  kind: 'code',
  group: 'text',
  summary: 'Edit distance between the output and the expected text, as a similarity.',
  source: 'Levenshtein 1966',
  needs: ['output', 'references'],
  params: () =>
    z.strictObject({
      caseSensitive: z.boolean().default(true).describe('Whether case matters.'),
      maxEdits: z
        .int()
        .min(0)
        .optional()
        .describe(
          'Maximum number of edits for which the value is 1, regardless of length; beyond it, the value is this number divided by the edits.',
        ),
    }),
  threshold: 0.8,
  examples: () => [
    {
      title: 'Three edits in seven letters',
      sample: { output: 'sitting', expected: 'kitten' },
      value: 4 / 7,
    },
    {
      title: 'Three edits where one is let pass',
      sample: { output: 'sitting', expected: 'kitten' },
      params: { maxEdits: 1 },
      value: 1 / 3,
    },
  ],
  score: (sample, { caseSensitive, maxEdits }, { work }) =>
    scoreNearest(
      sample,
      { caseSensitive, longest: LONGEST },
      {
        compare(output, reference) {
          const [a, b] = stripCommonEnds(output, reference);
          work.spend(editSteps(a.length, b.length), 'comparing `output` with `expected`');
          const edits = editDistance(a, b);
          if (maxEdits === undefined) return asSimilarity(edits, output, reference);
          return { value: withinBudget(edits, maxEdits), raw: edits };
        },
        ...(maxEdits === undefined ? { atMost: similarityAtMost } : {}),
      },
      ({ raw }) => `${raw} edits from the expected text.`,
    ),
});
