import { expect, test } from 'vitest';
import { change, count, decimal, duration, percent, points, usd } from './numbers.ts';

test('a share that is nearly all or nothing is not shown as all or nothing', () => {
  expect([0, 0.0001, 0.5, 0.8333, 0.99999, 1].map(percent)).toEqual([
    ...['0%', '< 0.1%', '50%', '83.3%', '> 99.9%', '100%'],
  ]);
});

test('a difference says its direction, and none if it rounds to nothing', () => {
  expect([0.05, -0.052, 0, 0.00001].map(points)).toEqual(['+5 pp', '−5.2 pp', '±0 pp', '±0 pp']);
  expect([0.0512, -0.2, -0.0001].map(change)).toEqual(['+0.051', '−0.200', '±0.000']);
});

test('a value below zero has a minus, not a hyphen', () => {
  expect([0.5, -0.904, -0.001, 0].map(decimal)).toEqual(['0.50', '−0.90', '0.00', '0.00']);
});

test('amounts, counts and durations are short', () => {
  expect([0, 0.00123, 1.5].map(usd)).toEqual(['$0', '$0.0012', '$1.50']);
  expect(count(100_000)).toBe('100,000');
  expect([12, 1_500, 90_000, 3_700_000].map(duration)).toEqual([
    ...['12 ms', '1.5 s', '2 min', '1 h 2 min'],
  ]);
});
