import type { ScheduledRun } from '@assay/sdk';
import { expect, test } from 'vitest';
import { contentOf, fieldsOf, jsonFault, runOf, runText } from './schedule-fields.ts';

const SIMPLE: ScheduledRun[] = [
  { kind: 'batch', dataset: 'support', suite: 'support', gate: { maxRegression: 0.05 } },
  { kind: 'batch', dataset: 'support@3', scorers: ['exact-match', 'detect-pii'] },
  { kind: 'batch', dataset: 'a', suite: 'b', gate: { minPassRate: 0.925, maxRegression: 0.07 } },
  { kind: 'calibration', dataset: 'labelled', scorer: 'tone', minAgreement: 0.8, question: 'q' },
];
const MORE: ScheduledRun[] = [
  { kind: 'batch', dataset: { name: 'support', tags: ['short'] }, suite: 'support' },
  { kind: 'batch', dataset: 'support', scorers: [{ scorer: 'contains', params: { value: 'a' } }] },
  { kind: 'batch', dataset: 'support', suite: 'support', tags: ['nightly'] },
  {
    ...{ kind: 'batch', dataset: 'support', suite: 'support' },
    gate: { minPassRate: 0.9, scorer: 'tone' },
  },
  { kind: 'calibration', dataset: 'labelled', scorer: { scorer: 'rubric', threshold: 0.5 } },
  {
    kind: 'experiment',
    experiment: { dataset: 'support', suite: 'support', variants: [] },
  },
];

test.each(SIMPLE)('what has few fields is edited in fields, and is as it was: %j', (run) => {
  const fields = fieldsOf(run);
  expect(fields.shape).toBe(run.kind);
  expect(runOf(fields)).toEqual(run);
});

test.each(MORE)('what has more is edited as JSON, so that no field is lost: %j', (run) => {
  const fields = fieldsOf(run);
  expect(fields.shape).toBe('json');
  expect(runOf(fields)).toEqual(run);
});

test('a form without values sends no fields for them', () => {
  const form = new FormData();
  form.set('cron', ' 0 2 * * * ');
  form.set('alert', 'none');
  const content = contentOf(form, { ...fieldsOf(undefined), dataset: 'a', scorers: ' b, ' });
  const run = { kind: 'batch', dataset: 'a', scorers: ['b'] };
  expect(content).toEqual({ cron: '0 2 * * *', run, alert: 'none' });
});

test('JSON that cannot be read is a fault of that form alone', () => {
  const fields = { ...fieldsOf(undefined), json: '{' };
  expect(jsonFault(fields)).toBeUndefined();
  expect(jsonFault({ ...fields, shape: 'json' })).toBeTruthy();
  expect(jsonFault({ ...fieldsOf(undefined), shape: 'json' })).toBeUndefined();
});

test('a schedule says in words what it runs', () => {
  expect([...SIMPLE, ...MORE].map((run) => runText({ run }))).toEqual([
    'a batch over support with suite support',
    'a batch over support@3 with exact-match, detect-pii',
    'a batch over a with suite b',
    'a calibration of tone with the labels of labelled',
    'a batch over support with suite support',
    'a batch over support with contains',
    'a batch over support with suite support',
    'a batch over support with suite support',
    'a calibration of rubric with the labels of labelled',
    'an experiment over support',
  ]);
});
