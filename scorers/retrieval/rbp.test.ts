import { expect, test } from 'vitest';
import { score, scoreValue } from '../testing/score.ts';
import { rbp } from './rbp.ts';

const contexts = ['a', 'b', 'u', 'x'].map((id) => ({ id, text: '' }));
const referenceContexts = [{ id: 'a' }, { id: 'b' }, { id: 'x', gain: 0 }];

test('weighs each rank by the probability of reading on to it', async () => {
  const value = await scoreValue(rbp, { contexts, referenceContexts }, { persistence: 0.5 });
  expect(value).toBe(0.75);
});

test('names what documents not judged and not retrieved could add', async () => {
  const { reason } = await score(rbp, { contexts, referenceContexts }, { persistence: 0.5 });
  // Rank 3 is not judged, 0.125; beyond rank 4 there is 0.0625.
  expect(reason).toBe('RBP 0.7500, residual 0.1875.');
});
