import { env } from 'cloudflare:workers';
import { lowestId } from '@assay/schema/ids.ts';
import type { Batch, Retention, RetentionDays, Verdict } from '@assay/schema/types.ts';
import { beforeEach, expect, test } from 'vitest';
import { createServices } from '../../services.ts';
import { call, callJson } from '../../testing/client.ts';
import { createLife, mortalDatabase } from '../../testing/crashes.ts';
import { giveKey } from '../../testing/keys.ts';
import { labelsOf } from '../scoring/labels.ts';
import { enforceRetention } from './enforce-retention.ts';
import { replaceRetention } from './retention.ts';

const DAY_MS = 24 * 3_600_000;
const NOW_MS = Date.parse('2026-11-29T12:00:00Z');
const KEEP_ALL: RetentionDays = {
  ...{
    verdicts: null,
    samples: null,
    batches: null,
    labels: null,
    judgeAnswers: null,
    webhooks: null,
  },
};
const servicesOn = (db: D1Database, nowMs = NOW_MS) =>
  createServices({ ...env, DB: db }, { log: () => {}, nowMs: () => nowMs });
const services = servicesOn(env.DB);
let template: Verdict;
let projectId: string;
let key: string;

beforeEach(async () => {
  template ??= await callJson('/v1/score', {
    body: { sample: { output: 'a', expected: 'b' }, scorers: ['levenshtein'], tags: ['nightly'] },
  });
  ({ projectId, key } = await giveKey());
});

/** A stored verdict of so many days ago. */
async function verdictOf(daysAgo: number): Promise<string> {
  const row = rowOf(daysAgo);
  await services.verdicts.insert([row]);
  return row.id;
}

function rowOf(daysAgo: number) {
  const createdAtMs = NOW_MS - daysAgo * DAY_MS;
  const id = lowestId('verdict', createdAtMs).padEnd(template.id.length, '7');
  const verdict = { ...template, id, createdAt: new Date(createdAtMs).toISOString() };
  return {
    ...{ id, projectId, createdAtMs, passed: false, labels: labelsOf(verdict) },
    ...{ verdict: JSON.stringify(verdict), sample: '{"output":"a"}' },
  };
}

async function insert(table: string, row: Record<string, string | number | null>): Promise<void> {
  const names = Object.keys(row);
  const places = names.map((_, i) => `?${i + 1}`);
  await env.DB.prepare(`INSERT INTO ${table} (${names.join(', ')}) VALUES (${places.join(', ')})`)
    .bind(...Object.values(row))
    .run();
}

/** A batch that ended, a label, a cached answer and a delivery, each of so many days ago. */
async function othersOf(daysAgo: number): Promise<void> {
  const atMs = NOW_MS - daysAgo * DAY_MS;
  const id = (prefix: string) => `${prefix}_${projectId}_${daysAgo}`;
  await insert('batches', {
    ...{ project_id: projectId, id: id('bat'), status: 'completed', plan: '{}', priority: 1 },
    ...{ tags: '[]', metadata: '{}', total: 0, next_index: 0, invalid: '{}', intake_until_ms: 0 },
    ...{ run: 1, created_at_ms: atMs - 5, ended_at_ms: atMs },
  });
  await insert('labels', {
    ...{ project_id: projectId, question: 'q', version: 1, target: `verdict:${daysAgo}`, by: 'a' },
    ...{ origin: 'bulk', revision: 1, id: lowestId('label', atMs).padEnd(30, '0'), value: '1' },
    ...{ spans: '[]', queue: '', created_at_ms: atMs },
  });
  await insert('judge_cache', {
    ...{ project_id: projectId, key: id('k'), value: '1' },
    expires_at_ms: atMs + services.judging.models.cacheMs,
  });
  await insert('webhook_deliveries', {
    ...{ id: id('whd'), project_id: projectId, batch_id: id('bat'), run: 1, url: 'https://x.y' },
    ...{ status: 'delivered', attempts: 1, answers: '[]', created_at_ms: atMs, lease_until_ms: 0 },
  });
}

const keptVerdicts = async () =>
  (await services.verdicts.list({ projectId, labels: [], limit: 1_000 })).map(({ id }) => id);

