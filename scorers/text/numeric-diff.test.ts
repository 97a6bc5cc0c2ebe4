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

test('a unit behind a number takes none of its digits', async () => {
  const output = 'The parcel weighs 250kg.';
  expect(await scoreValue(numericDiff, { output, expected: 250 })).toBe(1);
  expect(await score(numericDiff, { output, expected: 25 })).toMatchObject({ passed: false });
});

test('a power is not its exponent', async () => {
  const sample = { output: '$7^{31}$', expected: '3^{31}' };
  expect(await score(numericDiff, sample)).toMatchObject({ passed: false });
  expect(await scoreValue(numericDiff, { ...sample, expected: '7**31' })).toBe(1);
});

test('the nearest of several expected numbers counts', async () => {
  const result = await score(numericDiff, { output: 'It is 0.5 kg', expected: [500, '½', 3] });
  expect(result).toMatchObject({ value: 1, raw: 0, reason: 'Found 0.5, expected 0.5.' });
  expect(await scoreValue(numericDiff, { output: '1', expected: [3, 2] })).toBeCloseTo(2 / 3, 10);
  for (const expected of [[], [1, 'none'], [[1]], {}]) {
    expect(await score(numericDiff, { output: '1', expected })).toMatchObject({ status: 'error' });
  }
});

test('a locale decides what a point and a comma are, on both sides', async () => {
  const sample = { output: 'Das sind 1.234 Euro.', expected: '1234,0' };
  expect(await scoreValue(numericDiff, sample, { locale: 'de' })).toBe(1);
  expect(await scoreValue(numericDiff, sample)).toBeLessThan(0.01);
});

test('a locale that is none is refused', async () => {
  for (const locale of ['', 'no such', 'tlh-x']) {
    await expect(score(numericDiff, { output: '1', expected: 1 }, { locale })).rejects.toThrow(
      'language tag',
    );
  }
});

test('every number that JavaScript writes is read back', () => {
  fc.assert(
    fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), (number) => {
      expect(readNumber(String(number))).toBe(Object.is(number, -0) ? 0 : number);
    }),
  );
});
