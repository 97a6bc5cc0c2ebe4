import type { BatchComparison } from '@assay/sdk';
import { expect, test } from 'vitest';
import { answerOf } from './answer.ts';

function comparison(low: number, value: number, high: number): BatchComparison {
  return {
    ...{ batch: 'bat_2', base: 'bat_1', pairs: 100, unpaired: 0, changed: 0, regressions: [] },
    gate: { outcome: 'passed', passed: true, failures: [] },
    scorers: [
      {
        ...{ name: 'verdict', pairs: 100, mean: null, wins: 0, losses: 0, ties: 0, lost: 0 },
        passRate: {
          batch: 0.8 + value,
          base: 0.8,
          difference: { value, low, high },
          resamples: 1000,
        },
        mcnemar: { onlyBatchPassed: 1, onlyBasePassed: 9, exactP: 0.02, midP: 0.0123 },
      },
    ],
  };
}

test('a difference whose interval leaves out 0 is sure', () => {
  expect(answerOf(comparison(-0.12, -0.08, -0.02))).toEqual({
    kind: 'worse',
    headline: 'Worse by 8 pp',
    detail: 'Sure: 80% → 72% of 100 pairs pass; 95% interval −12 pp to −2 pp, McNemar p = 0.012.',
  });
  expect(answerOf(comparison(0.01, 0.1, 0.2))).toMatchObject({
    kind: 'better',
    headline: 'Better by 10 pp',
  });
});

test('a difference that could be chance is called so', () => {
  const answer = answerOf(comparison(-0.03, 0.02, 0.07));
  expect(answer.headline).toBe('Perhaps better by 2 pp');
  expect(answer.detail).toMatch(/^Not sure, it could be chance: /);
});

test('no difference is no difference', () => {
  expect(answerOf(comparison(-0.03, 0, 0.03)).headline).toBe('No difference');
});

test('batches without common samples are not comparable', () => {
  const none = { ...comparison(0, 0, 0), pairs: 0, scorers: [] };
  expect(answerOf(none)).toMatchObject({
    kind: 'unknown',
    detail: 'No sample of this batch has the id of a sample in the baseline.',
  });
});
