import { env } from 'cloudflare:workers';
import { newId } from '@assay/schema/ids.ts';
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { createServices } from '../../services.ts';
import { createLife, FakeQueue, mortalDatabase } from '../../testing/crashes.ts';
import { type AlertSignal, raiseAlert, resolveAlert } from './raise-alert.ts';

const START_MS = Date.parse('2026-11-29T12:00:00Z');

/** A project whose alerts go to the channel `hook`, and a Worker that can die. */
async function createWorld({ minSeverity = 'info' as const, deaths = [] as number[] } = {}) {
  let step = -1;
  let nowMs = START_MS;
  const life = createLife({
    next() {
      step += 1;
      return deaths.includes(step) ? (step % 2 === 0 ? 'dies-before' : 'dies-after') : 'lives';
    },
  });
  const queue = new FakeQueue(life);
  const services = createServices(
    { ...env, DB: mortalDatabase(env.DB, life), ALERTS: queue.binding() },
    { log: () => {}, nowMs: () => nowMs },
  );
  const projectId = newId('project');
  const store = createServices(env, { log: () => {} }).alertChannels;
  const channel = (name: string, more: object = {}) =>
    store.insert({
      ...{ projectId, name, kind: 'webhook', settings: '{}', secret: null, sources: null },
      ...{ minSeverity, remindMinutes: null, createdAtMs: 0, updatedAtMs: 0 },
      ...more,
    });
  await channel('hook');
  const signal = (more: Partial<AlertSignal> = {}): AlertSignal => ({
    ...{ projectId, key: 'monitor/answers', source: 'monitor:answers', severity: 'warning' },
    ...{ title: 'The pass rate fell', summary: 'From 91% to 80%.', atMs: nowMs },
    ...more,
  });
  const rows = async () => {
    const { results } = await env.DB.prepare(
      'SELECT channel, event, status, id FROM alert_deliveries WHERE project_id = ? ORDER BY id',
    )
      .bind(projectId)
      .all<{ channel: string; event: string; status: string; id: string }>();
    return results;
  };
  const events = async () =>
    (await rows()).map(({ channel: to, event, status }) => `${to} ${event} ${status}`);
  return {
    ...{ services, projectId, queue, life, signal, channel, rows, events },
    at: (ms: number) => {
      nowMs = START_MS + ms;
      return nowMs;
    },
  };
}

test('an alert is told once while it is open, and once when it is over', async () => {
  const { services, signal, events, queue, projectId, at } = await createWorld();
  const id = await raiseAlert(signal(), services);
  expect(await raiseAlert(signal({ atMs: at(1_000), summary: 'To 79%.' }), services)).toBe(id);
  expect(await events()).toEqual(['hook triggered pending']);
  const open = await services.alerts.latest(projectId, 'monitor/answers');
  expect(open).toMatchObject({ raised: 2, summary: 'To 79%.', status: 'open' });
  const over = { projectId, key: 'monitor/answers', atMs: at(2_000) };
  expect(await resolveAlert(over, services)).toBe(true);
  expect(await resolveAlert(over, services)).toBe(false);
  expect(await events()).toEqual(['hook triggered pending', 'hook resolved pending']);
  expect(queue.messages).toHaveLength(2);
  const again = await raiseAlert(signal({ atMs: at(3_000) }), services);
  expect(again).not.toBe(id);
  expect(await events()).toHaveLength(3);
});

test('an alert that becomes more severe is told again, also to channels that were not told before', async () => {
  const { services, signal, channel, events, at } = await createWorld();
  await channel('pager', { minSeverity: 'error' });
  await raiseAlert(signal(), services);
  await raiseAlert(signal({ severity: 'critical', atMs: at(1) }), services);
  await raiseAlert(signal({ severity: 'info', atMs: at(2) }), services);
  expect(await events()).toEqual([
    'hook triggered pending',
    'hook escalated pending',
    'pager triggered pending',
  ]);
});

test('what is muted is listed and not sent, and its end is told to those who were told of it', async () => {
  const { services, signal, channel, events, queue, projectId, at } = await createWorld();
  await channel('quiet');
  const mute = (target: string, untilMs: number) =>
    services.alertChannels.mute({ projectId, target, untilMs, reason: '', createdAtMs: 0 });
  await mute('channel:quiet', START_MS + 1_000);
  await raiseAlert(signal(), services);
  await mute('monitor', START_MS + 5_000);
  await raiseAlert(signal({ key: 'other', atMs: at(1) }), services);
  expect(await events()).toEqual([
    'hook triggered pending',
    'quiet triggered muted',
    'hook triggered muted',
    'quiet triggered muted',
  ]);
  await resolveAlert({ projectId, key: 'monitor/answers', atMs: at(2) }, services);
  await resolveAlert({ projectId, key: 'other', atMs: at(2) }, services);
  expect((await events()).slice(4)).toEqual(['hook resolved pending']);
  expect(queue.messages).toHaveLength(2);
});

