import fc from 'fast-check';
import { expect, test } from 'vitest';
import { score, scoreValue } from '../testing/score.ts';
import { numericDiff } from './numeric-diff.ts';
import { readNumber } from './read-number.ts';

test('follows the formula of autoevals', async () => {
  // 1 - |e - o| / (|e| + |o|), worked by hand.
  const cases: [string, number, number][] = [
    ['100', 100, 1],
    ['0', 0, 1],
    ['1', 2, 1 - 1 / 3],
    ['-1', 1, 0],
    ['0', 5, 0],
  ];
  for (const [output, expected, value] of cases) {
    expect(await scoreValue(numericDiff, { output, expected }), output).toBeCloseTo(value, 10);
  }
});

test('a difference within a tolerance is none', async () => {
  const sample = { output: '103', expected: 100 };
  expect(await scoreValue(numericDiff, sample, { absoluteTolerance: 3 })).toBe(1);
  expect(await scoreValue(numericDiff, sample, { relativeTolerance: 0.03 })).toBe(1);
  expect(await scoreValue(numericDiff, sample, { absoluteTolerance: 2 })).toBeLessThan(1);
});

test('an output without a number gets 0; an expected value without one is an error', async () => {
  expect(await scoreValue(numericDiff, { output: 'none', expected: 1 })).toBe(0);
  expect(await score(numericDiff, { output: '1', expected: 'none' })).toMatchObject({
    status: 'error',
    error: { code: 'sample_field_invalid' },
  });
});

test('the order of the two numbers does not matter', async () => {
  const number = fc.double({ noNaN: true, noDefaultInfinity: true });
  await fc.assert(
    fc.asyncProperty(number, number, async (a, b) => {
      const one = await scoreValue(numericDiff, { output: String(a), expected: b });
      const other = await scoreValue(numericDiff, { output: String(b), expected: a });
      expect(one).toBeCloseTo(other, 10);
    }),
  );
});

test('the smallest and the largest numbers have a value too', async () => {
  const at = (output: number, expected: number) =>
    scoreValue(numericDiff, { output: String(output), expected });
  expect(await at(5e-324, 0)).toBe(0);
  expect(await at(Number.MAX_VALUE, -Number.MAX_VALUE)).toBe(0);
  expect(await at(Number.MAX_VALUE, Number.MAX_VALUE / 3)).toBeCloseTo(0.5, 10);
});

test('numbers are read as people write them', () => {
  const cases: [string, number | undefined][] = [
    ['42', 42],
    ['-3.5', -3.5],
    ['−3', -3],
    ['1,234.5', 1234.5],
    ['1,234,567', 1_234_567],
    ['1 234,5', 1234.5],
    ['3,14', 3.14],
    ['12%', 0.12],
    ['$1,000', 1000],
    ['-$5', -5],
    ['12.90 EUR', 12.9],
    ['6.02e23', 6.02e23],
    ['.5', 0.5],
    ['12 apples and 30 pears make 42.', 42],
    ['between 5 and 7 days', 7],
    ['abc123', undefined],
    ['', undefined],
    ['no', undefined],
  ];
  for (const [text, number] of cases) expect(readNumber(text), text).toBe(number);
});

test('every number that JavaScript writes is read back', () => {
  fc.assert(
    fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), (number) => {
      expect(readNumber(String(number))).toBe(Object.is(number, -0) ? 0 : number);
    }),
  );
});
