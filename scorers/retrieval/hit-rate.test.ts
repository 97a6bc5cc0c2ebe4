import { expect, test } from 'vitest';
import { score } from '../testing/score.ts';
import { hitRate } from './hit-rate.ts';

const sample = { contexts: ['x', 'a'], referenceContexts: ['a'] };

test('is 1 with the first rank as raw when the first k hold a relevant document', async () => {
  expect(await score(hitRate, sample, { k: 2 })).toMatchObject({ value: 1, raw: 2, passed: true });
});

test('is 0 when the relevant documents come after k', async () => {
  expect(await score(hitRate, sample, { k: 1 })).toMatchObject({ value: 0, passed: false });
});
