import type { Alignment, AlignmentResult } from '@assay/schema/types.ts';
import { expect, test } from 'vitest';
import { fakeSystem } from '../testing/fake-system.ts';

const files = { 'labels.jsonl': '{"sample":{"output":"Hi."},"value":true}\n' };
const result: AlignmentResult = {
  baseline: { value: 0.5, low: 0.35, high: 0.65 },
  n: 40,
  candidates: [
    {
      ...{ kind: 'criterion', n: 40, errors: 0 },
      agreement: { value: 1, low: 0.91, high: 1 },
      gain: { value: 0.5, low: 0.3, high: 0.7 },
    },
  ],
  best: 'criterion',
  proposal: {
    ...{ base: 'rubric', threshold: null, description: 'Aligned.' },
    params: { criterion: 'It is signed.\u001b[31m' },
  },
  remarks: [],
};
const alignment: Alignment = {
  ...{ id: 'aln_1', status: 'completed', scorer: 'house-tone', version: 2, calibration: 'cal_1' },
  ...{ progress: { total: 80, done: 80 }, result, error: null },
  ...{ createdAt: '2027-01-01T00:00:00.000Z', endedAt: '2027-01-01T00:01:00.000Z' },
};
const routesOf = (ended: Alignment) => ({
  'POST /v1/scorers/house-tone/align': { ...ended, status: 'running', result: null, endedAt: null },
  'GET /v1/alignments/aln_1': ended,
});

test('a judge is aligned with the labels of a file, and the proposal is shown and written', async () => {
  const { assay, asked, files: written } = fakeSystem({ routes: routesOf(alignment), files });
  const args = ['--folds', '5', '--no-rewrite', '-o', 'proposal.json'];
  const told = await assay('align', 'house-tone', 'labels.jsonl', ...args);
  expect(told.code).toBe(0);
  expect(JSON.parse(asked[0]?.body ?? '')).toEqual({
    labels: [{ sample: { output: 'Hi.' }, value: true }],
    folds: 5,
    rewrite: false,
  });
  expect(told.stdout).toContain('present version  40      50.0% (35.0% to 65.0%)');
  expect(told.stdout).toContain('+50.0% (+30.0% to +70.0%)');
  expect(told.stdout).toContain('Proposed: criterion.');
  expect(told.stdout).not.toContain('\u001b');
  expect(JSON.parse(written.get('proposal.json') ?? '')).toEqual(result.proposal);
});

test('without a gain nothing is proposed, and the exit code is 1', async () => {
  const none: Alignment = {
    ...alignment,
    result: {
      ...result,
      ...{ candidates: [], best: null, proposal: null },
      remarks: [{ code: 'no_gain', message: 'Keep it.' }],
    },
  };
  const { assay, files: written } = fakeSystem({ routes: routesOf(none), files });
  const told = await assay('align', 'house-tone', 'labels.jsonl', '-o', 'proposal.json');
  expect(told.code).toBe(1);
  expect(told.stdout).toContain('no_gain: Keep it.');
  expect(told.stdout).toContain('Nothing is proposed.');
  expect(written.has('proposal.json')).toBe(false);
});

test('an alignment that failed exits with 2', async () => {
  const failed: Alignment = {
    ...alignment,
    ...{ status: 'failed', result: null },
    error: { code: 'baseline_missing', message: 'Start again.' },
  };
  const { assay } = fakeSystem({ routes: routesOf(failed), files });
  const told = await assay('align', 'house-tone', 'labels.jsonl');
  expect(told.code).toBe(2);
  expect(told.stdout).toContain('baseline_missing: Start again.');
});

test('labels come from a file or a data set, one of the two', async () => {
  const { assay } = fakeSystem({ routes: routesOf(alignment), files });
  const told = await assay('align', 'house-tone');
  expect(told.code).toBe(2);
  expect(told.stderr).toContain('Give a file of labels or --dataset');
});
