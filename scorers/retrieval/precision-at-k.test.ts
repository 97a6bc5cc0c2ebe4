import { expect, test } from 'vitest';
import { scoreValue } from '../testing/score.ts';
import { precisionAtK } from './precision-at-k.ts';

const sample = { contexts: ['a', 'b'], referenceContexts: ['a'] };

test('divides by k even when fewer were retrieved, as trec_eval does', async () => {
  expect(await scoreValue(precisionAtK, sample, { k: 5 })).toBe(0.2);
});

test('without k divides by all that was retrieved', async () => {
  expect(await scoreValue(precisionAtK, sample)).toBe(0.5);
});
