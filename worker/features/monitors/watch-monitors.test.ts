import { env } from 'cloudflare:workers';
import type {
  Batch,
  MonitorAlarm,
  MonitorInput,
  MonitorPreview,
  MonitorReport,
  MonitorSummary,
  Page,
  Verdict,
} from '@assay/schema/types.ts';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { MonitorNamespace } from '../../core/monitoring/writer.ts';
import { createServices } from '../../services.ts';
import { call, callJson } from '../../testing/client.ts';
import { createLife, mortalDatabase } from '../../testing/crashes.ts';
import { giveKey } from '../../testing/keys.ts';
import { sealPending } from '../records/seal.ts';
import { deleteMonitor } from './monitors.ts';
import { watchMonitors } from './watch-monitors.ts';

const services = createServices(env, { log: () => {} });
const scorers = ['levenshtein'];

async function createProject() {
  const { key, projectId } = await giveKey();
  const score = (output: string, more: object = {}) =>
    callJson<Verdict>('/v1/score', {
      key,
      body: { sample: { output, expected: 'right' }, scorers, ...more },
    });
  const monitor = (input: Partial<MonitorInput> = {}) =>
    callJson('/v1/monitors', {
      key,
      body: { name: 'answers', scorer: 'levenshtein', baseline: { mean: 0.95 }, ...input },
    });
  const report = (name = 'answers') => callJson<MonitorReport>(`/v1/monitors/${name}`, { key });
  const waiting = () => services.monitorOutbox.first(projectId, 1_000);
  const alerts = async () => {
    const { results } = await env.DB.prepare(
      'SELECT key, status, raised FROM alerts WHERE project_id = ?1 ORDER BY key',
    )
      .bind(projectId)
      .all<{ key: string; status: string; raised: number }>();
    return results;
  };
  return { key, projectId, score, monitor, report, waiting, alerts };
}

async function run(): Promise<void> {
  await sealPending(services);
  await watchMonitors(services);
}

test('stored verdicts reach the monitors that watch them, each once, and an alarm becomes an alert', async () => {
  const { score, monitor, report, alerts, key, waiting } = await createProject();
  await monitor({ where: { metadata: { language: 'de' } }, severity: 'error' });
  for (let i = 0; i < 4; i++) await score('right', { metadata: { language: 'en' } });
  for (let i = 0; i < 30; i++) {
    await score(i < 6 ? 'right' : 'wrong', { metadata: { language: 'de', release: '2' } });
  }
  await run();
  await run();
  const { state } = await report();
  expect(state).toMatchObject({ status: 'alarm', counts: { seen: 30, counted: 30 } });
  expect(await waiting()).toEqual([]);
  expect(await alerts()).toEqual([{ key: 'monitor/answers/drift', status: 'open', raised: 1 }]);
  const alarms = await callJson<Page<MonitorAlarm>>('/v1/monitors/answers/alarms', { key });
  expect(alarms.items).toHaveLength(1);
  const [alarm] = alarms.items;
  const verdict = await callJson<Verdict>(`/v1/verdicts/${alarm?.examples[0]?.id}`, { key });
  expect(verdict.passed).toBe(false);
  const summary = await callJson<MonitorSummary>('/v1/monitors-summary?days=1', { key });
  expect(summary).toMatchObject({
    monitors: 1,
    alarms: [{ id: alarm?.id }],
    moves: [{ monitor: 'answers', isWorse: true }],
  });
  const acknowledged = await callJson<MonitorAlarm>(
    `/v1/monitors/answers/alarms/${alarm?.id}/acknowledge`,
    { key, method: 'POST' },
  );
  expect(acknowledged.acknowledgedBy).toMatch(/^key_/);
  await callJson('/v1/monitors/answers/reset', { key, body: { baseline: 'learn' } });
  expect(await alerts()).toMatchObject([{ status: 'resolved' }]);
  expect((await report()).state).toMatchObject({ status: 'learning', openAlarms: 0 });
});

test('a project without monitors has no verdicts waiting for one', async () => {
  const { score, waiting } = await createProject();
  await score('right');
  await run();
  expect(await waiting()).toEqual([]);
});

test('verdicts that went through the queue are watched once, however often they are delivered', async () => {
  const { score, monitor, report, projectId } = await createProject();
  await monitor();
  const verdict = await score('right');
  await run();
  const row = {
    ...{ projectId, id: verdict.id, createdAtMs: Date.parse(verdict.createdAt) },
    ...{ passed: true, labels: [], verdict: JSON.stringify(verdict), sample: '{}' },
  };
  await services.verdicts.insert([row]);
  expect(await services.logOutbox.first(projectId, 10)).toEqual([]);
  await run();
  expect((await report()).state.counts.seen).toBe(1);
});

