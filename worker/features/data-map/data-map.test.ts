import { env } from 'cloudflare:workers';
import { newId } from '@assay/schema/ids.ts';
import type { Batch, DataMap, ProjectSettings } from '@assay/schema/types.ts';
import { expect, test } from 'vitest';
import { createServices } from '../../services.ts';
import { createDatabase } from '../../store/database.ts';
import { createJudgeFlushes } from '../../store/judge-flushes.ts';
import { appWith } from '../../testing/app.ts';
import { callJson } from '../../testing/client.ts';
import { giveKey } from '../../testing/keys.ts';

const DAY_MS = 86_400_000;
const PROVIDERS = JSON.stringify({
  openai: { baseUrl: 'https://user:secret@api.openai.com/v1', apiKeyVariable: 'OPENAI_KEY' },
  inside: { baseUrl: 'http://judge.internal:8080' },
});
const models = { ASSAY_PROVIDERS: PROVIDERS, OPENAI_KEY: 'sk-secret' };
const dayOf = (ms: number) => new Date(ms).toISOString().slice(0, 10);

async function mapOf(key: string, bindings: object = {}): Promise<DataMap> {
  const headers = { Authorization: `Bearer ${key}` };
  const response = await appWith(bindings).fetch('http://localhost/v1/data-map', { headers });
  expect(response.status).toBe(200);
  return response.json();
}

async function use(projectId: string, model: string, day: string, calls: number, cached = 0) {
  const counts = { calls, cached, errors: 0, inputTokens: 1, outputTokens: 1, nanoUsd: 0 };
  const spending = { nanoUsd: 0, calls, usage: { inputTokens: 1, outputTokens: 1 } };
  await createJudgeFlushes(createDatabase(env.DB)).write({
    ...{ id: newId('flush'), projectId, day, spending, atMs: Date.now() },
    ...{ answers: [], uses: [{ model, version: '', ...counts }] },
  });
}

const settings: ProjectSettings = {
  allowedModels: null,
  selfEvaluation: 'warn',
  dailyCapUsd: null,
};

test('the place of the database is what is configured, and otherwise unknown', async () => {
  const { key } = await giveKey();
  const unknown = { location: 'unknown', jurisdiction: 'unknown' };
  expect((await mapOf(key)).storage).toEqual(unknown);
  const bindings = { ASSAY_D1_LOCATION: 'weur', ASSAY_D1_JURISDICTION: 'eu' };
  expect((await mapOf(key, bindings)).storage).toEqual({ location: 'weur', jurisdiction: 'eu' });
});

test('providers are listed by host without credentials, by what the project allows, with what was sent lately', async () => {
  const { key, projectId } = await giveKey();
  const [today, early] = [dayOf(Date.now()), dayOf(Date.now() - 29 * DAY_MS)];
  await use(projectId, 'openai/gpt-5-mini', early, 2);
  await use(projectId, 'openai/gpt-5', today, 3, 4);
  await use(projectId, 'openai/gpt-5', dayOf(Date.now() - 31 * DAY_MS), 100);
  await use(projectId, 'inside/small', today, 0, 5);
  await use(projectId, 'gone/large', early, 1);
  const { recipients } = await mapOf(key, models);
  expect(recipients).toEqual([
    {
      ...{ kind: 'model', name: 'gone', host: null, receives: 'texts', isReachable: false },
      lately: { times: 1, lastDay: early },
    },
    {
      ...{ kind: 'model', name: 'inside', host: 'judge.internal:8080', receives: 'texts' },
      ...{ isReachable: true, lately: { times: 0, lastDay: null } },
    },
    {
      ...{ kind: 'model', name: 'openai', host: 'api.openai.com', receives: 'texts' },
      ...{ isReachable: true, lately: { times: 5, lastDay: today } },
    },
  ]);
  expect(JSON.stringify(recipients)).not.toContain('secret');

  const body = { ...settings, allowedModels: ['inside/*'] };
  await callJson('/v1/project/settings', { key, method: 'PUT', body });
  const narrowed = (await mapOf(key, models)).recipients;
  expect(narrowed.map(({ name, isReachable }) => [name, isReachable])).toEqual([
    ['gone', false],
    ['inside', true],
    ['openai', false],
  ]);
});

test('Workers AI is a recipient without a host', async () => {
  const { key } = await giveKey();
  const { recipients } = await mapOf(key, { AI: { run: async () => ({}) } });
  expect(recipients).toMatchObject([{ name: 'workers-ai', host: null, isReachable: true }]);
});

test('Workers behind service bindings are one recipient without a host', async () => {
  const { key } = await giveKey();
  const { recipients } = await mapOf(key, { ASSAY_BINDINGS: 'MODEL', MODEL: { fetch } });
  expect(recipients).toMatchObject([{ name: 'binding', host: null, isReachable: true }]);
});

