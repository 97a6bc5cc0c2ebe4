import type { DataMap } from '@assay/schema/types.ts';
import { expect, test } from 'vitest';
import { fakeSystem } from '../testing/fake-system.ts';

const map: DataMap = {
  at: '2026-01-01T00:00:00.000Z',
  storage: { location: 'weur', jurisdiction: 'unknown' },
  keep: 'sample',
  classes: [
    {
      ...{ id: 'verdicts', contains: 'verdicts', hasTexts: true, isCollected: true, keptDays: 90 },
    },
    {
      ...{ id: 'judgeExchanges', contains: 'prompts', hasTexts: true, isCollected: false },
      keptDays: null,
    },
  ],
  webhooksEnabled: false,
  recipients: [
    {
      ...{ kind: 'model', name: 'openai', host: 'api.openai.com', receives: 'texts' },
      ...{ isReachable: true, lately: { times: 1, lastDay: '2025-12-31' } },
    },
    {
      ...{ kind: 'http-step', name: 'chat', host: 'x.example.com', receives: 'texts' },
      ...{ isReachable: true, lately: null },
    },
  ],
};

test('the map says where data is, for how long, and who else could see it', async () => {
  const machine = fakeSystem({ routes: { 'GET /v1/data-map': map } });
  const { stdout } = await machine.assay('data-map');
  expect(stdout).toContain('location      weur\njurisdiction  unknown\n');
  expect(stdout).toContain('verdicts        90 days        may hold texts\n');
  expect(stdout).toContain('judgeExchanges  until deleted  may hold texts  not collected\n');
  expect(stdout).toContain(
    'model      openai  api.openai.com  texts  reachable  1 request in 30 days, last on 2025-12-31\n',
  );
  expect(stdout).toContain(
    'http-step  chat    x.example.com   texts  reachable  use not recorded\n',
  );
  const { stdout: asJson } = await machine.assay('data-map', '--json');
  expect(JSON.parse(asJson)).toEqual(map);
});

test('where there is no third party it says so', async () => {
  const routes = { 'GET /v1/data-map': { ...map, recipients: [] } };
  const { stdout } = await fakeSystem({ routes }).assay('data-map');
  expect(stdout).toContain('No third party.');
});
