import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect } from 'vitest';
import { describePages, violationsOn } from '../../testing/open-page.ts';

const { open, served, test } = describePages();
const at = '2026-11-29T12:00:00.000Z';
const alert = {
  ...{ id: 'alr_00000000000000000000000001', key: 'k', source: 'monitor:answers', raised: 3 },
  ...{ severity: 'critical', status: 'open', title: 'The <b>pass rate</b> fell', details: {} },
  summary: 'From 91% to 80%.',
  links: [{ title: 'Monitor', path: '/judges' }],
  ...{ openedAt: at, raisedAt: at, resolvedAt: null },
};

test('a channel is added, tested by a button, muted and deleted', async () => {
  const received: string[] = [];
  const server = createServer((request, response) => {
    received.push(request.headers['webhook-id']?.toString() ?? '');
    response.writeHead(received.length === 1 ? 200 : 500).end();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const page = await open({ to: '/alerts' });
  await page.getByLabel('Name').fill('hook-of-test');
  await page.getByLabel('URL').fill(`http://127.0.0.1:${port}/hook`);
  await page.getByRole('button', { name: 'Add the channel' }).click();
  const channel = page.getByRole('listitem').filter({ hasText: 'hook-of-test' });
  await channel.getByRole('button', { name: 'Test' }).click();
  await channel.getByText('Test delivered').waitFor();
  await channel.getByRole('button', { name: 'Test' }).click();
  await channel.getByText('answered 500').waitFor();
  expect(received).toHaveLength(2);
  await channel.getByRole('button', { name: 'Mute for a day' }).click();
  await channel.getByText('muted until').waitFor();
  expect(await violationsOn(page)).toEqual([]);
  await channel.getByRole('button', { name: 'Delete' }).click();
  await channel.waitFor({ state: 'detached' });
  server.close();
});

test('open alerts are shown as what they are, with what was sent of each, on a phone in the dark', async () => {
  const page = await open({ to: '/playground', width: 390, colorScheme: 'dark' });
  const listed = (items: unknown[]) => ({ json: { items, nextCursor: null } });
  await page.route(/\/v1\/alerts\?.*status=open/, (route) => route.fulfill(listed([alert])));
  await page.route(new RegExp(`/v1/alerts/${alert.id}`), (route) => route.fulfill({ json: alert }));
  const answers = [{ at, status: 400, latencyMs: 12, error: 'The endpoint answered 400.' }];
  const delivery = {
    ...{ id: 'ald_1', alert: alert.id, channel: 'on-call', event: 'triggered', status: 'failed' },
    ...{ host: 'events.pagerduty.com', answers, createdAt: at },
  };
  await page.route(/\/v1\/alert-deliveries/, (route) => route.fulfill(listed([delivery])));
  await page.getByRole('heading', { level: 1 }).waitFor();
  await page.goto(`${new URL(page.url()).origin}/alerts`);
  await page.getByRole('link', { name: 'The <b>pass rate</b> fell' }).waitFor();
  expect(await page.getByText('raised 3 times').count()).toBe(1);
  expect(await violationsOn(page)).toEqual([]);
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(390);
  await page.getByRole('link', { name: 'The <b>pass rate</b> fell' }).click();
  await page.getByRole('row').filter({ hasText: 'on-call' }).waitFor();
  expect(await page.getByRole('row').last().textContent()).toContain('The endpoint answered 400.');
  expect(await violationsOn(page)).toEqual([]);
});

test('each severity has its own sign, and none of them says that nothing is known', async () => {
  const page = await open({ to: '/playground' });
  const severities = ['info', 'warning', 'error', 'critical'];
  const items = severities.map((severity, i) => ({
    ...alert,
    ...{ id: `alr_0000000000000000000000000${i}`, key: severity, severity },
  }));
  await page.route(/\/v1\/alerts\?.*status=open/, (route) =>
    route.fulfill({ json: { items, nextCursor: null } }),
  );
  await page.getByRole('heading', { level: 1 }).waitFor();
  await page.goto(`${new URL(page.url()).origin}/alerts`);
  await page.locator('.outcome').nth(3).waitFor();
  const shown = await page.locator('.outcome').allTextContents();
  expect(shown.slice(0, 4)).toEqual(['i info', '▲ warning', '✗ error', '✗ critical']);
  expect(await violationsOn(page)).toEqual([]);
});

test('a channel that was imported asks for its secret, and is as it was but for that', async () => {
  const channel = {
    ...{ name: 'on-call', kind: 'pagerduty', url: 'https://events.eu.pagerduty.com/v2/enqueue' },
    ...{ hasSecret: false, lacksSecret: true, labels: {}, minSeverity: 'error' },
    ...{ sources: ['monitor'], remindMinutes: 60, mutedUntil: null, createdAt: at, updatedAt: at },
  };
  const page = await open({ to: '/playground', width: 390 });
  let sent: unknown;
  await page.route(/\/v1\/channels/, async (route) => {
    if (route.request().method() === 'PUT') sent = route.request().postDataJSON();
    const now = { ...channel, lacksSecret: sent === undefined };
    const listed = { items: [now], nextCursor: null };
    await route.fulfill({ json: route.request().method() === 'PUT' ? now : listed });
  });
  await page.getByRole('heading', { level: 1 }).waitFor();
  await page.goto(`${new URL(page.url()).origin}/alerts`);
  await page.getByText('Its secret must be set again').waitFor();
  expect(await violationsOn(page)).toEqual([]);
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(390);
  await page.getByLabel('Secret', { exact: true }).fill('R'.repeat(32));
  await page.getByRole('button', { name: 'Set the secret' }).click();
  await page.getByText('Its secret must be set again').waitFor({ state: 'detached' });
  expect(sent).toEqual({
    ...{ kind: 'pagerduty', url: channel.url, routingKey: 'R'.repeat(32) },
    ...{ minSeverity: 'error', sources: ['monitor'], remindMinutes: 60 },
  });
});

test('a key that only reads is offered nothing that changes', async () => {
  const page = await open({ to: '/alerts', key: served().readingKey });
  await page.getByRole('heading', { name: 'Channels' }).waitFor();
  expect(await page.getByRole('button', { name: /Add|Test|Resolve|Mute/ }).count()).toBe(0);
});
