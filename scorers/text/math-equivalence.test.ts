import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { score, scoreValue } from '../testing/score.ts';
import { mathEquivalence } from './math-equivalence.ts';

type Case = readonly [expected: string, output: string, value: 0 | 1];

const cases: Record<string, readonly Case[]> = {
  'signs, sets and decimal commas': [
    ['\\{1,2\\}', '{2, 1}', 1],
    ['{1,2}', '(1,2)', 0],
    ['5', '{5}', 1],
    ['2, -2', '\\pm 2', 1],
    ['\\pm 2', 'x=2 or x=-2', 1],
    ['\\{-2,2\\}', 'x = \\pm 2', 1],
    ['2 \\pm \\sqrt{3}', '2+\\sqrt3, 2-\\sqrt3', 1],
    ['5, 2, -2', '±2, 5', 1],
    ['2', '\\pm 2', 0],
    ['5, 7', '5 \\text{ or } 7', 1],
    ['5,7', '5 and 7', 1],
    ['1.22', '1,22', 1],
    ['1.22', '1{,}22', 1],
    ['-1.5', '-1,5', 1],
    ['1234.56', '1.234,56', 1],
    ['1234', '1,234', 1],
    ['1.234', '1,234', 0],
    ['12', '1,2', 0],
  ],
  'powers in superscript': [
    ['1764', '42²', 1],
    ['42', 'So the result is 42²', 0],
    ['0.001', 'We get 10⁻³', 1],
    ['x^4', 'x⁴', 1],
    ['1500', '1.5e3', 1],
    ['0.002', '2E-3', 1],
    ['2e', '2 \\cdot e', 1],
    ['x^{12}', 'x¹²', 1],
    ['3 m^2', '3 m²', 1],
  ],
  // hendrycks/math, modeling/math_equivalence_test.py.
  'is_equiv of MATH': [
    ['\\\\frac{1}{2} + 2/3', '\\tfrac{1}{2} + \\frac1{72}', 0],
    ['4, 10, -2', '10, 4, -2', 0],
    ['4, 12, 2', '10, 4, 2', 0],
    ['\\\\dfrac{1}{2} +\\frac{1}{72}', '\\tfrac{1}{2} +\\! \\frac1{72}', 1],
    ['10 ', '10\\text{ units}', 1],
    ['100 ', '10\\text{ units}', 0],
    ['\\$10', '10', 1],
    ['(x-2)(x+2)', '\\left(x-2\\right)\\left(x+2\\right)', 1],
    ['4, .1, 2', '0.1, 4, 2', 0],
    ['.1', '0.1', 1],
    ['10', '10\\%', 1],
    ['10\\sqrt3 + \\sqrt{4}', '10\\sqrt{3} + \\sqrt4', 1],
    ['\\frac{3}{4}i', '\\frac34i', 1],
    ['\\frac{8}{3}', '\\tfrac83', 1],
    ['x + y - z + 2 = 0', '5x - 7y + 11z + 4 = 0', 0],
    ['\\frac{1}{2}', '1/2', 1],
  ],
  // huggingface/Math-Verify, tests/test_all.py.
  'Math-Verify: numbers and notation': [
    ['-5', '-5', 1],
    ['7425000', '7,425,000', 1],
    ['1000', '1 000', 1],
    ['1000', '1000.0', 1],
    ['1000.99', '$1,000.99', 1],
    ['1000.99', '1,000.99$', 1],
    ['10/9', '\\frac{10}{9}', 1],
    ['-10/9', '-\\frac{10}{9}', 1],
    ['$9$', 'Answer \\[ 9 \\]', 1],
    ['$9$', 'Answer $$ 9 $$', 1],
    ['$10$', 'Answer \\( (9+1) \\)', 1],
    ['$1$', '$\\frac3{3} $', 1],
    ['$\\sqrt{3}$', '$\\sqrt3 $', 1],
    ['$1/3$', '$\\cfrac{1}{3} $', 1],
    ['$1/3$', '$\\boxed{\\frac{1}{3}}$', 1],
    ['$1/3$', '$\\frac{1}{3} \\textbf{meters}$', 1],
    ['$1/3$', '$k = \\frac{1}{3}$', 1],
    ['$28\\%$', '28 percent', 1],
    ['$28\\%$', '28 pct', 1],
    ['$28\\%$', '$28$ %', 1],
    ['$28\\%$', '$\\boxed{28 percent}', 1],
    ['$28\\%$', '28', 1],
    ['$0.28$', '28', 0],
    ['$28$', '28/100', 0],
    ['$\\frac{1}{12}$', '$0.0833333333333333$', 1],
    ['$(1,\\frac{9}{2})$', '$(1,4.5)$', 1],
    ['$\\frac{x+2}{7}$', '$\\frac{x}{7}+\\frac{2}{7}$', 1],
    ['$\\tan^2(y)+1$', '$\\sec^2(y)$', 1],
  ],
  'Math-Verify: intervals, sets and matrices': [
    ['$[0,1)$', '$[0,1)$', 1],
    ['$[0,9)$', '$[0,1)$', 0],
    ['$(0,9)$', '$[0,9)$', 0],
    ['$1$', '$-[0,1)$', 0],
    ['$\\{1\\pm\\sqrt{5},-2\\}$', 'the answer is $\\boxed{\\{1\\pm\\sqrt{5},-2\\}}.$', 1],
    [
      '$[-1, -\\frac{1}{2}) \\cup (-\\frac{1}{2}, 0) \\cup (0, 1) \\cup (1, \\infty)$',
      'The solution set is $\\boxed{[-1, -\\tfrac12) \\cup (-\\tfrac12, 0) \\cup (0, 1) \\cup (1, \\infty)}.$',
      1,
    ],
    [
      '$\\begin{bmatrix}0 & 0 \\\\0 & 0\\end{bmatrix}$',
      'Here is a zero matrix: $ \\begin{pmatrix}0 & 0 \\\\0 & 0\\end{pmatrix} $',
      1,
    ],
    [
      '$\\begin{pmatrix}1 & 2 \\\\3 & 4\\end{pmatrix}$',
      'Special matrix: $ \\left[\\begin{array}{cc}1 & 2 \\\\3 & 4\\end{array}\\right] $',
      1,
    ],
    [
      '$\\begin{pmatrix}1 & 2 \\\\ 3 & 4\\end{pmatrix}$',
      'The matrix is $\\begin{pmatrix}1 & 2 \\\\ 3 & 5\\end{pmatrix}$',
      0,
    ],
  ],
  'Math-Verify: answers in solutions': [
    ['$2-2p$', 'If $2-x=p$, then $x=2-p$. Thus $x-p=\\boxed{2-2p}$.', 1],
    ['$\\frac{14}{3}$', '$f(-2)=2+\\frac{5}{3}+1=\\boxed{\\frac{14}{3}}$', 1],
    ['$\\text{Evelyn}$', 'Therefore, $\\boxed{\\text{Evelyn}}$ is our answer.', 1],
    ['$90^\\circ$', 'Hence, the angle between the lines is $\\boxed{90^\\circ}.$', 1],
    ['$3\\sqrt{13}$', '\\sqrt{117} = \\boxed{3\\sqrt{13}}. \\end{align*}', 1],
    ['$15\\mbox{ cm}^2$', '$$\\frac{1}{2}\\times 3 \\times 10 = \\boxed{15\\mbox{ cm}^2}.$$', 1],
    ['$-2,1$', 'the only integer roots are $\\boxed{-2,1}.$', 1],
    ['$204_5$', 'for a quotient of $\\boxed{204_5}$.', 1],
    ['$(6,31,-1)$', 'we find $(p,q,r) = \\boxed{(6,31,-1)}.$', 1],
    ['$1 \\pm \\sqrt{19}$', 'By the quadratic formula, $x = \\boxed{1 \\pm \\sqrt{19}}.$', 1],
    ['$2 \\sin b \\cos a$', '\\[\\sin (a + b) - \\sin (a - b) = \\boxed{2 \\sin b \\cos a}.\\]', 1],
    ['$\\frac{\\pi r}{h+r}$', 'The answer is $\\boxed{\\frac{\\pi r}{h+r}}$.', 1],
    ['$125$ miles', 'The distance is $\\boxed{125\\textnormal{ miles}}.$', 1],
    ['$\\sqrt{2}+\\sqrt{5}$', 'The answer is $\\boxed{\\sqrt 2+\\sqrt 5}$', 1],
    ['$\\frac{9}{4}\\pi$', 'Therefore $\\boxed{\\frac94\\pi}$.', 1],
  ],
  'Math-Verify: relations': [
    ['$x >= 5$', 'Therefore $x \\geq 5$ is the solution.', 1],
    ['$x < 3$', 'We find that $x \\lt 3$.', 1],
    ['$x != 3$', 'We find that $x \\neq 3$.', 1],
    ['$x > 5$', 'Therefore $x < 5$ is the solution.', 0],
    ['$x \\geq 5$', 'The solution is $x \\leq 5$', 0],
    ['$x \\leq 5$', '$5 \\geq x$', 1],
    ['$x = 11$', '$x = 5+5+1 = 7 =11$', 1],
    ['$7 = 11a+c$', '$11a+c$', 0],
    ['$x = 1/3$', '$x = 5+5+1 = 1/3 \\approx 11$', 1],
    ['$11$', '$x=11$', 1],
    ['$11$', '$x\\approx11$', 1],
    ['$1/3$', '$x=1/3\\approx1.3$', 1],
    ['$x < 1$', '$-x > -1$', 1],
    ['$x < 1$', '$x > -1$', 0],
    ['$x <= 1$', '$-x >= -1$', 1],
    ['$a +3z = 0$', '$0$', 0],
    ['$2x + z = 1$', '$1$', 0],
    ['$1$', '$k=1$', 1],
    ['$2x+4y-3=0$', '$y=-\\frac{1}{2}x+\\frac{3}{4}$', 1],
    ['$x^2/4 + y^2/3 = 1$', '$x^2/16 + y^2/12 = 1/4$', 1],
  ],
  'what must not pass': [
    ['3^{31}', '$7^{31}$', 0],
    ['1000000', '1000001', 0],
    ['12345678901234567890', '12345678901234567891', 0],
    ['5 cm', '5 m', 0],
    ['x', 'y', 0],
    ['2', '-2', 0],
    ['\\pm 2', '2', 0],
    ['(1, 2)', '(2, 1)', 0],
    ['\\{1, 2\\}', '\\{1, 2, 3\\}', 0],
    ['\\sqrt{2}', '1.41', 0],
    ['0.333', '1/3', 0],
    ['x+1', 'x', 0],
    ['yes', 'no', 0],
    ['42', '', 0],
  ],
  'what is the same': [
    ['x^2-4', '(x-2)(x+2)', 1],
    ['\\{2, 1\\}', '\\{1, 2\\}', 1],
    ['(1,\\infty)\\cup(-\\infty,0)', '(-\\infty, 0) ∪ (1, ∞)', 1],
    ['\\frac{\\sqrt{2}}{2}', '1/sqrt(2)', 1],
    ['2\\frac{1}{3}', '7/3', 1],
    ['3 1/2', '3.5', 1],
    ['e^{i\\pi}', '-1', 1],
    ['\\log_2 8', '3', 1],
    ['\\binom{5}{2}', '10', 1],
    ['5!', '120', 1],
    ['|-3|', '3', 1],
    ['-7^2', '-49', 1],
    ['2^10', '1024', 1],
    ['1/3', '0.333333', 1],
    ['14{,}916', '14916', 1],
    ['\\pm 2', '±2', 1],
    ['1 \\pm \\sqrt{2}', '1 \\mp \\sqrt{2}', 1],
    ['18', 'She has 9 eggs left, 9*2 = 18.\n#### 18', 1],
    ['18', '**Answer:** 18', 1],
    ['42', '**42**', 1],
    ['42', 'The answer is **42**.', 1],
    ['42', 'So she has 42 apples left.', 1],
    ['1000.99', 'so the number is not 10 which is 1,000.99m²', 1],
    ['2.5', 'The mean of 3 and 2 is 5/2', 1],
    ['41', 'So she has 42 apples left.', 0],
    ['The Hague', 'The Hague', 1],
    ['50%', '0.5', 1],
    ['(x, y) = (1, 2)', '(x,y)=(1,2)', 1],
    ['\\sin^2 x + \\cos^2 x', '1', 1],
    ['ab', 'ba', 1],
  ],
};

