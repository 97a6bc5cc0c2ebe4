import { expect, test } from 'vitest';
import { broken, constant, lacking, skipped } from '../testing/inner-scorers.ts';
import { score, scoreValue } from '../testing/score.ts';
import { weightedMean } from './weighted-mean.ts';

test('weighs each value', async () => {
  const scorers = [constant(1, { weight: 3 }), constant(0.2)];
  expect(await scoreValue(weightedMean, {}, { scorers })).toBeCloseTo((3 * 1 + 0.2) / 4);
});

test('needs every value, even of a scorer that is not required', async () => {
  const scorers = [constant(1), { ...broken, required: false }];
  expect(await score(weightedMean, {}, { scorers })).toMatchObject({
    status: 'error',
    error: { code: 'child_not_scored' },
  });
});

test('a scorer of weight 0 or skipped takes no part', async () => {
  const scorers = [constant(0.5), { ...broken, weight: 0 }, skipped];
  expect(await scoreValue(weightedMean, {}, { scorers })).toBe(0.5);
});

test('is missing what its scorers miss', async () => {
  for (const inner of [lacking, skipped]) {
    expect(await score(weightedMean, {}, { scorers: [inner] })).toMatchObject({
      error: { code: 'sample_field_missing' },
    });
  }
});

test('weights that are all 0 are refused', async () => {
  const scorers = [constant(1, { weight: 0 })];
  await expect(score(weightedMean, {}, { scorers })).rejects.toMatchObject({
    errors: [{ pointer: '/scorers/0/params/scorers', message: expect.stringContaining('above 0') }],
  });
});
