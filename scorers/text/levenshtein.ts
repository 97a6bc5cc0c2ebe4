import { distance } from 'fastest-levenshtein';
import { z } from 'zod';
import { defineScorer } from '../define.ts';
import { failed, scored } from '../outcome.ts';

// Edits are counted in time proportional to the product of the lengths.
const LONGEST = 20_000;

/**
 * Edit distance: the fewest insertions, deletions and substitutions of UTF-16 code units that turn
 * the expected text into the output, as a similarity: 1 − distance / length of the longer text.
 * `raw` is the distance. With several expected texts the nearest counts. Two empty texts are equal.
 *
 * Source: V. I. Levenshtein, "Binary codes capable of correcting deletions, insertions, and
 * reversals", 1966; normalised as autoevals and promptfoo do.
 */
export const levenshtein = defineScorer({
  id: 'levenshtein',
  aliases: { 'non-llm-string-similarity': {}, 'content-similarity': {} },
  version: 1,
  kind: 'code',
  group: 'text',
  summary: 'Edit distance between the output and the expected text, as a similarity.',
  source: 'Levenshtein 1966',
  needs: ['output', 'references'],
  params: z.strictObject({
    caseSensitive: z.boolean().default(true).describe('Whether capitals count as other letters.'),
  }),
  threshold: 0.8,
  examples: [
    {
      title: 'Three edits in seven letters',
      sample: { output: 'sitting', expected: 'kitten' },
      value: 4 / 7,
    },
  ],
  score({ output, references }, { caseSensitive }) {
    if (Math.max(output.length, ...references.map(({ length }) => length)) > LONGEST) {
      return failed(
        'sample_too_large',
        `Texts longer than ${LONGEST} characters are not compared.`,
      );
    }
    const fold = (text: string) => (caseSensitive ? text : text.toLowerCase());
    const candidates = references.map((reference) => similarity(fold(output), fold(reference)));
    const best = candidates.reduce((a, b) => (b.value > a.value ? b : a));
    return scored(best.value, `${best.edits} edits from the expected text.`, { raw: best.edits });
  },
});

function similarity(a: string, b: string): { value: number; edits: number } {
  const edits = distance(a, b);
  const longer = Math.max(a.length, b.length);
  return { value: longer === 0 ? 1 : 1 - edits / longer, edits };
}
