import { expect, test } from 'vitest';
import { score, scoreValue } from '../testing/score.ts';
import { ndcg } from './ndcg.ts';

// Worked example: Wikipedia, "Discounted cumulative gain": gains 3, 2, 3, 0, 1, 2 in rank order,
// and two more documents of gain 3 and 2 that were not retrieved.
const gains = [3, 2, 3, 0, 1, 2];
const sample = {
  contexts: gains.map((_, i) => `d${i}`),
  referenceContexts: [...gains, 3, 2].map((gain, i) => ({ text: `d${i}`, gain })),
};

test('agrees with the worked example of Wikipedia', async () => {
  const result = await score(ndcg, sample, { k: 6 });
  expect(result.raw).toBeCloseTo(6.861, 3);
  expect(result.value).toBeCloseTo(0.785, 3);
});

test('exponential gains are 2^gain − 1', async () => {
  const contexts = ['b', 'a'];
  const referenceContexts = [
    { text: 'a', gain: 2 },
    { text: 'b', gain: 1 },
  ];
  const expected = (1 + 3 / Math.log2(3)) / (3 + 1 / Math.log2(3));
  const params = { gain: 'exponential' };
  expect(await scoreValue(ndcg, { contexts, referenceContexts }, params)).toBeCloseTo(expected);
});

test('the largest gains stay finite', async () => {
  const referenceContexts = [{ text: 'a', gain: 1_000 }];
  const params = { gain: 'exponential' };
  expect(await scoreValue(ndcg, { contexts: ['a'], referenceContexts }, params)).toBe(1);
});

test('the best ranking is cut after k too', async () => {
  const two = { contexts: ['a'], referenceContexts: ['a', 'b'] };
  expect(await scoreValue(ndcg, two, { k: 1 })).toBe(1);
  expect(await scoreValue(ndcg, two)).toBeLessThan(1);
});
