import { expect, test } from 'vitest';
import { fakeSystem } from '../testing/fake-system.ts';

const PATH = '/v1/project/evaluation-export';
const url = 'https://collector.example.com/v1/logs';
const set = {
  url,
  headers: ['Authorization'],
  encoding: 'json',
  updatedAt: '2026-01-01T00:00:00Z',
};

test('evaluations set sends headers as they are given, and shows their names only', async () => {
  let body: object | undefined;
  const routes = {
    [`PUT ${PATH}`]: async (request: Request) => {
      body = (await request.json()) as object;
      return set;
    },
  };
  const machine = fakeSystem({ routes });
  const argv = ['evaluations', 'set', url, '--header', 'Authorization=Bearer a=b', '--encoding'];
  const { stdout } = await machine.assay(...argv, 'json');
  expect(body).toEqual({ url, headers: { Authorization: 'Bearer a=b' }, encoding: 'json' });
  expect(stdout).toContain('Authorization');
  expect(stdout).not.toContain('a=b');
  const wrong = await machine.assay('evaluations', 'set', url, '--header', 'Bearer');
  expect(wrong.stderr).toContain('--header must be NAME=VALUE');
});

test('evaluations test fails where the endpoint does not take the event', async () => {
  const answer = { status: 401, latencyMs: 12, error: 'The endpoint answered 401 instead of 2xx.' };
  const machine = fakeSystem({ routes: { [`POST ${PATH}/test`]: answer } });
  const { code, stdout } = await machine.assay('evaluations', 'test');
  expect([code, stdout]).toEqual([1, 'The endpoint answered 401 instead of 2xx.  401  12 ms\n']);
});

test('evaluations deliveries lists those of a status, and retry says how many are sent again', async () => {
  const failed = { verdictId: 'ver_1', status: 'failed', attempts: 12, httpStatus: null };
  const items = [{ ...failed, error: 'The connection failed.', createdAt: '2026-01-01T00:00:00Z' }];
  const routes = {
    [`GET ${PATH}/deliveries`]: { items, nextCursor: null },
    [`POST ${PATH}/retry`]: { queued: 1 },
  };
  const machine = fakeSystem({ routes });
  const listed = await machine.assay('evaluations', 'deliveries', '--status', 'failed');
  expect(listed.stdout).toBe('ver_1  failed  12 attempts  The connection failed.\n');
  expect(machine.asked.at(-1)?.url).toContain('status=failed');
  expect((await machine.assay('evaluations', 'retry')).stdout).toBe('1 queued\n');
});
