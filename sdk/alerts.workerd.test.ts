import { exports } from 'cloudflare:workers';
import { expect, inject, test } from 'vitest';
import { Assay, ConflictError, NotFoundError, ValidationError } from './index.ts';

// The real Worker.
const assay = new Assay({
  baseUrl: 'http://localhost',
  apiKey: inject('developmentKey'),
  fetch: (url, init) => exports.default.fetch(new Request(url, init)),
});
const receiver = inject('loopbackJudge');

async function collect<Item>(items: AsyncIterable<Item>): Promise<Item[]> {
  const all: Item[] = [];
  for await (const item of items) all.push(item);
  return all;
}

test('channels are made, replaced, tested, muted and deleted', async () => {
  const url = `${receiver}/nothing-here`;
  const made = await assay.channels.create({
    ...{ name: 'sdk', kind: 'alertmanager', url, authorization: 'Bearer hush-hush' },
    labels: { team: 'search' },
  });
  expect(made).toMatchObject({ hasSecret: true, lacksSecret: false, remindMinutes: 30 });
  await expect(assay.channels.create({ name: 'sdk', kind: 'webhook', url })).rejects.toBeInstanceOf(
    ConflictError,
  );
  await expect(
    assay.channels.create({ name: 'sdk-2', kind: 'webhook', url: 'https://10.0.0.1/' }),
  ).rejects.toBeInstanceOf(ValidationError);
  const replaced = await assay.channels.replace('sdk', { kind: 'alertmanager', url });
  expect(replaced).toMatchObject({ hasSecret: true, labels: {} });
  expect(await assay.channels.get('sdk')).toEqual(replaced);
  const tested = await assay.channels.test('sdk');
  expect(tested).toMatchObject({ channel: 'sdk', event: 'test', status: 'failed', alert: null });
  const sent = await collect(assay.alerts.deliveries({ channel: 'sdk' }));
  expect(sent).toEqual([tested]);
  expect(JSON.stringify(sent)).not.toContain('hush');
  const until = new Date(Date.now() + 86_400_000).toISOString();
  await assay.alerts.mute({ target: 'channel:sdk', until, reason: 'A test.' });
  expect(await collect(assay.alerts.mutes())).toMatchObject([{ target: 'channel:sdk', until }]);
  expect((await collect(assay.channels.list()))[0]).toMatchObject({ mutedUntil: until });
  expect((await assay.alerts.mute({ target: 'channel:sdk', until: null })).items).toEqual([]);
  await assay.channels.delete('sdk');
  await expect(assay.channels.get('sdk')).rejects.toBeInstanceOf(NotFoundError);
});

test('alerts are filtered, and their settings replaced', async () => {
  expect(await collect(assay.alerts.list({ status: 'open', source: 'health' }))).toEqual([]);
  await expect(assay.alerts.get('alr_00000000000000000000000000')).rejects.toBeInstanceOf(
    NotFoundError,
  );
  await expect(assay.alerts.resolve('alr_00000000000000000000000000')).rejects.toBeInstanceOf(
    NotFoundError,
  );
  const settings = await assay.alerts.settings();
  const changed = { ...settings, spend: null, dashboardUrl: 'https://assay.example.com' };
  expect(await assay.alerts.replaceSettings(changed)).toEqual(changed);
  expect(await assay.alerts.settings()).toEqual(changed);
  await assay.alerts.replaceSettings(settings);
});

test('schedules are made, replaced, paused, run now and deleted', async () => {
  const sample = { output: 'a', expected: 'a' };
  await assay.datasets.create({ name: 'scheduled', items: [{ id: 'a', sample }] });
  const content = {
    ...{ cron: '30 2 * * 1-5', timeZone: 'Europe/Berlin' },
    run: { kind: 'batch', dataset: 'scheduled', scorers: ['exact-match'] },
  } as const;
  const made = await assay.schedules.create({
    name: 'sdk',
    ...content,
    run: { ...content.run, scorers: ['exact-match'] },
  });
  expect(made).toMatchObject({ isPaused: false, lastRun: null });
  expect(made.next).toHaveLength(3);
  await expect(
    assay.schedules.create({ name: 'sdk', ...content, run: made.run }),
  ).rejects.toBeInstanceOf(ConflictError);
  await expect(
    assay.schedules.replace('sdk', { cron: '30 2 * *', run: made.run }),
  ).rejects.toMatchObject({ errors: [{ pointer: '/cron' }] });
  const replaced = await assay.schedules.replace('sdk', { cron: '0 4 * * *', run: made.run });
  expect(replaced.next[0]).toMatch(/T04:00:00/);
  expect(await assay.schedules.pause('sdk')).toMatchObject({ isPaused: true, next: [] });
  const run = await assay.schedules.run('sdk');
  expect(run).toMatchObject({ schedule: 'sdk', trigger: 'manual', status: 'waiting' });
  expect((await collect(assay.schedules.runs('sdk'))).map(({ id }) => id)).toEqual([run.id]);
  expect(await assay.schedules.resume('sdk')).toMatchObject({ isPaused: false });
  expect((await assay.schedules.get('sdk')).lastRun?.id).toBe(run.id);
  expect((await collect(assay.schedules.list())).map(({ name }) => name)).toEqual(['sdk']);
  await assay.schedules.delete('sdk');
  await expect(assay.schedules.get('sdk')).rejects.toBeInstanceOf(NotFoundError);
});
