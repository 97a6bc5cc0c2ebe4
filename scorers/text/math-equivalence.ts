import * as z from 'zod';
import { defineScorer } from '../define.ts';
import { failed, scored } from '../outcome.ts';
import { mathAnswer } from './math-answer.ts';
import { isSameMath } from './math-compare.ts';

// An answer is a formula, not a proof.
const LONGEST = 2_000;
// Reading an expression and evaluating it at a few points.
const STEPS_PER_CHARACTER = 2_000;

/**
 * Whether the output's answer is mathematically the expected one: 1 or 0.
 *
 * The answer is what the output boxes last (\boxed), or what stands behind `####` or "the answer is", or
 * its last formula ($…$, \(…\), \[…\]), or the last number of a sentence, or else all of it. Two answers are the same when
 * - both are expressions, in LaTeX or typed, with equal values: 1/2, 0.5 and \frac12; (x−2)(x+2) and
 *   x²−4. Variables get values at a few fixed points, so nothing is simplified symbolically. Decimals
 *   may be rounded (`relativeTolerance`); whole numbers are compared digit by digit
 * - both are intervals or tuples with equal items in order, sets or unions with equal items in any
 *   order, matrices with equal cells, or lists without brackets (in order, unless `ordered` is false)
 * - both are equations or inequalities that are multiples of each other: 2x + 4y = 2 and x = 1 − 2y
 * - both are the same words
 *
 * ±2 is the list 2, -2. Braces around a list are a set, with a backslash or without. A decimal comma
 * is one beside a number with a decimal point: 1,22 and 1.22.
 *
 * The name that an answer is given to (x = 5, y ∈ (0, 1)), units, degrees and currency signs are
 * omitted; two different units differ. 28% is 28, and 0.28.
 *
 * Source: is_equiv of the MATH data set (Hendrycks et al. 2021); Math-Verify; GSM8K.
 */
export const mathEquivalence = defineScorer({
  id: 'math-equivalence',
  aliases: { 'math-verify': {}, 'is-equiv': {}, math: {} },
  version: 2,
  kind: 'code',
  group: 'text',
  summary: 'Whether the answer is mathematically equal to the expected one, in any notation.',
  source: 'Hendrycks et al. 2021 (MATH); Math-Verify',
  needs: ['output', 'references'],
  params: () =>
    z.strictObject({
      relativeTolerance: z
        .number()
        .min(0)
        .max(1)
        .default(1e-6)
        .describe('Relative tolerance for numbers with decimals.'),
      ordered: z
        .boolean()
        .default(true)
        .describe('Whether the order of a list without brackets matters, such as 1, 2.'),
    }),
  threshold: 1,
  examples: () => [
    {
      title: 'The same fraction, boxed',
      sample: { output: 'So $x = \\boxed{\\dfrac{1}{2}}$.', expected: '0.5' },
      value: 1,
    },
    {
      title: 'The same polynomial',
      sample: { output: '(x-2)(x+2)', expected: 'x^2 - 4' },
      value: 1,
    },
    {
      title: 'Powers with the same exponent',
      sample: { output: '$7^{31}$', expected: '3^{31}' },
      value: 0,
    },
  ],
  score({ output, references }, settings, { work }) {
    const answer = mathAnswer(output);
    const wanted = references.map(mathAnswer);
    if ([answer, ...wanted].some(({ length }) => length > LONGEST)) {
      return failed(
        'sample_too_large',
        `Answers of more than ${LONGEST} characters are not compared. Box the answer, or put it after "####".`,
      );
    }
    const spend = (characters: number) =>
      work.spend(characters * STEPS_PER_CHARACTER, 'comparing `output` with `expected`');
    const match = wanted.find((reference) => isSameMath(answer, reference, { ...settings, spend }));
    return match === undefined
      ? scored(0, `The answer is ${answer}, not ${wanted.join(' or ')}.`)
      : scored(1, `The answer is ${answer}, which is ${match}.`);
  },
});
