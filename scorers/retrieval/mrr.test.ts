import { expect, test } from 'vitest';
import { score, scoreValue } from '../testing/score.ts';
import { mrr } from './mrr.ts';

test('only the first relevant document counts', async () => {
  const sample = { contexts: ['x', 'y', 'a', 'b'], referenceContexts: ['a', 'b'] };
  const result = await score(mrr, sample);
  expect(result).toMatchObject({ value: expect.closeTo(1 / 3), raw: 3 });
  expect(result.evidence[0]).toEqual({ pointer: '/contexts/2', note: 'relevant, at rank 3' });
});

test('is 0 when the first relevant document comes after k', async () => {
  const sample = { contexts: ['x', 'y', 'a'], referenceContexts: ['a'] };
  expect(await scoreValue(mrr, sample, { k: 2 })).toBe(0);
});
