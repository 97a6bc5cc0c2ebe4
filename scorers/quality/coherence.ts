import { defineCriterion } from '../judging/criterion.ts';

/**
 * Whether the parts of the output make one whole: they follow from one another, keep to the matter
 * and do not contradict each other. It asks of what stands between sentences; each sentence for
 * itself is `clarity`. The value is that of the level the judge chose, `raw` its number:
 *
 * - 0: it contradicts itself in what matters, or is a heap of sentences without a thread;
 * - 0.5: it has a thread, with a leap, a step out of order or a lesser contradiction;
 * - 1: each part follows from what stands before it.
 *
 * A single sentence that does not contradict itself is coherent. Contradicting the facts or the
 * contexts is not the question (`faithfulness`), contradicting itself is. An empty output, or a
 * copy of the input, is worth 0.
 *
 * Source: the dimension coherence of SummEval (A. Fabbri et al., 2021) and of G-Eval (Y. Liu et
 * al., 2023), with anchors in place of grades.
 */
export const coherence = defineCriterion({
  id: 'coherence',
  version: 1,
  group: 'quality',
  summary: 'Whether the parts of the output follow from one another and none contradicts another.',
  source: 'Fabbri et al. 2021 (SummEval); Liu et al. 2023 (G-Eval)',
  needs: ['output'],
  shows: ['messages', 'input', 'output'],
  criterion:
    'Do the parts of the output make one whole? Look for statements that contradict each other, conclusions that do not follow from what is said for them, steps out of order, leaps from one matter to another, references to what was never introduced, and an end that breaks off. Take the parts as they are: whether they are true to the world, well worded or enough is not the question. A single sentence that is in agreement with itself is one whole.',
  levels: [
    {
      value: 0,
      anchor:
        'It contradicts itself in what matters, or has no thread: parts could be shuffled and nobody would notice.',
    },
    {
      value: 0.5,
      anchor:
        'It has a thread, but with a leap, a step out of order, a conclusion that does not quite follow or a contradiction in a minor point.',
    },
    {
      value: 1,
      anchor: 'Each part follows from what stands before it, and none contradicts another.',
    },
  ],
  degenerate: 0,
  threshold: 0.5,
  examples: [
    {
      title: 'The conclusion contradicts the reasons',
      sample: {
        input: 'Should I take the train or the car?',
        output: 'The train is faster, cheaper and safer. So take the car.',
      },
      answers: [
        { reasoning: 'Every reason speaks for the train, the conclusion for the car.', level: 1 },
      ],
      value: 0,
    },
  ],
});
