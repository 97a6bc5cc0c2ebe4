import type { Schedule, ScheduleRun } from '@assay/schema/types.ts';
import { expect, test } from 'vitest';
import { fakeSystem } from '../testing/fake-system.ts';

const at = '2026-11-30T02:00:00.000Z';
const run: ScheduleRun = {
  ...{ id: 'srn_1', schedule: 'nightly', trigger: 'due', dueAt: at, missed: 0, kind: 'batch' },
  ...{ status: 'completed', made: 'bat_1', path: '/batches/bat_1', outcome: 'failed' },
  ...{
    reasons: ['The mean of exact-match fell by 0.5, more than 0.1.'],
    createdAt: at,
    endedAt: at,
  },
};
const schedule: Schedule = {
  ...{ name: 'nightly', cron: '0 2 * * *', isPaused: false, next: [at], lastRun: run },
  run: { kind: 'batch', dataset: 'cases', scorers: ['exact-match'] },
  ...{ createdAt: at, updatedAt: at },
};

test('schedules are listed with their next time and the outcome of the newest run', async () => {
  const { assay } = fakeSystem({
    routes: { 'GET /v1/schedules': { items: [schedule], nextCursor: null } },
  });
  const { stdout } = await assay('schedules', 'list');
  expect(stdout).toContain(`nightly  batch  0 2 * * * UTC  next ${at}  last failed`);
});

test('a file that is new is created, and one that is there replaces it', async () => {
  const files = {
    'nightly.yaml':
      'name: nightly\ncron: 0 2 * * *\nrun:\n  kind: batch\n  dataset: cases\n  scorers: [exact-match]\n',
  };
  const missing = new Response(
    JSON.stringify({ type: 'x', title: 'x', status: 404, code: 'schedule_not_found', detail: 'x' }),
    { status: 404, headers: { 'Content-Type': 'application/problem+json' } },
  );
  const routes = { 'PUT /v1/schedules/nightly': missing, 'POST /v1/schedules': schedule };
  const first = fakeSystem({ routes, files });
  expect((await first.assay('schedules', 'push', 'nightly.yaml')).code).toBe(0);
  expect(first.asked.map(({ method }) => method)).toEqual(['PUT', 'POST']);
  const second = fakeSystem({ routes: { 'PUT /v1/schedules/nightly': schedule }, files });
  expect((await second.assay('schedules', 'push', 'nightly.yaml')).stdout).toContain('nightly');
});

test('runs say what the gate said', async () => {
  const { assay } = fakeSystem({
    routes: { 'GET /v1/schedules/nightly/runs': { items: [run], nextCursor: null } },
  });
  expect((await assay('schedules', 'runs', 'nightly')).stdout).toContain('failed  bat_1  The mean');
});
