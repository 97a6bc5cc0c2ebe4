import { defineCriterion } from '../judging/criterion.ts';

/**
 * Whether the parts of the output make one whole: they follow from one another, keep to the matter
 * and do not contradict each other. It asks how sentences fit together; each sentence on
 * its own is `clarity`. The value is that of the level the judge chose, `raw` its number:
 *
 * - 0: it contradicts itself in what matters, or is a heap of sentences without a thread;
 * - 0.5: it has a thread, with a leap, a step out of order or a lesser contradiction;
 * - 1: each part follows from the parts before it.
 *
 * A single sentence that does not contradict itself is coherent. Contradicting the facts or the
 * contexts is not the question (`faithfulness`), contradicting itself is. An empty output, or a
 * copy of the input, is worth 0.
 *
 * Source: the dimension coherence of SummEval (A. Fabbri et al., 2021) and of G-Eval (Y. Liu et
 * al., 2023), with anchors instead of grades.
 */
export const coherence = defineCriterion({
  id: 'coherence',
  version: 2,
  group: 'quality',
  summary: 'Whether the parts of the output follow from one another and none contradicts another.',
  source: 'Fabbri et al. 2021 (SummEval); Liu et al. 2023 (G-Eval)',
  needs: ['output'],
  shows: ['messages', 'input', 'output'],
  criterion:
    'Do the parts of the output fit together? Look for statements that contradict each other, conclusions that do not follow from the reasons given, steps in the wrong order, sudden changes of subject, words that refer to something never mentioned, and an end that breaks off. It does not matter if the parts are true, well written or complete. One sentence that does not contradict itself fits together.',
  levels: [
    {
      value: 0,
      anchor:
        'It contradicts itself in an important point, or has no order at all: its parts could be mixed up and nobody would notice.',
    },
    {
      value: 0.5,
      anchor:
        'It has an order, but with a jump, a step in the wrong place, a conclusion that does not quite follow, or a contradiction in a small point.',
    },
    {
      value: 1,
      anchor: 'Each part follows from the parts before it, and nothing contradicts anything else.',
    },
  ],
  degenerate: 0,
  threshold: 0.5,
  examples: () => [
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