async function left(table: string, condition = 'true'): Promise<number> {
  const row = await env.DB.prepare(
    `SELECT count(*) AS n FROM ${table} WHERE project_id = ?1 AND ${condition}`,
  )
    .bind(projectId)
    .first<{ n: number }>();
  return row?.n ?? 0;
}

test('what is older than its class is kept is deleted, and nothing else', async () => {
  const [, young] = [await verdictOf(31), await verdictOf(29)];
  await othersOf(31);
  await othersOf(29);
  const days = {
    ...KEEP_ALL,
    verdicts: 30,
    batches: 30,
    labels: 30,
    judgeAnswers: 30,
    webhooks: 30,
  };
  await replaceRetention(projectId, days, services);
  await enforceRetention(services);
  expect(await keptVerdicts()).toEqual([young]);
  expect(await left('batches', "status <> 'deleted'")).toBe(1);
  for (const table of ['labels', 'judge_cache', 'webhook_deliveries']) {
    expect(await left(table), table).toBe(1);
  }
  const deleted = { verdicts: 1, samples: 0, batches: 1, labels: 1, judgeAnswers: 1, webhooks: 1 };
  const { lastRun } = await callJson<Retention>('/v1/project/retention', { key });
  expect(lastRun).toMatchObject({ deleted, isComplete: true });
  const logged = await services.logOutbox.first(projectId, 100);
  expect(logged).toContainEqual(expect.objectContaining({ kind: 'deletion', id: lastRun?.id }));
});

test('samples go, and their verdicts stay', async () => {
  const [old, young] = [await verdictOf(31), await verdictOf(29)];
  await othersOf(31);
  const batchId = `bat_${projectId}_31`;
  await insert('batch_samples', { batch_id: batchId, at: 0, sample: '{"output":"a"}' });
  await insert('batch_exchanges', { batch_id: batchId, at: 0, n: 0, exchange: '{}' });
  await insert('judge_exchanges', { project_id: projectId, verdict_id: old, n: 0, exchange: '{}' });
  await replaceRetention(projectId, { ...KEEP_ALL, samples: 30 }, services);
  await enforceRetention(services);
  expect(await keptVerdicts()).toEqual([young, old]);
  const samples = { projectId, labels: [], limit: 10 };
  expect(await services.verdicts.samples(samples)).toEqual([
    { id: young, sample: '{"output":"a"}' },
    { id: old, sample: '{}' },
  ]);
  expect(await left('judge_exchanges')).toBe(0);
  const batch = await env.DB.prepare(
    `SELECT s.sample, (SELECT count(*) FROM batch_exchanges WHERE batch_id = ?1) AS exchanges
     FROM batch_samples s WHERE batch_id = ?1`,
  )
    .bind(batchId)
    .first();
  expect(batch).toEqual({ sample: '{}', exchanges: 0 });
  const { lastRun } = await callJson<Retention>('/v1/project/retention', { key });
  expect(lastRun).toMatchObject({ deleted: { samples: 2, verdicts: 0 }, isComplete: true });
});

test('a verdict that was delivered days late loses its sample too', async () => {
  await verdictOf(31);
  await replaceRetention(projectId, { ...KEEP_ALL, samples: 30 }, services);
  await enforceRetention(services);
  const late = await verdictOf(32);
  await enforceRetention(servicesOn(env.DB, NOW_MS + DAY_MS));
  const found = await services.verdicts.find(projectId, late);
  expect(found?.sample).toBe('{}');
});

test('what a batch has lost the samples of is not retried', async () => {
  const { id } = await callJson<Batch>('/v1/batches', {
    key,
    ...{ expect: 202, body: { samples: [{ output: 'a' }], scorers: ['coherence'] } },
  });
  const ended = 'UPDATE batches SET status = ?2, ended_at_ms = ?3 WHERE id = ?1';
  await env.DB.prepare(ended)
    .bind(id, 'completed', NOW_MS - 40 * DAY_MS)
    .run();
  await replaceRetention(projectId, { ...KEEP_ALL, samples: 30 }, services);
  await enforceRetention(services);
  const response = await call(`/v1/batches/${id}/retry`, { key, method: 'POST' });
  expect(await response.json()).toMatchObject({ status: 409, code: 'sample_not_kept' });
});

