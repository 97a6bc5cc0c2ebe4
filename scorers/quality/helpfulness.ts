import { defineCriterion } from '../judging/criterion.ts';

/**
 * Whether the output helps the user to get what they want. It asks how useful the answer is, not whether it is true (`faithfulness`) or all there (`completeness`). The value is that of
 * the level the judge chose, `raw` its number:
 *
 * - 0: of no use, such as a refusal without need, or an answer to another question;
 * - 0.5: of some use, with a step left to the user that the answer could have taken;
 * - 1: they can go on from it.
 *
 * A refusal of what should be refused is as helpful as what it offers instead. An empty output, or
 * a copy of the input, is worth 0.
 *
 * Source: A. Askell et al., "A General Language Assistant as a Laboratory for Alignment", 2021, on
 * what helpful means; levels with anchors instead of grades as in Prometheus.
 */
export const helpfulness = defineCriterion({
  id: 'helpfulness',
  version: 2,
  group: 'quality',
  summary: 'Whether the output helps the user to get what they want.',
  source: 'Askell et al. 2021',
  needs: ['input', 'output'],
  shows: ['messages', 'input', 'output'],
  criterion:
    'How much does the output help the user to get what they want? Think of what they need, which may be more or less than their words. It does not matter if a detail is wrong, unless the mistake would clearly mislead them.',
  levels: [
    {
      value: 0,
      anchor:
        'It does not help: it refuses without need, answers another question, stays too general, or misleads the user.',
    },
    {
      value: 0.5,
      anchor:
        'It helps a little: it is about what they want, but leaves out a step that it could have taken.',
    },
    { value: 1, anchor: 'They can go on from here: what they need is there and they can use it.' },
  ],
  degenerate: 0,
  threshold: 0.5,
  examples: () => [
    {
      title: 'A step is missing',
      sample: {
        input: 'How do I undo my last git commit but keep the changes?',
        output: 'Use git reset.',
      },
      answers: [{ reasoning: 'The right command, without the option that it takes.', level: 2 }],
      value: 0.5,
    },
  ],
});
