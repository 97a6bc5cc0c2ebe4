import { expect, test } from 'vitest';
import { calibrationOf } from '../testing/calibration.ts';
import { fakeSystem } from '../testing/fake-system.ts';

const LINES =
  '{"sample":{"id":"a","output":"Hi."},"value":true}\n\n{"sample":{"output":"Go."},"value":0.2}\n';
const files = { 'labels.jsonl': LINES };
const running = calibrationOf({ status: 'running', endedAt: null, report: null, agreement: null });

function routesOf(ended = calibrationOf()) {
  const polls = [running, ended];
  return {
    'POST /v1/calibrations': running,
    'GET /v1/calibrations/cal_1': () => (polls.length > 1 ? (polls.shift() ?? ended) : ended),
    'GET /v1/calibrations': { items: [ended, running], nextCursor: null },
  };
}

test('labels of a file are sent, awaited and reported on', async () => {
  const { assay, asked } = fakeSystem({ routes: routesOf(), files });
  const told = await assay('calibrate', 'labels.jsonl', '-s', 'house-tone', '--risk', '0.2');
  expect(told.code).toBe(0);
  expect(JSON.parse(asked[0]?.body ?? '')).toEqual({
    scorer: 'house-tone',
    labels: [
      { sample: { id: 'a', output: 'Hi.' }, value: true },
      { sample: { output: 'Go.' }, value: 0.2 },
    ],
    risk: 0.2,
  });
  expect(told.stderr).toContain('cal_1  house-tone');
  expect(told.stdout).toContain('agrees with people in 85.0% (76.7% to 90.7%)');
  expect(told.stdout).toContain('judge with people  85.0% (76.7% to 90.7%)  0.70 (0.56 to 0.84)');
  expect(told.stdout).toContain('2 people');
  expect(told.stdout).toContain('Omitted: 3 errors of the judge, 1 not drawn at random.');
  expect(told.stdout).toContain('92 more labels would make it 10.0%.');
  expect(told.stdout).toContain('No confidence guarantees at most 10.0% wrong verdicts');
  expect(told.stdout).toContain('no_guarantee: No confidence is high enough.');
});

test('the report is written as Markdown, in which what a model wrote makes no markup', async () => {
  const { assay, files: written } = fakeSystem({ routes: routesOf(), files });
  const args = ['-s', '{"scorer":"rubric"}', '--markdown', 'report.md'];
  await assay('calibrate', 'labels.jsonl', ...args);
  const markdown = written.get('report.md') ?? '';
  expect(markdown).toContain('## Calibration of house-tone');
  expect(markdown).toContain('| people pass | 40 | 10 |');
  expect(markdown).toContain('a&#124;b');
  expect(markdown).not.toContain('\u001b');
});

test.each([
  ['0.7', 0],
  ['0.8', 1],
])('with --min-agreement %s the lower end of the interval exits with %d', async (least, code) => {
  const { assay } = fakeSystem({ routes: routesOf(), files });
  const told = await assay('calibrate', 'labels.jsonl', '-s', 'x', '--min-agreement', least);
  expect(told.code).toBe(code);
  expect(told.stderr.includes('may be as low as 76.7%; 80.0% is required')).toBe(code === 1);
});

test('a judge of which nothing is known is no failure, and no pass', async () => {
  const unknown = calibrationOf({ agreement: null });
  const { assay } = fakeSystem({ routes: routesOf(unknown), files });
  const told = await assay('calibrate', 'labels.jsonl', '-s', 'x', '--min-agreement', '0.5');
  expect(told.code).toBe(2);
});

test('a calibration that fails says why', async () => {
  const error = { code: 'batch_ended_early', message: 'Create it again.' };
  const failed = calibrationOf({ status: 'failed', report: null, agreement: null, error });
  const { assay } = fakeSystem({ routes: routesOf(failed), files });
  const told = await assay('calibrate', 'labels.jsonl', '-s', 'x');
  expect(told).toMatchObject({
    code: 2,
    stdout: expect.stringContaining('batch_ended_early: Create it again.'),
  });
});

test('a data set is named instead of a file; one of the two must be', async () => {
  const { assay, asked } = fakeSystem({ routes: routesOf(), files });
  const args = ['--dataset', 'support@3', '--question', 'polite', '--detach'];
  expect(await assay('calibrate', '-s', 'x', ...args)).toMatchObject({
    code: 0,
    stdout: 'cal_1\n',
  });
  expect(JSON.parse(asked[0]?.body ?? '')).toEqual({
    scorer: 'x',
    dataset: 'support@3',
    question: 'polite',
  });
  for (const wrong of [['-s', 'x'], ['labels.jsonl'], ['labels.jsonl', '-s', 'x', ...args]]) {
    expect((await assay('calibrate', ...wrong)).code).toBe(2);
  }
  expect(asked).toHaveLength(2);
});

test('a line that is no label is named before anything is asked', async () => {
  const machine = { routes: routesOf(), files: { 'bad.jsonl': `${LINES}{"output":"Hi."}\n` } };
  const { assay, asked } = fakeSystem(machine);
  const told = await assay('calibrate', 'bad.jsonl', '-s', 'x');
  expect(told).toMatchObject({ code: 2, stderr: expect.stringContaining('line 4 has no sample') });
  expect(asked).toEqual([]);
});

test('calibrations are listed and shown', async () => {
  const { assay, asked } = fakeSystem({ routes: routesOf() });
  const listed = await assay(
    'calibrate',
    'list',
    '--scorer',
    'house-tone',
    '--status',
    'completed',
  );
  expect(listed.stdout.split('\n')[0]).toBe(
    '2026-01-01T00:00:00Z  cal_1  house-tone  104 labels  85.0% (76.7% to 90.7%)  local/judge-1 v1',
  );
  expect(asked[0]?.url).toContain('scorer=house-tone&status=completed');
  await assay('calibrate', 'show', 'cal_1');
  const shown = await assay('calibrate', 'show', 'cal_1', '--json');
  expect(JSON.parse(shown.stdout)).toEqual(calibrationOf());
});
