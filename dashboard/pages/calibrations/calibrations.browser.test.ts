import type { Page } from 'playwright-core';
import { expect } from 'vitest';
import type { Calibration, CalibrationHead } from '../../../sdk/index.ts';
import { describePages, violationsOn } from '../../testing/open-page.ts';

const { open, served, test } = describePages();

const estimate = (value: number) => ({ value, low: value - 0.05, high: value + 0.04 });

const head: CalibrationHead = {
  ...{ id: 'cal_1', status: 'completed', name: 'faithfulness', fingerprint: 'sha256:aa' },
  ...{ scorer: { scorer: 'faithfulness' }, dataset: 'golden@3', question: null, n: 200 },
  judges: [{ model: 'openai/gpt-5-mini', version: '2026-10' }],
  terms: { risk: 0.1, confidence: 0.9, width: 0.1 },
  ...{ passAt: 0.5, batch: 'bat_1', agreement: estimate(0.86), error: null },
  ...{ createdAt: '2026-11-01T00:00:00.000Z', endedAt: '2026-11-01T00:01:00.000Z' },
};
const calibration: Calibration = {
  ...head,
  progress: { total: 200, done: 200, errors: 3 },
  report: {
    counts: {
      ...{ labels: 200, used: 190, errors: 3, abstained: 7, skipped: 0, chosen: 0 },
      ...{ undecided: 0, otherVersion: 0, effective: 190 },
    },
    errors: [{ code: 'judge_timeout', count: 3 }],
    versions: [{ model: 'openai/gpt-5-mini', version: '2026-10', labels: 190 }],
    agreement: { raw: estimate(0.86), kappa: estimate(0.7), ac1: estimate(0.74) },
    people: {
      ...{ raw: estimate(0.92), kappa: null, ac1: estimate(0.88), alpha: estimate(0.8) },
      ...{ people: 2, samples: 60 },
    },
    confusion: { truePositive: 100, falsePositive: 17, trueNegative: 63, falseNegative: 10 },
    sensitivity: estimate(0.9),
    specificity: estimate(0.8),
    passRate: { people: estimate(0.58), judge: estimate(0.62) },
    curve: {
      method: 'platt',
      before: { ece: 0.12, brier: 0.18 },
      after: { ece: 0.03, brier: 0.13 },
      points: [0, 0.5, 1].map((value) => ({
        ...{ value, probability: 0.1 + 0.8 * value, low: 0.8 * value, high: 0.2 + 0.8 * value },
      })),
      bins: [{ low: 0.9, high: 1, n: 110, value: 0.97, passed: 0.88 }],
    },
    slices: [
      {
        ...{ by: 'tag', slice: '<b>long</b>', n: 40, agreement: estimate(0.7) },
        ...{ bias: estimate(0.2), isDifferent: true },
      },
    ],
    guarantee: {
      ...{ risk: 0.1, confidence: 0.9, threshold: 0.8, coverage: 0.75, n: 140, wrong: 6 },
      ...{ tested: 190, needed: 22 },
    },
    width: { now: 0.1, asked: 0.1, more: 12 },
    disagreements: [
      { index: 4, sampleId: 'q-5', people: 0, judge: 1, reason: 'It <i>says</i> so.' },
    ],
    remarks: [{ code: 'few_labels', message: 'Few people labelled the same samples.' }],
  },
};

/** The API answers with the calibration above. */
function openWith(to: string, width?: number): Promise<Page> {
  return open({
    ...{ to, ...(width !== undefined && { width }) },
    answers: [
      [/\/v1\/calibrations(\?|$)/, { items: [head], nextCursor: null }],
      [/\/v1\/calibrations\/cal_1/, calibration],
    ],
  });
}

test('calibrations lead to how far a judge agrees with people', async () => {
  const page = await openWith('/calibrations');
  await page.getByRole('row').filter({ hasText: 'faithfulness' }).click();
  await page.getByText('Agrees with people on 86% of samples').waitFor();
  await page.getByText('Above a confidence of 0.80, at most 10% of verdicts are wrong').waitFor();
  expect(await page.getByRole('region', { name: 'Slices' }).textContent()).toContain('<b>long</b>');
  expect(await page.getByRole('link', { name: 'q-5' }).getAttribute('href')).toBe(
    '/batches/bat_1/samples/4',
  );
  expect(await violationsOn(page)).toEqual([]);
});

test('a calibration can be read on a phone', async () => {
  const page = await openWith('/calibrations/cal_1', 390);
  await page.getByText('Right and wrong').waitFor();
  expect(await violationsOn(page)).toEqual([]);
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(390);
});

test('where no judge was checked the page says how to', async () => {
  const page = await open({ to: '/calibrations', key: served().readingKey });
  await page.getByText('No judge was checked against people yet').waitFor();
  expect(await violationsOn(page)).toEqual([]);
});
