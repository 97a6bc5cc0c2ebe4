import type { Alert, AlertChannel, AlertDelivery } from '@assay/schema/types.ts';
import { expect, test } from 'vitest';
import { fakeSystem } from '../testing/fake-system.ts';

const at = '2026-11-29T12:00:00.000Z';
const alert: Alert = {
  ...{ id: 'alr_1', key: 'k', source: 'monitor:answers', severity: 'error', status: 'open' },
  ...{ title: 'The pass rate fell', summary: 'To 80%.', details: {}, links: [], raised: 1 },
  ...{ openedAt: at, raisedAt: at, resolvedAt: null },
};
const channel: AlertChannel = {
  ...{ name: 'on-call', kind: 'pagerduty', url: 'https://events.pagerduty.com/v2/enqueue' },
  ...{
    hasSecret: true,
    lacksSecret: false,
    labels: {},
    minSeverity: 'error',
    sources: null,
    remindMinutes: null,
  },
  ...{ mutedUntil: null, createdAt: at, updatedAt: at },
};
const delivery: AlertDelivery = {
  ...{ id: 'ald_1', alert: null, channel: 'on-call', event: 'test', status: 'failed', host: 'a' },
  answers: [{ at, status: 400, latencyMs: 5, error: 'The endpoint answered 400.' }],
  createdAt: at,
};

test('open alerts are listed', async () => {
  const { assay, asked } = fakeSystem({
    routes: { 'GET /v1/alerts': { items: [alert], nextCursor: null } },
  });
  const { stdout } = await assay('alerts', 'list', '--status', 'open');
  expect(stdout).toContain('alr_1  open  error  2026-11-29T12:00  monitor:answers');
  expect(asked[0]?.url).toContain('status=open');
  expect((await assay('alerts', 'list', '--status', 'closed')).code).toBe(2);
});

test('the secret of a channel comes from the environment, and never from an argument', async () => {
  const { assay, asked } = fakeSystem({
    routes: { 'PUT /v1/channels/on-call': channel },
    env: {
      ...{ ASSAY_BASE_URL: 'https://assay.test', ASSAY_API_KEY: 'assay_live_x' },
      KEY: 'R'.repeat(32),
    },
  });
  const set = ['channels', 'set', 'on-call', '--kind', 'pagerduty', '--secret-from'];
  expect((await assay(...set, 'OTHER')).stderr).toContain('OTHER is not set');
  const { code, stdout } = await assay(...set, 'KEY', '--min-severity', 'error');
  expect([code, stdout]).toEqual([0, expect.stringContaining('on-call  pagerduty')]);
  expect(JSON.parse(asked.at(-1)?.body ?? '')).toEqual({
    ...{ kind: 'pagerduty', routingKey: 'R'.repeat(32), minSeverity: 'error' },
  });
});

test('a channel that was imported says that its secret must be set again', async () => {
  const imported = { ...channel, hasSecret: false, lacksSecret: true };
  const { assay } = fakeSystem({
    routes: { 'GET /v1/channels': { items: [imported], nextCursor: null } },
  });
  const { stdout } = await assay('channels', 'list');
  expect(stdout).toContain('its secret must be set again');
});

test('a test that is not taken fails the command, and says what was answered', async () => {
  const { assay } = fakeSystem({ routes: { 'POST /v1/channels/on-call/test': delivery } });
  const { code, stdout } = await assay('channels', 'test', 'on-call');
  expect([code, stdout]).toEqual([1, 'failed  The endpoint answered 400.\n']);
});

test('a mute needs its end', async () => {
  const mute = { target: 'health', until: at, reason: '', createdAt: at };
  const { assay, asked } = fakeSystem({ routes: { 'PUT /v1/alert-mutes': { items: [mute] } } });
  expect((await assay('alerts', 'mute', 'health')).code).toBe(2);
  expect((await assay('alerts', 'mute', 'health', '--until', at)).stdout).toContain(`until ${at}`);
  await assay('alerts', 'mute', 'health', '--hours', '24');
  const hours = (Date.parse(JSON.parse(asked.at(-1)?.body ?? '{}').until) - Date.now()) / 3_600_000;
  expect(hours).toBeCloseTo(24, 1);
  expect((await assay('alerts', 'mute', 'health', '--hours', '1', '--off')).code).toBe(2);
  await assay('alerts', 'mute', 'health', '--off');
  expect(asked.map(({ body }) => JSON.parse(body))).toEqual([
    { target: 'health', until: at },
    { target: 'health', until: expect.stringMatching(/Z$/) },
    { target: 'health', until: null },
  ]);
});