test('a class without days is kept, and so is a project without a retention', async () => {
  const old = await verdictOf(3_000);
  await othersOf(3_000);
  await enforceRetention(services);
  await replaceRetention(projectId, { ...KEEP_ALL, webhooks: 1 }, services);
  await enforceRetention(services);
  expect(await keptVerdicts()).toEqual([old]);
  expect(await left('labels')).toBe(1);
  expect(await left('webhook_deliveries')).toBe(0);
});

test('wherever it dies, the next run leaves nothing half-deleted and nothing that is too old', async () => {
  for (let step = 0; step < 20; step++) {
    for (const death of ['dies-before', 'dies-after'] as const) {
      ({ projectId, key } = await giveKey());
      const old = [await verdictOf(40), await verdictOf(41)];
      const [middle, young] = [await verdictOf(25), await verdictOf(1)];
      await othersOf(40);
      await replaceRetention(
        projectId,
        { ...KEEP_ALL, verdicts: 30, samples: 20, batches: 30, labels: 30 },
        services,
      );
      let steps = 0;
      const life = createLife({ next: () => (steps++ === step ? death : 'lives') });
      await enforceRetention(servicesOn(mortalDatabase(env.DB, life))).catch(() => {});
      // A verdict is there with its labels, or gone with them.
      const kept = await keptVerdicts();
      const labelled = await env.DB.prepare(
        'SELECT DISTINCT verdict_id AS id FROM verdict_labels WHERE project_id = ?1 ORDER BY id DESC',
      )
        .bind(projectId)
        .all<{ id: string }>();
      expect(labelled.results.map(({ id }) => id)).toEqual(kept);
      await enforceRetention(services);
      expect(await keptVerdicts()).toEqual([young, middle]);
      expect(await left('verdicts', "sample = '{}'")).toBe(1);
      expect(await left('batches', "status <> 'deleted'")).toBe(0);
      expect(await left('labels')).toBe(0);
      const logged = (await services.logOutbox.first(projectId, 100)).map(({ id }) => id);
      expect(logged).toEqual(expect.arrayContaining([...old, `${middle}/sample`]));
    }
  }
});

test('many verdicts go in steps, none of which is large', async () => {
  await services.verdicts.insert(Array.from({ length: 450 }, (_, i) => rowOf(40 + i)));
  expect(await keptVerdicts()).toHaveLength(450);
  await replaceRetention(projectId, { ...KEEP_ALL, verdicts: 30 }, services);
  await enforceRetention(services);
  expect(await keptVerdicts()).toEqual([]);
  expect(await left('verdict_labels')).toBe(0);
});

test('a project is done once a day, or at once when its days are changed', async () => {
  await replaceRetention(projectId, { ...KEEP_ALL, verdicts: 30 }, services);
  await enforceRetention(services);
  await verdictOf(40);
  await enforceRetention(services);
  expect(await keptVerdicts()).toHaveLength(1);
  await enforceRetention(servicesOn(env.DB, NOW_MS + DAY_MS));
  expect(await keptVerdicts()).toEqual([]);
});

test.each([
  [{ ...KEEP_ALL, verdicts: 0 }, '/verdicts'],
  [{ ...KEEP_ALL, spans: 3 }, '/spans'],
  [{ ...KEEP_ALL, samples: undefined }, '/samples'],
])('%j is refused', async (body, pointer) => {
  const response = await call('/v1/project/retention', { key, method: 'PUT', body });
  expect(await response.json()).toMatchObject({ status: 400, errors: [{ pointer }] });
});

test('only an administrator sets it, and everyone who reads sees it', async () => {
  const reader = await giveKey(['read'], projectId);
  const body = { ...KEEP_ALL, batches: 7 };
  const refused = await call('/v1/project/retention', { key: reader.key, method: 'PUT', body });
  expect(refused.status).toBe(403);
  await callJson('/v1/project/retention', { key, method: 'PUT', body });
  const seen = await callJson<Retention>('/v1/project/retention', { key: reader.key });
  expect(seen).toMatchObject({ days: body, lastRun: null });
});
