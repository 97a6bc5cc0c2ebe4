import { defineCriterion } from '../judging/criterion.ts';

/**
 * Whether a reader understands the output when reading it once: each sentence has one
 * meaning, words are known to the reader or explained, and the form (lists, code, headings) helps.
 * It asks of sentences and words; whether the parts fit together is `coherence`. The value is that
 * of the level the judge chose, `raw` its number:
 *
 * - 0: its main point cannot be made out, or can be taken in two ways;
 * - 0.5: the main point is clear, but some passage must be read twice or guessed at;
 * - 1: all of it is understood at once.
 *
 * The reader is the user, as far as that shows what they know: to an expert, terms
 * of the trade are clear. Without an input it is an educated adult. An output in a language other
 * than the input's is judged as by a reader of that language. An empty output, or a copy of the
 * input, is worth 0.
 *
 * Source: the dimension fluency/clarity of SummEval (A. Fabbri et al., 2021) and of G-Eval (Y. Liu
 * et al., 2023), with anchors instead of grades.
 */
export const clarity = defineCriterion({
  id: 'clarity',
  version: 2,
  group: 'quality',
  summary: 'Whether the output can be understood in one reading.',
  source: 'Fabbri et al. 2021 (SummEval); Liu et al. 2023 (G-Eval)',
  needs: ['output'],
  shows: ['messages', 'input', 'output'],
  criterion:
    'Does the reader understand the output when reading it once? The reader is the user, or an educated adult if there is no input. Look for sentences with two meanings, for "it", "this" or "they" that could mean several things, for terms that this reader probably does not know and that are not explained, for broken or tangled sentences, and for a layout that makes it hard to read. It does not matter if it is true, complete, short or kind.',
  levels: [
    { value: 0, anchor: 'The main point is not clear, or could mean two quite different things.' },
    {
      value: 0.5,
      anchor: 'The main point is clear, but the reader must read some part twice or guess.',
    },
    { value: 1, anchor: 'All of it is clear at once and has only one meaning.' },
  ],
  degenerate: 0,
  threshold: 0.5,
  examples: () => [
    {
      title: 'A pronoun that could mean two things',
      sample: {
        input: 'Should I update the driver or the firmware first?',
        output: 'Update the firmware before the driver, because it needs the newer version.',
      },
      answers: [
        { reasoning: 'What to do is clear; "it" could be the driver or the firmware.', level: 2 },
      ],
      value: 0.5,
    },
  ],
});
