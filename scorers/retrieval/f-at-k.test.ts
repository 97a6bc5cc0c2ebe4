import { expect, test } from 'vitest';
import { scoreValue } from '../testing/score.ts';
import { fAtK } from './f-at-k.ts';

// Precision 1/2 and recall 1/4.
const sample = { contexts: ['a', 'x'], referenceContexts: ['a', 'b', 'c', 'd'] };

test('is the harmonic mean of precision and recall', async () => {
  expect(await scoreValue(fAtK, sample)).toBeCloseTo(1 / 3, 12);
});

test('beta weighs recall', async () => {
  expect(await scoreValue(fAtK, sample, { beta: 2 })).toBeCloseTo((5 * 0.125) / (2 + 0.25), 12);
});

test('with k the precision divides by k', async () => {
  // Precision 1/5, recall 1/4.
  expect(await scoreValue(fAtK, sample, { k: 5 })).toBeCloseTo(2 / 9, 12);
});
