import { expect, test } from 'vitest';
import { scoreValue } from '../testing/score.ts';
import { recallAtK } from './recall-at-k.ts';

test('divides by all relevant documents, even when they are more than k', async () => {
  const sample = { contexts: ['a', 'b'], referenceContexts: ['a', 'b', 'c', 'd'] };
  expect(await scoreValue(recallAtK, sample, { k: 1 })).toBe(0.25);
  expect(await scoreValue(recallAtK, sample)).toBe(0.5);
});