describe.each(Object.entries(cases))('%s', (_, rows) => {
  test.each(rows)('%s against %s: %i', async (expected, output, value) => {
    expect(await scoreValue(mathEquivalence, { output, expected })).toBe(value);
  });
});

test('the order of a list counts unless told otherwise', async () => {
  const sample = { output: '10, 4, -2', expected: '4, 10, -2' };
  expect(await scoreValue(mathEquivalence, sample, { ordered: false })).toBe(1);
  expect(await scoreValue(mathEquivalence, { output: '-2, 1', expected: '-2.1' })).toBe(0);
});

test('rounded decimals are as near as asked', async () => {
  const sample = { output: '0.33', expected: '\\frac{1}{3}' };
  expect(await scoreValue(mathEquivalence, sample)).toBe(0);
  expect(await scoreValue(mathEquivalence, sample, { relativeTolerance: 0.01 })).toBe(1);
});

test('any one of several expected answers will do', async () => {
  expect(await scoreValue(mathEquivalence, { output: '1/2', expected: ['2', '0.5'] })).toBe(1);
  expect(await scoreValue(mathEquivalence, { output: '0.5', expected: 0.5 })).toBe(1);
});

test('a text without an answer in it that is too long is an error', async () => {
  const sample = { output: 'x'.repeat(3_000), expected: '1' };
  expect(await score(mathEquivalence, sample)).toMatchObject({
    error: { code: 'sample_too_large' },
  });
});

test('whatever stands there is compared or is not, and equals itself', async () => {
  const piece = fc.constantFrom(
    '(',
    ')',
    '[',
    '{',
    '}',
    '\\{',
    '|',
    '\\frac',
    '\\sqrt',
    '^',
    '_',
    '1',
    '23',
    'x',
    'sin',
    '=',
    '<',
    ',',
    '\\cup',
    '\\pm',
    '!',
    '.',
    '\\text{ m}',
    '%',
    ' ',
    '\\\\',
    '&',
    '\\begin{pmatrix}',
    '\\end{pmatrix}',
    '$',
  );
  const text = fc.array(piece, { maxLength: 15 }).map((pieces) => pieces.join(''));
  await fc.assert(
    fc.asyncProperty(text, text, async (a, b) => {
      expect(await scoreValue(mathEquivalence, { output: a, expected: a })).toBe(1);
      const one = await scoreValue(mathEquivalence, { output: a, expected: b });
      expect(await scoreValue(mathEquivalence, { output: b, expected: a })).toBe(one);
    }),
    { numRuns: 500 },
  );
});