test('whatever step the Worker dies at, every verdict counts once and one alert is open', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.uniqueArray(fc.nat({ max: 24 }), { minLength: 1, maxLength: 4 }),
      fc.boolean(),
      async (deaths, isAfter) => {
        const { score, monitor, report, alerts, projectId, waiting } = await createProject();
        await monitor();
        for (let i = 0; i < 14; i++) await score('wrong');
        let steps = 0;
        const life = createLife({
          next: () =>
            deaths.includes(steps++) ? (isAfter ? 'dies-after' : 'dies-before') : 'lives',
        });
        const mortal: MonitorNamespace = {
          getByName(name) {
            const stub = env.MONITORS.getByName(name);
            return {
              ...stub,
              observe: (...given) => life.step(() => stub.observe(...given)),
              check: (...given) => life.step(() => stub.check(...given)),
              told: (ids) => life.step(() => stub.told(ids)),
              forget: (ids) => life.step(() => stub.forget(ids)),
            };
          },
        };
        const dying = createServices(
          { ...env, DB: mortalDatabase(env.DB, life), MONITORS: mortal },
          { log: () => {} },
        );
        for (let lives = 0; lives <= deaths.length; lives++) {
          life.isDead = false;
          await sealPending(dying).catch(() => {});
          await watchMonitors(dying).catch(() => {});
        }
        life.isDead = false;
        await run();
        expect((await report()).state).toMatchObject({
          status: 'alarm',
          counts: { seen: 14, counted: 14 },
        });
        expect(await waiting()).toEqual([]);
        expect(await services.logOutbox.first(projectId, 10)).not.toContainEqual(
          expect.objectContaining({ kind: 'verdict' }),
        );
        expect(await alerts()).toMatchObject([{ key: 'monitor/answers/drift', status: 'open' }]);
      },
    ),
    { numRuns: 12 },
  );
});

test('two runs at once count nothing twice', async () => {
  const { score, monitor, report } = await createProject();
  await monitor();
  for (let i = 0; i < 12; i++) await score('right');
  await sealPending(services);
  await Promise.all([watchMonitors(services), watchMonitors(services)]);
  expect((await report()).state.counts).toMatchObject({ seen: 12, counted: 12 });
});

test('a batch that has ended is watched by monitors of batches, and by no other', async () => {
  const { key, monitor, report, waiting } = await createProject();
  await monitor();
  await monitor({ name: 'nightly', source: 'batches', where: { tags: ['nightly'] } });
  const samples = Array.from({ length: 25 }, () => ({ output: 'wrong', expected: 'right' }));
  const body = { scorers, samples, tags: ['nightly'] };
  const batch = await callJson<Batch>('/v1/batches', { key, body });
  const ended = async (id: string) =>
    (await callJson<Batch>(`/v1/batches/${id}`, { key })).status === 'completed';
  await expect.poll(() => ended(batch.id), { timeout: 30_000 }).toBe(true);
  expect(await waiting()).toMatchObject([{ kind: 'batch', id: batch.id, place: -1 }]);
  await run();
  expect((await report('nightly')).state).toMatchObject({ status: 'alarm', counts: { seen: 25 } });
  expect((await report()).state.counts.seen).toBe(0);
  expect(await waiting()).toEqual([]);
  const tested = await callJson<MonitorPreview>('/v1/monitors/preview', {
    key,
    body: { monitor: { scorer: 'levenshtein', baseline: { mean: 0.95 } }, batch: batch.id },
  });
  expect(tested).toMatchObject({ looked: 25, matched: 25, state: { status: 'alarm' } });
  const made = await monitor({ name: 'from-batch', baseline: { batch: batch.id } });
  expect(made).toMatchObject({ version: 1 });
});

test('a baseline of stored verdicts is refused if there are too few', async () => {
  const { key, score } = await createProject();
  await score('right');
  const from = new Date(Date.now() - 3_600_000).toISOString();
  const to = new Date(Date.now() + 3_600_000).toISOString();
  const body = { name: 'a', scorer: 'levenshtein', baseline: { from, to } };
  const refused = await call('/v1/monitors', { key, body });
  expect(refused.status).toBe(400);
  expect(await refused.json()).toMatchObject({
    errors: [{ pointer: '/baseline', message: expect.stringContaining('has 1 values') }],
  });
  for (let i = 0; i < 10; i++) await score('right');
  expect((await call('/v1/monitors', { key, body })).status).toBe(201);
});

test('silence is noticed, and told once', async () => {
  const { projectId, alerts, key } = await createProject();
  await callJson('/v1/monitors', {
    key,
    body: { name: 'heartbeat', thresholds: [{ measure: 'count', below: 1, windowMinutes: 30 }] },
  });
  const at = (minutes: number) =>
    createServices(env, { log: () => {}, nowMs: () => Date.now() + minutes * 60_000 });
  for (const minutes of [2, 20, 40, 60, 61]) await watchMonitors(at(minutes));
  expect(await alerts()).toMatchObject([
    { key: 'monitor/heartbeat/threshold-0', status: 'open', raised: 1 },
  ]);
  const stored = await services.monitors.find(projectId, 'heartbeat');
  expect(stored?.checkAtMs).toBeGreaterThan(Date.now() + 60 * 60_000);
});

