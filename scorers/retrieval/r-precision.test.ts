import { expect, test } from 'vitest';
import { scoreValue } from '../testing/score.ts';
import { rPrecision } from './r-precision.ts';

test('only as many documents count as there are relevant ones', async () => {
  const contexts = ['a', 'x', 'b', 'c'];
  const sample = { contexts, referenceContexts: ['a', 'b', 'c'] };
  expect(await scoreValue(rPrecision, sample)).toBeCloseTo(2 / 3, 12);
});

test('fewer documents retrieved than relevant count as missing', async () => {
  const sample = { contexts: ['a'], referenceContexts: ['a', 'b'] };
  expect(await scoreValue(rPrecision, sample)).toBe(0.5);
});