test('webhooks are listed by host: those that batches name, and those that were sent lately', async () => {
  const { key, projectId } = await giveKey();
  const url = (host: string) => ({ url: `https://${host}/hook?token=secret` });
  const open = { scorers: ['levenshtein'], open: true, webhook: url('soon.example.com') };
  await callJson<Batch>('/v1/batches', { key, body: open });
  const insert = env.DB.prepare(
    `INSERT INTO webhook_deliveries (id, project_id, batch_id, run, url, status, attempts, answers, created_at_ms, lease_until_ms)
     VALUES (?1, ?2, ?1, 1, ?3, ?4, ?5, '[]', ?6, 0)`,
  );
  const now = Date.now();
  await env.DB.batch(
    (
      [
        ['sent.example.com', 'delivered', 2, now],
        ['sent.example.com', 'failed', 3, now - 2 * DAY_MS],
        ['old.example.com', 'delivered', 1, now - 31 * DAY_MS],
        ['never.example.com', 'failed', 0, now],
      ] as const
    ).map(([host, status, attempts, atMs]) =>
      insert.bind(newId('delivery'), projectId, url(host).url, status, attempts, atMs),
    ),
  );
  const { recipients, webhooksEnabled } = await mapOf(key, {
    ASSAY_WEBHOOK_KEY: 'a-key-of-at-least-thirty-two-characters',
  });
  expect(webhooksEnabled).toBe(true);
  expect(recipients).toEqual([
    {
      ...{ kind: 'webhook', name: 'sent.example.com', host: 'sent.example.com' },
      ...{ receives: 'summary', isReachable: false, lately: { times: 5, lastDay: dayOf(now) } },
    },
    {
      ...{ kind: 'webhook', name: 'soon.example.com', host: 'soon.example.com' },
      ...{ receives: 'summary', isReachable: true, lately: { times: 0, lastDay: null } },
    },
  ]);
  expect(JSON.stringify(recipients)).not.toContain('secret');
});

test('services that pipelines call are listed until their version is deleted, and what was sent to them', async () => {
  const { key, projectId } = await giveKey();
  const http = { step: 'http', url: 'https://enrich.example.com/x' };
  const body = {
    name: 'chat',
    targets: [{ name: 'a', model: 'inside/small' }],
    postProcess: [http],
  };
  const app = appWith(models);
  const send = (method: string, path: string, given?: object) =>
    app.fetch(`http://localhost${path}`, {
      method,
      headers: { Authorization: `Bearer ${key}`, 'Content-Type': 'application/json' },
      ...(given && { body: JSON.stringify(given) }),
    });
  const made = await send('POST', '/v1/pipelines', body);
  expect(made.status, await made.text()).toBe(201);
  const steps = async () =>
    (await mapOf(key)).recipients.filter(({ kind }) => kind === 'http-step');
  expect(await steps()).toEqual([
    {
      ...{ kind: 'http-step', name: 'chat', host: 'enrich.example.com', receives: 'texts' },
      ...{ isReachable: true, lately: { times: 0, lastDay: null } },
    },
  ]);
  const { recipients } = createServices(env, { log: () => {} });
  const day = new Date().toISOString().slice(0, 10);
  for (const host of ['enrich.example.com', 'enrich.example.com', 'old.example.com']) {
    await recipients.countHttpStep(projectId, { day, host });
  }
  expect(await steps()).toMatchObject([
    { name: 'chat', isReachable: true, lately: { times: 2, lastDay: day } },
    { name: 'old.example.com', isReachable: false, lately: { times: 1, lastDay: day } },
  ]);
  await send('DELETE', '/v1/pipelines/chat');
  expect((await steps()).map(({ isReachable }) => isReachable)).toEqual([false, false]);
});

test('classes of data follow what the project keeps, and its retention', async () => {
  const { key } = await giveKey();
  const days = {
    verdicts: 90,
    samples: null,
    batches: 365,
    labels: null,
    judgeAnswers: 7,
    webhooks: 30,
  };
  await callJson('/v1/project/retention', { key, method: 'PUT', body: days });
  await callJson('/v1/project/data-settings', { key, method: 'PUT', body: { keep: 'scores' } });
  const { keep, classes } = await mapOf(key);
  expect(keep).toBe('scores');
  const found = Object.fromEntries(
    classes.map(({ id, isCollected, keptDays }) => [id, [isCollected, keptDays]]),
  );
  expect(found).toMatchObject({
    ...{ verdicts: [true, 90], batches: [true, 365], labels: [true, null], webhooks: [true, 30] },
    ...{ judgeExchanges: [false, 365], judgeAnswers: [false, 7], audit: [true, null] },
    traces: [true, 1],
  });
  const { classes: fresh } = await mapOf((await giveKey()).key, { ASSAY_JUDGE_CACHE_DAYS: '3' });
  expect(fresh).toContainEqual(
    expect.objectContaining({ id: 'judgeAnswers', isCollected: true, keptDays: 3 }),
  );
});
