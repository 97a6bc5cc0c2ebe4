import { expect, test } from 'vitest';
import { scoreValue } from '../testing/score.ts';
import { map } from './map.ts';

// Worked example: Manning, Raghavan, Schütze, "Introduction to Information Retrieval", 2008, 8.4.
test('averages the precision at each relevant document over all relevant ones', async () => {
  const contexts = ['a', 'x', 'b', 'y', 'c'];
  const referenceContexts = ['a', 'b', 'c', 'd'];
  const expected = (1 / 1 + 2 / 3 + 3 / 5) / 4;
  expect(await scoreValue(map, { contexts, referenceContexts })).toBeCloseTo(expected);
});

test('with k only the first k count, and the divisor stays', async () => {
  const sample = { contexts: ['a', 'b'], referenceContexts: ['a', 'b'] };
  expect(await scoreValue(map, sample, { k: 1 })).toBe(0.5);
});
