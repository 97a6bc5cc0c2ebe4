import { expect, test } from 'vitest';
import { fakeSystem } from '../testing/fake-system.ts';
import { scoreOf, verdictOf } from '../testing/verdict.ts';

const counts = { total: 3, pending: 0, passed: 2, failed: 1, abstained: 0, error: 0 };
const batch = (id: string, status = 'completed') => ({
  id,
  status,
  counts,
  costUsd: 0.25,
  invalid: { count: 0, first: [] },
  tags: ['main', 'nightly'],
  createdAt: '2026-01-01T00:00:00Z',
});
const failing = verdictOf([scoreOf({ name: 'bleu', passed: false, reason: 'Too\u001b far.' })]);
const results = [
  { index: 0, sampleId: 'a', status: 'passed', error: null, verdict: verdictOf() },
  { index: 1, sampleId: null, status: 'failed', error: null, verdict: failing },
]
  .map((item) => `${JSON.stringify(item)}\n`)
  .join('');
const routes = {
  'GET /v1/batches': { items: [batch('bat_2'), batch('bat_1')], nextCursor: null },
  'GET /v1/batches/bat_1/results': results,
  'POST /v1/batches/bat_1/cancel': batch('bat_1', 'cancelled'),
};

test('batches are listed with how they came out, by what they must be', async () => {
  const { assay, asked } = fakeSystem({ routes });
  const told = await assay('batches', 'list', '--tag', 'main', '--status', 'completed');
  expect(told).toMatchObject({ code: 0, stderr: '' });
  expect(told.stdout.split('\n')[0]).toBe(
    '2026-01-01T00:00:00Z  bat_2  completed: 2 passed, 1 failed of 3, $0.2500  main, nightly',
  );
  expect(asked[0]?.url).toContain('status=completed&');
  expect(asked[0]?.url).toContain('tag=main');
  const one = await assay('batches', 'list', '--limit', '1', '--json');
  expect(JSON.parse(one.stdout)).toMatchObject([{ id: 'bat_2' }]);
});

test('each result is a line, with why it did not pass, or one of JSON', async () => {
  const { assay, asked } = fakeSystem({ routes });
  const { stdout } = await assay('batches', 'results', 'bat_1', '--status', 'failed');
  expect(stdout).toBe(
    'passed     a  Not every required score passed.\nfailed     sample 2  bleu: Too far.\n',
  );
  expect(asked[0]?.url).toContain('status=failed');
  const lines = (await assay('batches', 'results', 'bat_1', '--json')).stdout.trim().split('\n');
  expect(lines.map((line) => JSON.parse(line).index)).toEqual([0, 1]);
});

test('a batch is cancelled', async () => {
  const { assay } = fakeSystem({ routes });
  expect((await assay('batches', 'cancel', 'bat_1')).stdout).toContain('bat_1  cancelled');
});

test('a status that there is not is refused before anything is asked', async () => {
  const { assay, asked } = fakeSystem({ routes });
  expect(await assay('batches', 'list', '--status', 'done')).toMatchObject({
    code: 2,
    stderr: expect.stringContaining('--status must be one of open, running, completed, cancelled'),
  });
  expect((await assay('batches', 'results', 'bat_1', '--status', 'bad')).code).toBe(2);
  expect((await assay('batches', 'cancel')).stderr).toContain('needs <id>');
  expect(asked).toEqual([]);
});
