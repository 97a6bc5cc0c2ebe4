import { env } from 'cloudflare:workers';
import { newId } from '@assay/schema/ids.ts';
import { expect, test } from 'vitest';
import { createServices } from '../../services.ts';
import { createLife, FakeQueue } from '../../testing/crashes.ts';
import { checkHealth } from './check-health.ts';
import { listAlerts } from './find-alerts.ts';
import { DEFAULT_ALERT_SETTINGS, replaceAlertSettings } from './settings.ts';

const MINUTE_MS = 60_000;
const NOON_MS = Date.parse('2026-11-29T12:00:00Z');
const MODEL = 'local/judge';

function createWorld() {
  const clock = { nowMs: NOON_MS };
  const queue = new FakeQueue(createLife({ next: () => 'lives' }));
  const services = createServices(
    { ...env, ALERTS: queue.binding() },
    { log: () => {}, nowMs: () => clock.nowMs },
  );
  const projectId = newId('project');
  const alerts = async () => {
    const { items } = await listAlerts(projectId, {}, services);
    return items.map(({ key, status, severity }) => `${key} ${status} ${severity}`);
  };
  return {
    ...{ services, projectId, alerts, clock },
    /** Adds calls of a judge, and looks a minute later. */
    async minute(calls: number, errors: number) {
      const use = { calls, errors, cached: 0, inputTokens: 0, outputTokens: 0, nanoUsd: 0 };
      const day = new Date(clock.nowMs).toISOString().slice(0, 10);
      await services.judging.flushes.write({
        ...{ id: newId('flush'), projectId, day, atMs: clock.nowMs, answers: [] },
        spending: { nanoUsd: 0, calls, usage: { inputTokens: 0, outputTokens: 0 } },
        uses: [{ model: MODEL, version: '', ...use }],
      });
      await checkHealth(services);
      clock.nowMs += MINUTE_MS;
    },
    insert: (table: string, row: Record<string, string | number | null>) => {
      const names = Object.keys(row);
      return env.DB.prepare(
        `INSERT INTO ${table} (${names.join(', ')}) VALUES (${names.map((_, i) => `?${i + 1}`).join(', ')})`,
      )
        .bind(...Object.values(row))
        .run();
    },
  };
}

test('judges that fail raise an alert, which ends once they answer again', async () => {
  const { minute, alerts } = createWorld();
  await minute(1_000, 0);
  await minute(100, 3);
  expect(await alerts()).toEqual([]);
  await minute(5, 10);
  await minute(5, 10);
  expect(await alerts()).toEqual([`health/judge/${MODEL} open critical`]);
  for (let i = 0; i < 10; i += 1) await minute(50, 0);
  expect(await alerts()).toEqual([`health/judge/${MODEL} resolved critical`]);
});

test('a good morning does not hide a bad afternoon, nor a bad morning spoil a good one', async () => {
  const { minute, alerts, clock } = createWorld();
  await minute(100_000, 5);
  clock.nowMs += 120 * MINUTE_MS;
  await minute(0, 30);
  await minute(0, 30);
  expect(await alerts()).toEqual([`health/judge/${MODEL} open critical`]);
  clock.nowMs += 120 * MINUTE_MS;
  await minute(30, 0);
  expect(await alerts()).toEqual([`health/judge/${MODEL} resolved critical`]);
});

test('few calls say nothing', async () => {
  const { minute, alerts } = createWorld();
  for (let i = 0; i < 9; i += 1) await minute(1, 1);
  expect(await alerts()).toEqual([]);
});

test('spend near the cap is told, once by each step, and ends with the day', async () => {
  const { services, projectId, alerts, insert, clock } = createWorld();
  await services.judging.settingsCache.put(projectId, {
    ...{ allowedModels: null, selfEvaluation: 'warn', dailyCapUsd: 10 },
  });
  const spent = (usd: number) =>
    insert('judge_spend', {
      ...{ project_id: projectId, day: '2026-11-29', nano_usd: usd * 1e9 },
      ...{ calls: 1, input_tokens: 0, output_tokens: 0 },
    });
  await spent(7);
  await checkHealth(services);
  expect(await alerts()).toEqual([]);
  await env.DB.prepare('DELETE FROM judge_spend WHERE project_id = ?').bind(projectId).run();
  await spent(9);
  await checkHealth(services);
  expect(await alerts()).toEqual(['health/spend open warning']);
  clock.nowMs += 24 * 60 * MINUTE_MS;
  await checkHealth(services);
  expect(await alerts()).toEqual(['health/spend resolved warning']);
});

test('work that is overdue is told, by its kind', async () => {
  const { services, projectId, alerts, insert, clock } = createWorld();
  await insert('trace_turns', {
    ...{ project_id: projectId, trace_id: 't', due_at_ms: NOON_MS, first_at_ms: NOON_MS },
  });
  await insert('log_outbox', {
    ...{ project_id: projectId, kind: 'verdict', entry_id: newId('verdict', NOON_MS), hash: null },
  });
  clock.nowMs += 29 * MINUTE_MS;
  await checkHealth(services);
  expect(await alerts()).toEqual([]);
  clock.nowMs += 2 * MINUTE_MS;
  await checkHealth(services);
  expect((await alerts()).toSorted()).toEqual([
    'health/backlog/log open error',
    'health/backlog/traces open error',
  ]);
  await env.DB.prepare('DELETE FROM trace_turns WHERE project_id = ?').bind(projectId).run();
  await env.DB.prepare('DELETE FROM log_outbox WHERE project_id = ?').bind(projectId).run();
  await checkHealth(services);
  expect((await alerts()).every((alert) => alert.includes('resolved'))).toBe(true);
});

test('a rule over its cap is told, and one that cannot score, unless the project wants none of it', async () => {
  const { services, projectId, alerts, insert } = createWorld();
  const minute = Math.floor(NOON_MS / MINUTE_MS) - 3;
  const row = { project_id: projectId, minute, matched: 100 };
  await insert('trace_minutes', { ...row, rule: 'busy', scored: 60 });
  await insert('trace_minutes', { ...row, rule: 'fine', scored: 95 });
  await insert('trace_minutes', { ...row, rule: 'lost', scored: 0, failed: 100 });
  await insert('trace_minutes', { ...row, rule: '', scored: 0 });
  await replaceAlertSettings(projectId, { ...DEFAULT_ALERT_SETTINGS, ruleCap: null }, services);
  await checkHealth(services);
  expect(await alerts()).toEqual([]);
  await replaceAlertSettings(projectId, DEFAULT_ALERT_SETTINGS, services);
  await checkHealth(services);
  expect((await alerts()).toSorted()).toEqual([
    'health/rule/busy open warning',
    'health/rule/lost open error',
  ]);
});
