import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { ExpressionError, parseExpression } from './arithmetic.ts';

const VALUES = new Map(Object.entries({ a: 0.5, b: 0.25, 'exact-match': 1, größe: 2, min: 3 }));

function compute(text: string): number {
  return parseExpression(text).compute((name) => VALUES.get(name) ?? Number.NaN);
}

test.each([
  ['1 + 2 * 3', 7],
  ['(1 + 2) * 3', 9],
  ['10 - 4 - 3', 3],
  ['12 / 3 / 2', 2],
  ['-2 ^ 2', -4],
  ['2 ^ 3 ^ 2', 512],
  ['2 ^ -1', 0.5],
  ['--1', 1],
  ['+1', 1],
  ['2 * -3', -6],
  ['.5 + 1. + 1e-1 + 2E+1', 21.6],
  ['a + b', 0.75],
  ['a+b', 0.75],
  ['`exact-match` - "a"', 0.5],
  ["'exact-match' * größe", 2],
  ['min + min(a, b)', 3.25],
  ['min(a, b, 0.1)', 0.1],
  ['max(a, b)', 0.5],
  ['abs(-2) + floor(1.9) + ceil(1.1)', 5],
  ['exp(0) + sqrt(9) + log(exp(2))', 6],
  [' \n1\t', 1],
])('%s is %d', (text, value) => {
  expect(compute(text)).toBeCloseTo(value, 12);
});

test('names stand once each, in the order of their first place; functions are no names', () => {
  expect(parseExpression('b + max(a, b) + `c d`').names).toEqual(['b', 'a', 'c d']);
});

test('an undefined result is not a number or infinite, and does not throw', () => {
  expect(compute('1 / 0')).toBe(Number.POSITIVE_INFINITY);
  expect(compute('0 / 0')).toBeNaN();
  expect(compute('sqrt(0 - 1)')).toBeNaN();
  expect(compute('log(0)')).toBe(Number.NEGATIVE_INFINITY);
});

describe('what cannot be read is refused with its place', () => {
  test.each([
    ['', 'at its end'],
    ['1 +', 'at its end'],
    ['(1', 'needs ")", at its end'],
    ['1 2', 'needs an operator, at character 3, "2"'],
    ['1 ? 2', 'at character 3, "?"'],
    ['a b', 'at character 3, "b"'],
    ['1 + )', 'at character 5, ")"'],
    ['sin(1)', 'has no function "sin"'],
    ['sqrt(1, 2)', 'gives 2 values to "sqrt"'],
    ['max()', 'at character 5, ")"'],
    ['1e999', 'has a number out of range'],
    ['`a', 'at character 1, "`"'],
    ['1 ** 2', 'at character 4, "*"'],
    ['constructor(1)', 'has no function "constructor"'],
  ])('%s', (text, message) => {
    expect(() => parseExpression(text)).toThrow(ExpressionError);
    expect(() => parseExpression(text)).toThrow(message);
  });

  test('more than 1,000 characters', () => {
    expect(() => parseExpression('1+'.repeat(500))).toThrow('at its end');
    expect(() => parseExpression(`${'1+'.repeat(500)}1`)).toThrow('longer than 1000');
  });

  test('more than 32 levels, by parentheses, signs, powers or calls', () => {
    const nested = [
      `${'('.repeat(200)}1${')'.repeat(200)}`,
      `${'-'.repeat(900)}1`,
      `${'1^'.repeat(400)}1`,
      `${'abs('.repeat(100)}1${')'.repeat(100)}`,
    ];
    for (const text of nested) expect(() => parseExpression(text)).toThrow('32 levels');
  });
});

test('any text is read or refused, never anything else', () => {
  const piece = fc.constantFrom(
    '1',
    'a',
    '+',
    '-',
    '*',
    '/',
    '^',
    '(',
    ')',
    ',',
    'min',
    '`x`',
    ' ',
  );
  fc.assert(
    fc.property(
      fc.oneof(
        fc.string(),
        fc.array(piece).map((all) => all.join('')),
      ),
      (text) => {
        try {
          expect(typeof compute(text)).toBe('number');
        } catch (cause) {
          expect(cause).toBeInstanceOf(ExpressionError);
        }
      },
    ),
    { numRuns: 500 },
  );
});
