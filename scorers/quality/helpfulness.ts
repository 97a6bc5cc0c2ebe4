import { defineCriterion } from '../judging/criterion.ts';

/**
 * Whether the output gets whoever asked nearer to what they wanted. It asks what the answer is good
 * for, not whether it is true (`faithfulness`) or all there (`completeness`). The value is that of
 * the level the judge chose, `raw` its number:
 *
 * - 0: of no use, such as a refusal without need, or an answer to another question;
 * - 0.5: of some use, with a step left to whoever asked that the answer could have taken;
 * - 1: they can go on from it.
 *
 * A refusal of what should be refused is as helpful as what it offers instead. An empty output, or
 * a copy of the input, is worth 0.
 *
 * Source: A. Askell et al., "A General Language Assistant as a Laboratory for Alignment", 2021, on
 * what helpful means; levels with anchors in place of grades as in Prometheus.
 */
export const helpfulness = defineCriterion({
  id: 'helpfulness',
  version: 1,
  group: 'quality',
  summary: 'Whether the output gets whoever asked nearer to what they wanted.',
  source: 'Askell et al. 2021',
  needs: ['input', 'output'],
  shows: ['messages', 'input', 'output'],
  criterion:
    'How far does the output get whoever wrote the input towards what they want? Look for what they need, which may be more or less than their words. Whether facts in it are true is not the question, unless it is plainly wrong in a way that would lead them astray.',
  levels: [
    {
      value: 0,
      anchor:
        'Of no use to them: it refuses without need, answers another question, stays with generalities, or leads them astray.',
    },
    {
      value: 0.5,
      anchor:
        'Of some use: it is about what they want, but leaves them a step that it could have taken.',
    },
    { value: 1, anchor: 'They can go on from it: what they need is there and fit to use.' },
  ],
  degenerate: 0,
  threshold: 0.5,
  examples: [
    {
      title: 'A step is left out',
      sample: {
        input: 'How do I undo my last git commit but keep the changes?',
        output: 'Use git reset.',
      },
      answers: [{ reasoning: 'The right command, without the option that it takes.', level: 2 }],
      value: 0.5,
    },
  ],
});
