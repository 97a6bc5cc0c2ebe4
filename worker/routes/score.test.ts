import type { StoredVerdict, Verdict } from '@assay/schema/types.ts';
import { expect, test } from 'vitest';
import { call, callJson } from '../testing/client.ts';

test('a sample gets a verdict, which is stored with the sample', async () => {
  const sample = { output: 'sitting', expected: 'kitten' };
  const verdict = await callJson<Verdict>('/v1/score', {
    body: { sample, scorers: ['levenshtein'] },
  });
  expect(verdict).toMatchObject({
    passed: false,
    stored: 'now',
    scores: [
      { name: 'levenshtein', status: 'scored', value: expect.closeTo(4 / 7), passed: false },
    ],
  });

  const stored = await callJson<StoredVerdict>(`/v1/verdicts/${verdict.id}`);
  expect(stored).toEqual({ ...verdict, sample });
});

test('a request that is not valid names each field', async () => {
  const response = await call('/v1/score', { body: { sample: { outptu: 'x' }, scorers: [] } });
  expect(response.status).toBe(400);
  expect(await response.json()).toMatchObject({
    code: 'invalid_request',
    errors: expect.any(Array),
  });
});
