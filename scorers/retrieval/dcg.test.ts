import { expect, test } from 'vitest';
import { score, scoreValue } from '../testing/score.ts';
import { dcg } from './dcg.ts';

// https://en.wikipedia.org/wiki/Discounted_cumulative_gain: 3, 2, 3, 0, 1, 2 give 6.861.
const contexts = [3, 2, 3, 0, 1, 2].map((_, i) => ({ id: `d${i}`, text: '' }));
const referenceContexts = [3, 2, 3, 0, 1, 2].map((gain, i) => ({ id: `d${i}`, gain }));

test('agrees with the worked example of Wikipedia', async () => {
  const result = await score(dcg, { contexts, referenceContexts });
  expect(result).toMatchObject({ raw: expect.closeTo(6.861, 3), passed: null });
});

test('the value is a share of what documents of the highest gain would have', async () => {
  const sample = { contexts: ['a', 'x'], referenceContexts: ['a'] };
  const all = 1 + 1 / Math.log2(3);
  expect(await scoreValue(dcg, sample)).toBeCloseTo(1 / all, 12);
  expect(await scoreValue(dcg, sample, { k: 1 })).toBe(1);
  expect(await scoreValue(dcg, sample, { maxGain: 2 })).toBeCloseTo(1 / (2 * all), 12);
});
