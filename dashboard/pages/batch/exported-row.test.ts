import type { BatchRow } from '@assay/sdk';
import { expect, test } from 'vitest';
import { csvLine } from './csv-line.ts';
import { exportedRow } from './exported-row.ts';

const row: BatchRow = {
  ...{ index: 3, sampleId: 's3', status: 'failed', value: 0.5, passed: false, error: null },
  ...{ latencyMs: 12, costUsd: 0, input: 'in', output: '=1+1' },
  scores: [{ name: 'f1', status: 'scored', value: 0.5, passed: false }],
  base: {
    ...{ index: 1, status: 'passed', value: 1, passed: true, scores: [], output: 'x' },
    ...{ difference: -0.5, change: 'regressed' },
  },
};

test('a row has the columns that were chosen, and each score as its own', () => {
  expect(exportedRow(row, ['status', 'scores', 'base', 'change'], ['f1', 'bleu'])).toEqual({
    ...{ index: 3, sampleId: 's3', status: 'failed', 'score.f1': 0.5, 'score.bleu': null },
    ...{ baseValue: 1, baseStatus: 'passed', change: 'regressed' },
  });
});

test('a sample that the baseline does not have is unpaired', () => {
  expect(exportedRow({ ...row, base: null }, ['change'], [])).toMatchObject({ change: 'unpaired' });
});

test('cells are quoted where they must be, and formulas are disarmed', () => {
  expect(csvLine(['=1+1', 'a"b', 'x,y', 0.5, null])).toBe('\'=1+1,"a""b","x,y",0.5,\r\n');
});
