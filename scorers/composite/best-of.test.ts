import { expect, test } from 'vitest';
import { broken, constant, lacking, skipped } from '../testing/inner-scorers.ts';
import { score, scoreValue } from '../testing/score.ts';
import { bestOf } from './best-of.ts';

test('takes the highest value and says whose it is', async () => {
  const scorers = [constant(0.2), constant(0.7), constant(0.5)];
  expect(await score(bestOf, {}, { scorers })).toMatchObject({
    value: 0.7,
    reason: expect.stringContaining('Best of 3 is constant-0.7.'),
  });
});

test('a scorer without a value leaves it open, unless another has the value 1', async () => {
  expect(await score(bestOf, {}, { scorers: [constant(0.9), broken] })).toMatchObject({
    error: { code: 'child_not_scored' },
  });
  expect(await scoreValue(bestOf, {}, { scorers: [constant(1), broken] })).toBe(1);
});

test('a skipped scorer takes no part', async () => {
  expect(await scoreValue(bestOf, {}, { scorers: [skipped, constant(0)] })).toBe(0);
});

test('is missing what its scorers miss', async () => {
  expect(await score(bestOf, {}, { scorers: [lacking, skipped] })).toMatchObject({
    error: { code: 'sample_field_missing' },
  });
});
