import { expect, test } from 'vitest';
import { scoreValue } from '../testing/score.ts';
import { bpref } from './bpref.ts';

function judged(...ids: string[]) {
  return ids.map((id) => ({ id, gain: 0 }));
}

function documents(...ids: string[]) {
  return ids.map((id) => ({ id, text: '' }));
}

test('documents without a judgement are passed over', async () => {
  const referenceContexts = [{ id: 'a' }, { id: 'b' }, ...judged('x')];
  const plain = { contexts: documents('a', 'x', 'b'), referenceContexts };
  const diluted = { contexts: documents('u', 'a', 'v', 'x', 'w', 'b'), referenceContexts };
  expect(await scoreValue(bpref, plain)).toBe(0.5);
  expect(await scoreValue(bpref, diluted)).toBe(0.5);
});

test('no more judged irrelevant documents count than there are relevant ones', async () => {
  const referenceContexts = [{ id: 'a' }, { id: 'b' }, ...judged('x', 'y', 'z')];
  // b stands behind three of three, counted as two of two.
  const sample = { contexts: documents('a', 'x', 'y', 'z', 'b'), referenceContexts };
  expect(await scoreValue(bpref, sample)).toBe(0.5);
});

test('without documents judged irrelevant it is the recall', async () => {
  const sample = { contexts: documents('u', 'a'), referenceContexts: [{ id: 'a' }, { id: 'b' }] };
  expect(await scoreValue(bpref, sample)).toBe(0.5);
});