test('a channel takes the sources that it names, or their kind', async () => {
  const { services, signal, channel, events } = await createWorld({});
  await channel('health', { sources: '["health"]' });
  await channel('answers', { sources: '["monitor:answers"]' });
  await raiseAlert(signal(), services);
  await raiseAlert(signal({ key: 'h', source: 'health:judges' }), services);
  expect(await events()).toEqual([
    'answers triggered pending',
    'hook triggered pending',
    'health triggered pending',
    'hook triggered pending',
  ]);
});

test('signals that come late change nothing', async () => {
  const { services, signal, projectId, events, at } = await createWorld();
  await raiseAlert(signal({ atMs: at(10) }), services);
  expect(await resolveAlert({ projectId, key: 'monitor/answers', atMs: at(5) }, services)).toBe(
    false,
  );
  await resolveAlert({ projectId, key: 'monitor/answers', atMs: at(20) }, services);
  expect(await raiseAlert(signal({ atMs: at(15) }), services)).toBeNull();
  expect(await events()).toHaveLength(2);
});

test('a clock that ran ahead by a day silences no alert, and keeps none open', async () => {
  const { services, signal, projectId, events, at } = await createWorld();
  const key = 'monitor/answers';
  const DAY_MS = 86_400_000;
  await raiseAlert(signal({ atMs: at(DAY_MS) }), services);
  expect(await resolveAlert({ projectId, key, atMs: at(10) }, services)).toBe(true);
  await raiseAlert(signal({ atMs: at(DAY_MS + 1) }), services);
  await resolveAlert({ projectId, key, atMs: at(DAY_MS + 2) }, services);
  const id = await raiseAlert(signal({ atMs: at(20) }), services);
  expect(id).not.toBeNull();
  expect(await raiseAlert(signal({ atMs: at(30) }), services)).toBe(id);
  expect(await resolveAlert({ projectId, key, atMs: at(40) }, services)).toBe(true);
  expect((await events()).map((event) => event.split(' ')[1])).toEqual(
    expect.arrayContaining([
      'triggered',
      'resolved',
      'triggered',
      'resolved',
      'triggered',
      'resolved',
    ]),
  );
  expect(await events()).toHaveLength(6);
});

test('many who raise at once open one alert', async () => {
  const { services, signal, events, projectId } = await createWorld();
  const ids = await Promise.all(Array.from({ length: 4 }, () => raiseAlert(signal(), services)));
  expect(new Set(ids).size).toBe(1);
  expect(await events()).toEqual(['hook triggered pending']);
  expect((await services.alerts.latest(projectId, 'monitor/answers'))?.raised).toBe(4);
});

test('a Worker that dies between any two steps, and tries again, tells an alert and its end once', async () => {
  await fc.assert(
    fc.asyncProperty(fc.uniqueArray(fc.nat({ max: 16 }), { maxLength: 4 }), async (deaths) => {
      const world = await createWorld({ deaths });
      const { services, life, signal, projectId, at } = world;
      const untilDone = async (work: () => Promise<unknown>) => {
        for (;;) {
          try {
            await work();
            if (!life.isDead) return;
          } catch {
            // Dead: the caller tries again.
          }
          life.isDead = false;
        }
      };
      await untilDone(() => raiseAlert(signal({ atMs: START_MS }), services));
      await untilDone(() =>
        resolveAlert({ projectId, key: 'monitor/answers', atMs: at(5) }, services),
      );
      expect(await world.events()).toEqual(['hook triggered pending', 'hook resolved pending']);
    }),
    { numRuns: 25 },
  );
});

test('details that are too large are left out, not the alert', async () => {
  const { services, signal, projectId } = await createWorld();
  await raiseAlert(signal({ details: { rate: 0.8, text: 'x'.repeat(20_000) } }), services);
  const stored = await services.alerts.latest(projectId, 'monitor/answers');
  expect(JSON.parse(stored?.details ?? '')).toEqual({ rate: 0.8 });
});