test('a deleted verdict is forgotten, and a deleted monitor forgets everything', async () => {
  const { key, score, monitor, report, projectId, waiting } = await createProject();
  await monitor();
  const verdict = await score('right', { metadata: { language: 'de' } });
  await run();
  await call(`/v1/verdicts/${verdict.id}`, { key, method: 'DELETE' });
  await run();
  expect(await waiting()).toEqual([]);
  expect((await report()).state.counts.seen).toBe(1);
  await call('/v1/monitors/answers', { key, method: 'DELETE' });
  const state = await env.MONITORS.getByName(`${projectId}/answers`).state(Date.now());
  expect(state.counts.seen).toBe(0);
});

test('a deletion that the database cuts off can be asked for again, and leaves nothing', async () => {
  const { score, monitor, alerts, projectId } = await createProject();
  await monitor();
  for (let i = 0; i < 30; i++) await score('wrong');
  await run();
  let isDone = false;
  for (let steps = 0; !isDone; steps += 1) {
    const left = { steps };
    const life = createLife({ next: () => (left.steps-- > 0 ? 'lives' : 'dies-before') });
    const mortal = createServices({ ...env, DB: mortalDatabase(env.DB, life) }, { log: () => {} });
    isDone = await deleteMonitor(projectId, 'answers', mortal).then(
      () => true,
      () => false,
    );
    if (isDone) continue;
    expect(await services.monitors.find(projectId, 'answers')).toBeDefined();
  }
  expect(await services.monitors.find(projectId, 'answers')).toBeUndefined();
  expect(await alerts()).toMatchObject([{ status: 'resolved' }]);
  const state = await env.MONITORS.getByName(`${projectId}/answers`).state(Date.now());
  expect(state.counts.seen).toBe(0);
});

test('a monitor that is switched off ends its alerts, and one of its versions is deleted without them', async () => {
  const { key, score, monitor, report, alerts } = await createProject();
  await monitor();
  for (let i = 0; i < 30; i++) await score('wrong');
  await run();
  const version = (isEnabled: boolean) =>
    callJson('/v1/monitors/answers/versions', {
      key,
      body: { scorer: 'levenshtein', baseline: { mean: 0.95 }, isEnabled, description: 'v' },
    });
  await version(true);
  await call('/v1/monitors/answers@1', { key, method: 'DELETE' });
  expect(await alerts()).toMatchObject([{ status: 'open' }]);
  expect((await report()).state.counts.seen).toBe(30);
  await version(false);
  expect(await alerts()).toMatchObject([{ status: 'resolved' }]);
});

test('a monitor that is switched on again raises the alert of an alarm that is still open', async () => {
  const { key, score, monitor, report, alerts } = await createProject();
  await monitor();
  for (let i = 0; i < 30; i++) await score('wrong');
  await run();
  const version = (content: Partial<MonitorInput>) =>
    callJson('/v1/monitors/answers/versions', {
      key,
      body: { scorer: 'levenshtein', baseline: { mean: 0.95 }, ...content },
    });
  await version({ severity: 'error' });
  await score('wrong');
  await run();
  expect(await alerts()).toEqual([{ key: 'monitor/answers/drift', status: 'open', raised: 1 }]);
  await version({ isEnabled: false });
  await version({ isMuted: true });
  await score('wrong');
  await run();
  expect(await alerts()).toMatchObject([{ status: 'resolved' }]);
  await version({ isEnabled: false });
  await version({});
  const [before, after] = await alerts();
  expect([before?.status, after?.status].toSorted()).toEqual(['open', 'resolved']);
  expect((await report()).state).toMatchObject({ status: 'alarm', openAlarms: 1 });
  await callJson('/v1/monitors/answers/reset', { key, body: { baseline: 'learn' } });
  expect(await alerts()).toMatchObject([{ status: 'resolved' }, { status: 'resolved' }]);
  await version({ isEnabled: false });
  await version({});
  await run();
  expect(await alerts()).toHaveLength(2);
});

test('a monitor that is deleted with an alarm ends its alerts, and one of its name begins anew', async () => {
  const { score, monitor, report, alerts, key, projectId } = await createProject();
  await monitor();
  for (let i = 0; i < 30; i++) await score('wrong');
  await run();
  expect(await alerts()).toMatchObject([{ key: 'monitor/answers/drift', status: 'open' }]);
  const stale = await services.monitors.find(projectId, 'answers');
  await call('/v1/monitors/answers', { key, method: 'DELETE' });
  expect(await alerts()).toMatchObject([{ key: 'monitor/answers/drift', status: 'resolved' }]);
  // A run that read the monitor before it was deleted shows it what waits all the same.
  if (stale === undefined) throw new Error('there was a monitor');
  const behind = {
    ...services,
    monitors: { ...services.monitors, list: async () => [stale], due: async () => [stale] },
  };
  for (let i = 0; i < 30; i++) await score('wrong');
  await sealPending(services);
  await watchMonitors(behind);
  expect(await alerts()).toMatchObject([{ key: 'monitor/answers/drift', status: 'resolved' }]);
  await monitor();
  await score('right');
  await run();
  expect((await report()).state).toMatchObject({ counts: { seen: 1 }, openAlarms: 0 });
  expect(await alerts()).toHaveLength(1);
});
