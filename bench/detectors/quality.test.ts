import { expect, test } from 'vitest';
import { calibrationError, qualityOf, rocAuc } from './quality.ts';

const judged = (...pairs: [certainty: number, isPositive: boolean][]) =>
  pairs.map(([certainty, isPositive]) => ({ certainty, isPositive }));

test('precision, recall and false positives count what is above the threshold', () => {
  const some = judged([0.9, true], [0.8, false], [0.5, true], [0.1, false], [0, false]);
  expect(qualityOf(some, 0.5)).toMatchObject({
    precision: 1 / 2,
    recall: 1 / 2,
    f1: 1 / 2,
    falsePositives: 1 / 3,
  });
});

test('the area under the curve counts ties as half', () => {
  expect(rocAuc(judged([1, true], [0, false]))).toBe(1);
  expect(rocAuc(judged([0, true], [1, false]))).toBe(0);
  expect(rocAuc(judged([0.5, true], [0.5, false]))).toBe(0.5);
  expect(rocAuc(judged([0.9, true], [0.5, true], [0.5, false], [0.1, false]))).toBe(0.875);
});

test('certainties that are as often right as they say have no calibration error', () => {
  expect(calibrationError(judged([0.5, true], [0.5, false]))).toBe(0);
  expect(calibrationError(judged([1, false]))).toBe(1);
});
