import { env } from 'cloudflare:workers';
// The queue of experiments loads it too. In the test runner a request cannot wait for what another one loads.
import './features/gateway/answer.ts';
import { newId } from '@assay/schema/ids.ts';
import type {
  Alignment,
  ApiKey,
  AuditEntry,
  Batch,
  Calibration,
  DataMap,
  Dataset,
  DatasetUpload,
  Deletion,
  Experiment,
  LogCheckpoint,
  LogPage,
  ModelCard,
  Overview,
  Page,
  PipelinePreview,
  Probe,
  Problem,
  Suite,
  Verdict,
  WebhookSecret,
} from '@assay/schema/types.ts';
import { beforeAll, describe, expect, test } from 'vitest';
import { OPERATIONS } from './entry/operations/list.ts';
import { raiseAlert } from './features/alerts/raise-alert.ts';
import { DEFAULT_ALERT_SETTINGS as alertSettings } from './features/alerts/settings.ts';
import { sealPending } from './features/records/seal.ts';
import { createServices } from './services.ts';
import { createDataKeyStore } from './store/data-keys.ts';
import { createDatabase } from './store/database.ts';
import { createEvaluationDeliveryStore } from './store/evaluation-deliveries.ts';
import { createJudgeFlushes } from './store/judge-flushes.ts';
import { call as boundCall, callJson as callBound } from './testing/bound-client.ts';
import { call, callJson } from './testing/client.ts';
import { giveKey } from './testing/keys.ts';

// Two projects: what belongs to one must be out of the other's reach by every route.

let owner: Awaited<ReturnType<typeof giveKey>>;
let stranger: Awaited<ReturnType<typeof giveKey>>;
let verdict: Verdict;
let batch: Batch;
let calibration: Calibration;
let experiment: Experiment;
let probe: Probe;
const TARGET = { url: 'http://127.0.0.1:9/answer' };
let alignment: Alignment;
let upload: DatasetUpload;
let alertId: string | null;

const EVENTS = '/v1/project/evaluation-export';
const scorers = ['levenshtein'];
const sample = { output: 'a', expected: 'a' };
const items = [{ id: 'a', sample }];
const rules = [{ scorer: 'detect-pii', action: 'block' }];
const targets = [{ name: 'small', model: 'binding/SMALL' }];
const rule = { level: 'trace', scorers: ['json-valid'] };
const monitor = { baseline: { mean: 0.9 } };
const schedule = {
  cron: '0 2 * * *',
  run: { kind: 'batch', dataset: 'scheduled', scorers: ['levenshtein'] },
};
const channel = { kind: 'webhook', url: 'https://hooks.example.com/mine' };
const question = { name: 'mine', kind: 'pass-fail', text: 'Is it right?' };
const variants = [{ name: 'own', target: { url: 'http://127.0.0.1:9/answer' } }];
const rubric = { name: 'their-rubric', base: 'rubric', params: { criterion: 'It is polite.' } };

beforeAll(async () => {
  owner = await giveKey();
  stranger = await giveKey();
  await callJson('/v1/scorers', { key: owner.key, body: { ...rubric, name: 'my-rubric' } });
  await callJson('/v1/project/settings', {
    key: owner.key,
    method: 'PUT',
    body: { allowedModels: null, selfEvaluation: 'warn', dailyCapUsd: 7 },
  });
  await callJson('/v1/project/retention', {
    key: owner.key,
    method: 'PUT',
    body: {
      verdicts: 30,
      samples: null,
      batches: null,
      labels: null,
      judgeAnswers: null,
      webhooks: null,
    },
  });
  await callJson('/v1/project/data-settings', {
    key: owner.key,
    method: 'PUT',
    body: { keep: 'exchange' },
  });
  await createDataKeyStore(createDatabase(env.DB)).insert({
    ...{ projectId: owner.projectId, id: newId('dataKey'), masterKey: 'm', wrapped: 'w' },
    ...{ createdAtMs: 1, droppedAtMs: null },
  });
  const spending = { nanoUsd: 5, calls: 1, usage: { inputTokens: 1, outputTokens: 1 } };
  const use = {
    ...{ model: 'local/judge', version: '', calls: 1, cached: 0, errors: 0 },
    ...{ inputTokens: 1, outputTokens: 1, nanoUsd: 5 },
  };
  const today = new Date().toISOString().slice(0, 10);
  await createJudgeFlushes(createDatabase(env.DB)).write({
    ...{ id: owner.projectId, projectId: owner.projectId, day: today, spending },
    ...{ answers: [], uses: [use], atMs: Date.now() },
  });
  await callJson<Suite>('/v1/suites', { key: owner.key, body: { name: 'mine', scorers } });
  await callJson('/v1/guard/policies', { key: owner.key, body: { name: 'mine', rules } });
  await callBound('/v1/pipelines', { key: owner.key, body: { name: 'mine', targets } });
  await callJson('/v1/rules', { key: owner.key, body: { name: 'mine', ...rule } });
  await callJson('/v1/monitors', { key: owner.key, body: { name: 'mine', ...monitor } });
  await callJson('/v1/channels', { key: owner.key, body: { name: 'mine', ...channel } });
  await callJson('/v1/alert-mutes', {
    ...{ key: owner.key, method: 'PUT' },
    body: { target: 'channel:mine', until: new Date(Date.now() + 3_600_000).toISOString() },
  });
  await callJson('/v1/project/alert-settings', {
    ...{ key: owner.key, method: 'PUT', body: { ...alertSettings, backlog: null } },
  });
  await callJson('/v1/datasets', { key: owner.key, body: { name: 'scheduled', items } });
  await callJson('/v1/schedules', { key: owner.key, body: { name: 'mine', ...schedule } });
  alertId = await raiseAlert(
    {
      ...{ projectId: owner.projectId, key: 'mine', source: 'monitor:mine', severity: 'info' },
      ...{ title: 'Mine', summary: 'Mine.', atMs: Date.now() },
    },
    createServices(env, { log: () => {} }),
  );
  verdict = await callJson('/v1/score', {
    key: owner.key,
    body: { sample, suite: 'mine', tags: ['mine'], metadata: { mine: true } },
  });
  await callJson(EVENTS, {
    ...{ key: owner.key, method: 'PUT' },
    body: { url: 'https://collector.example.com/v1/logs' },
  });
  const deliveries = createEvaluationDeliveryStore(createDatabase(env.DB));
  const [pending] = [{ verdictId: verdict.id, attempts: 0 }];
  await deliveries.add(owner.projectId, [verdict.id], { nowMs: 1, leaseUntilMs: 1 });
  await deliveries.record(owner.projectId, [pending], {
    ...{ status: 'failed', host: 'collector.example.com', httpStatus: 401, error: 'no' },
    leaseUntilMs: 1,
  });
  await callJson('/v1/questions', { key: owner.key, body: question });
  await callJson('/v1/queues', {
    key: owner.key,
    body: {
      ...{ name: 'mine', question: 'mine', sampling: { method: 'all' } },
      source: { targets: [{ verdictId: verdict.id }] },
    },
  });
  await callJson('/v1/labels', {
    key: owner.key,
    body: {
      ...{ question: 'mine', by: 'anna' },
      labels: [{ target: { verdictId: verdict.id }, value: true }],
    },
  });
  calibration = await callJson('/v1/calibrations', {
    key: owner.key,
    body: { scorer: 'my-rubric', labels: [{ sample, value: true }] },
  });
  alignment = await callJson('/v1/scorers/my-rubric/align', {
    key: owner.key,
    body: { labels: [{ sample, value: true }] },
  });
  await callJson('/v1/datasets', { key: owner.key, body: { name: 'mine', items } });
  upload = await callJson('/v1/datasets/mine/uploads', { key: owner.key, body: {} });
  batch = await callJson('/v1/batches', {
    key: owner.key,
    body: { suite: 'mine', open: true, tags: ['mine'] },
  });
  await call('/v1/secrets/MINE', {
    key: owner.key,
    method: 'PUT',
    body: { value: 'hush', hosts: ['example.com'] },
  });
  experiment = await callJson('/v1/experiments', {
    key: owner.key,
    body: { variants, samples: [{ input: 'a' }], suite: 'mine', tags: ['mine'] },
  });
  probe = await callJson('/v1/probes', {
    key: owner.key,
    body: { kind: 'consistency', target: TARGET, samples: [{ input: 'a' }], suite: 'mine' },
  });
  await sealPending(createServices(env, { log: () => {} }));
});

/** For each route: what the stranger tries, and what must come of it. */
const attempts: Record<string, () => Promise<void>> = {
  'POST /v1/score': async () => {
    const response = await call('/v1/score', {
      key: stranger.key,
      body: { sample, suite: 'mine' },
    });
    expect(response.status).toBe(400);
    expect(await response.json()).toMatchObject({ code: 'unknown_suite' });
  },
  'POST /v1/guard': async () => {
    const body = { stage: 'output', text: 'x', policy: 'mine' };
    const response = await call('/v1/guard', { key: stranger.key, body });
    expect(await response.json()).toMatchObject({ code: 'unknown_policy' });
  },
  'POST /v1/guard/stream': async () => {
    const headers = { 'Content-Type': 'text/plain' };
    const path = '/v1/guard/stream?policy=mine';
    const response = await call(path, { key: stranger.key, body: 'x', headers });
    expect(await response.json()).toMatchObject({ code: 'unknown_policy' });
  },
  'POST /beta/litellm_basic_guardrail_api': async () => {
    const params = { policy: 'mine' };
    const body = { input_type: 'request', additional_provider_specific_params: params };
    const path = '/beta/litellm_basic_guardrail_api';
    const response = await call(path, { key: stranger.key, body: { ...body, texts: ['x'] } });
    expect(await response.json()).toMatchObject({ code: 'unknown_policy' });
  },
  'POST /v1/guard/portkey': async () => {
    const body = { eventType: 'beforeRequestHook', request: { json: {}, text: 'x' } };
    const response = await call('/v1/guard/portkey?policy=mine', { key: stranger.key, body });
    expect(await response.json()).toMatchObject({ code: 'unknown_policy' });
  },
  'POST /v1/guard/restore': async () => {
    // Tokens are the caller's own: nothing is kept that another could ask for.
    const body = { text: '[EMAIL_1]', tokens: {} };
    expect(await callJson('/v1/guard/restore', { key: stranger.key, body })).toEqual({
      text: '[EMAIL_1]',
    });
  },
  'POST /v1/rules': async () => {
    const made = await callJson('/v1/rules', {
      key: stranger.key,
      body: { name: 'mine', ...rule },
    });
    expect(made).toMatchObject({ version: 1 });
    await call('/v1/rules/mine', { key: stranger.key, method: 'DELETE' });
  },
  'POST /v1/rules/preview': async () => {
    const { key } = stranger;
    const foreign = await call('/v1/rules/preview', {
      key,
      body: { level: 'trace', suite: 'mine' },
    });
    expect((await foreign.json<Problem>()).code).toBe('unknown_suite');
  },
  'GET /v1/rules': async () => {
    const { key } = stranger;
    expect((await callJson<Page<object>>('/v1/rules', { key })).items).toEqual([]);
  },
  'GET /v1/rules/:name': () => gone('GET', '/v1/rules/mine'),
  'GET /v1/rules/:name/verdicts': () => gone('GET', '/v1/rules/mine/verdicts'),
  'GET /v1/rules/:name/activity': () => gone('GET', '/v1/rules/mine/activity'),
  'GET /v1/rules/:name/versions': () => gone('GET', '/v1/rules/mine/versions'),
  'POST /v1/rules/:name/versions': () => gone('POST', '/v1/rules/mine/versions', rule),
  'DELETE /v1/rules/:name': () => gone('DELETE', '/v1/rules/mine'),
  'POST /v1/monitors': async () => {
    const made = await callJson('/v1/monitors', {
      key: stranger.key,
      body: { name: 'mine', ...monitor },
    });
    expect(made).toMatchObject({ version: 1 });
    await call('/v1/monitors/mine', { key: stranger.key, method: 'DELETE' });
  },
  'POST /v1/monitors/preview': async () => {
    const { key } = stranger;
    const tested = await callJson('/v1/monitors/preview', { key, body: { monitor } });
    expect(tested).toMatchObject({ looked: 0, matched: 0 });
  },
  'GET /v1/monitors-summary': async () => {
    const { key } = stranger;
    const summary = await callJson('/v1/monitors-summary', { key });
    expect(summary).toMatchObject({ monitors: 0, alarms: [], moves: [] });
  },
  'GET /v1/monitors': async () => {
    const { key } = stranger;
    expect((await callJson<Page<object>>('/v1/monitors', { key })).items).toEqual([]);
  },
  'GET /v1/monitors/:name': () => gone('GET', '/v1/monitors/mine'),
  'GET /v1/monitors/:name/timeline': () => gone('GET', '/v1/monitors/mine/timeline'),
  'GET /v1/monitors/:name/alarms': () => gone('GET', '/v1/monitors/mine/alarms'),
  'POST /v1/monitors/:name/alarms/:id/acknowledge': () =>
    gone('POST', '/v1/monitors/mine/alarms/alm_1/acknowledge'),
  'POST /v1/monitors/:name/reset': () => gone('POST', '/v1/monitors/mine/reset', {}),
  'GET /v1/monitors/:name/versions': () => gone('GET', '/v1/monitors/mine/versions'),
  'POST /v1/monitors/:name/versions': () => gone('POST', '/v1/monitors/mine/versions', monitor),
  'DELETE /v1/monitors/:name': () => gone('DELETE', '/v1/monitors/mine'),
  'GET /v1/alerts': async () => {
    const { key } = stranger;
    expect((await callJson<Page<object>>('/v1/alerts', { key })).items).toEqual([]);
  },
  'GET /v1/alerts/:id': () => gone('GET', `/v1/alerts/${alertId}`),
  'POST /v1/alerts/:id/resolve': () => gone('POST', `/v1/alerts/${alertId}/resolve`),
  'GET /v1/alert-deliveries': async () => {
    const { key } = stranger;
    const path = `/v1/alert-deliveries?alert=${alertId}`;
    expect((await callJson<Page<object>>(path, { key })).items).toEqual([]);
    expect((await callJson<Page<object>>(path, { key: owner.key })).items).toHaveLength(1);
  },
  'GET /v1/alert-mutes': async () => {
    const { key } = stranger;
    expect((await callJson<Page<object>>('/v1/alert-mutes', { key })).items).toEqual([]);
  },
  'PUT /v1/alert-mutes': async () => {
    const until = new Date(Date.now() + 60_000).toISOString();
    await gone('PUT', '/v1/alert-mutes', { target: 'channel:mine', until });
  },
  'GET /v1/project/alert-settings': async () => {
    const { key } = stranger;
    expect(await callJson('/v1/project/alert-settings', { key })).toEqual(alertSettings);
  },
  'PUT /v1/project/alert-settings': async () => {
    const body = { ...alertSettings, spend: null };
    await callJson('/v1/project/alert-settings', { key: stranger.key, method: 'PUT', body });
    const { key } = owner;
    expect(await callJson('/v1/project/alert-settings', { key })).not.toEqual(body);
  },
  'GET /v1/schedules': async () => {
    const { key } = stranger;
    expect((await callJson<Page<object>>('/v1/schedules', { key })).items).toEqual([]);
  },
  'POST /v1/schedules': async () => {
    const response = await call('/v1/schedules', {
      key: stranger.key,
      body: { name: 'theirs', ...schedule },
    });
    expect(await response.json()).toMatchObject({ code: 'unknown_dataset' });
  },
  'GET /v1/schedules/:name': () => gone('GET', '/v1/schedules/mine'),
  'PUT /v1/schedules/:name': () => gone('PUT', '/v1/schedules/mine', schedule),
  'DELETE /v1/schedules/:name': () => gone('DELETE', '/v1/schedules/mine'),
  'GET /v1/schedules/:name/runs': () => gone('GET', '/v1/schedules/mine/runs'),
  'POST /v1/schedules/:name/run': () => gone('POST', '/v1/schedules/mine/run'),
  'POST /v1/schedules/:name/pause': () => gone('POST', '/v1/schedules/mine/pause'),
  'POST /v1/schedules/:name/resume': () => gone('POST', '/v1/schedules/mine/resume'),
  'GET /v1/channels': async () => {
    const { key } = stranger;
    expect((await callJson<Page<object>>('/v1/channels', { key })).items).toEqual([]);
  },
  'POST /v1/channels': async () => {
    // The same name is free in another project.
    const body = { name: 'mine', ...channel };
    await callJson('/v1/channels', { key: stranger.key, body });
    await call('/v1/channels/mine', { key: stranger.key, method: 'DELETE' });
  },
  'GET /v1/channels/:name': () => gone('GET', '/v1/channels/mine'),
  'PUT /v1/channels/:name': () => gone('PUT', '/v1/channels/mine', channel),
  'DELETE /v1/channels/:name': () => gone('DELETE', '/v1/channels/mine'),
  'POST /v1/channels/:name/test': () => gone('POST', '/v1/channels/mine/test'),
  'POST /v1/pipelines': async () => {
    // The same name is free in another project.
    const body = { name: 'mine', targets };
    const made = await callBound('/v1/pipelines', { key: stranger.key, body });
    expect(made).toMatchObject({ version: 1 });
    await call('/v1/pipelines/mine', { key: stranger.key, method: 'DELETE' });
  },
  'POST /v1/pipelines/preview': async () => {
    const { key } = stranger;
    const body = { name: 'mine', targets };
    const preview = await callBound<PipelinePreview>('/v1/pipelines/preview', { key, body });
    expect(preview).toMatchObject({ isChanged: true, newest: null });
    // What it names is looked for in the own project alone.
    const foreign = { ...body, guardInput: { policy: 'mine' }, judge: { suite: 'mine' } };
    const response = await boundCall('/v1/pipelines/preview', { key, body: foreign });
    const { errors = [] } = await response.json<Problem>();
    expect(errors.map(({ pointer }) => pointer)).toEqual(['/guardInput/policy', '/judge/suite']);
  },
  'GET /v1/pipelines': async () => {
    const { key } = stranger;
    expect((await callJson<Page<object>>('/v1/pipelines', { key })).items).toEqual([]);
  },
  'GET /v1/pipelines/:name': () => gone('GET', '/v1/pipelines/mine'),
  'GET /v1/pipelines/:name/versions': () => gone('GET', '/v1/pipelines/mine/versions'),
  'POST /v1/pipelines/:name/versions': () =>
    gone('POST', '/v1/pipelines/mine/versions', { targets }),
  'POST /v1/pipelines/:name/route': () => gone('POST', '/v1/pipelines/mine/route', { body: {} }),
  'DELETE /v1/pipelines/:name': () => gone('DELETE', '/v1/pipelines/mine'),
  'POST /v1/guard/policies': async () => {
    // The same name is free in another project.
    const body = { name: 'mine', rules };
    const made = await callJson('/v1/guard/policies', { key: stranger.key, body });
    expect(made).toMatchObject({ version: 1 });
    await call('/v1/guard/policies/mine', { key: stranger.key, method: 'DELETE' });
  },
  'GET /v1/guard/policies': async () => {
    const { key } = stranger;
    expect((await callJson<Page<object>>('/v1/guard/policies', { key })).items).toEqual([]);
  },
  'GET /v1/guard/policies/:name': () => gone('GET', '/v1/guard/policies/mine'),
  'GET /v1/guard/policies/:name/versions': () => gone('GET', '/v1/guard/policies/mine/versions'),
  'POST /v1/guard/policies/:name/versions': () =>
    gone('POST', '/v1/guard/policies/mine/versions', { rules }),
  'DELETE /v1/guard/policies/:name': () => gone('DELETE', '/v1/guard/policies/mine'),
  'GET /v1/scorers': async () => {
    expect(await text('/v1/scorers', owner.key)).toBe(await text('/v1/scorers', stranger.key));
    const { key } = await giveKey();
    expect(await callJson('/v1/scorers?own=true', { key })).toEqual({
      items: [],
      nextCursor: null,
    });
  },
  'POST /v1/scorers/prompts': async () => {
    const response = await call('/v1/scorers/prompts', {
      key: stranger.key,
      body: { sample, scorers: ['my-rubric'] },
    });
    expect(await response.json()).toMatchObject({ code: 'unknown_scorer' });
  },
  'DELETE /v1/scorers/:id': () => gone('DELETE', '/v1/scorers/my-rubric'),
  'POST /openai/v1/chat/completions': () => noModel('chat/completions'),
  'POST /openai/v1/responses': () => noModel('responses'),
  'POST /openai/v1/embeddings': () => noModel('embeddings'),
  'GET /openai/v1/models': async () => {
    const response = await call('/openai/v1/models', { key: stranger.key });
    expect(await response.json()).toMatchObject({ error: { code: 'models_unconfigured' } });
  },
  'GET /openai/v1/models/:model': async () => {
    const response = await call('/openai/v1/models/mine', { key: stranger.key });
    expect(response.status).toBe(503);
  },
  'POST /v1/compare': async () => {
    const body = { a: sample, b: sample, scorer: 'my-rubric' };
    const response = await call('/v1/compare', { key: stranger.key, body });
    expect(await response.json()).toMatchObject({ code: 'unknown_scorer' });
  },
  'POST /v1/scorers': async () => {
    // The same name is free in another project.
    const made = await callJson('/v1/scorers', { key: stranger.key, body: rubric });
    expect(made).toMatchObject({ version: 1 });
  },
  'POST /v1/scorers/trial': async () => {
    const body = { base: 'mine', params: {}, sample };
    expect((await call('/v1/scorers/trial', { key: stranger.key, body })).status).toBe(400);
  },
  'POST /v1/scorers/:name/versions': () =>
    gone('POST', '/v1/scorers/my-rubric/versions', { base: 'rubric', params: rubric.params }),
  'GET /v1/scorers/:name/versions': () => gone('GET', '/v1/scorers/my-rubric/versions'),
  'GET /v1/scorers/:id': async () => {
    await gone('GET', '/v1/scorers/my-rubric');
    const path = '/v1/scorers/levenshtein';
    expect(await text(path, owner.key)).toBe(await text(path, stranger.key));
  },
  'GET /v1/verdicts': async () => {
    for (const filter of [
      '',
      '?tag=mine',
      '?passed=true',
      '?metadata=mine',
      '?scorer=levenshtein',
    ]) {
      const page = await callJson<Page<Verdict>>(`/v1/verdicts${filter}`, { key: stranger.key });
      expect(page.items).toEqual([]);
    }
  },
  'GET /v1/verdicts/:id': () => gone('GET', `/v1/verdicts/${verdict.id}`),
  'GET /v1/verdicts/:id/receipt': () => gone('GET', `/v1/verdicts/${verdict.id}/receipt`),
  'GET /v1/verdicts/:id/lineage': () => gone('GET', `/v1/verdicts/${verdict.id}/lineage`),
  'POST /v1/verdicts/:id/replay': () => gone('POST', `/v1/verdicts/${verdict.id}/replay`),
  'DELETE /v1/verdicts/:id': () => gone('DELETE', `/v1/verdicts/${verdict.id}`),
  'GET /v1/log/checkpoint': async () => {
    const own = await callJson<LogCheckpoint>('/v1/log/checkpoint', { key: owner.key });
    const { key } = await giveKey();
    const other = await callJson<LogCheckpoint>('/v1/log/checkpoint', { key });
    expect(other).toMatchObject({ size: 0 });
    expect(other.origin).not.toBe(own.origin);
  },
  'GET /v1/log/entries': async () => {
    const own = await callJson<LogPage>('/v1/log/entries', { key: owner.key });
    expect(own.items.map(({ id }) => id)).toContain(verdict.id);
    const { key } = await giveKey();
    expect(await callJson('/v1/log/entries', { key })).toEqual({ items: [], size: 0 });
  },
  'GET /v1/log/proof': () => gone('GET', `/v1/log/proof?id=${verdict.id}`),
  'GET /v1/log/pending': async () => {
    const { id } = await callJson<Verdict>('/v1/score', {
      key: owner.key,
      body: { sample, scorers },
    });
    expect(await text('/v1/log/pending', owner.key)).toContain(id);
    expect(await text('/v1/log/pending', stranger.key)).not.toContain(id);
  },
  'GET /v1/log/unlogged': async () => {
    const { id } = await callJson<Verdict>('/v1/score', {
      key: owner.key,
      body: { sample, scorers },
    });
    await env.DB.prepare('DELETE FROM log_outbox WHERE entry_id = ?1').bind(id).run();
    expect(await text('/v1/log/unlogged', owner.key)).toContain(id);
    expect(await text('/v1/log/unlogged', stranger.key)).not.toContain(id);
  },
  'GET /v1/log/consistency': async () => {
    const { key } = await giveKey();
    const response = await call('/v1/log/consistency?from=0&to=1', { key });
    expect(await response.json()).toMatchObject({ code: 'invalid_request' });
  },
  'POST /v1/experiments': async () => {
    const body = { variants, samples: [{ input: 'a' }], suite: 'mine' };
    const response = await call('/v1/experiments', { key: stranger.key, body });
    expect(await response.json()).toMatchObject({ code: 'unknown_suite' });
  },
  'POST /v1/experiments/estimate': async () => {
    const target = { url: 'https://example.com/', headers: { key: '{{secrets.MINE}}' } };
    const body = { variants: [{ name: 'own', target }], samples: [{ input: 'a' }], scorers };
    const response = await call('/v1/experiments/estimate', { key: stranger.key, body });
    expect(await response.json()).toMatchObject({ code: 'invalid_request' });
  },
  'POST /v1/probes': async () => {
    const body = { kind: 'consistency', target: TARGET, samples: [{ input: 'a' }], suite: 'mine' };
    const response = await call('/v1/probes', { key: stranger.key, body });
    expect(await response.json()).toMatchObject({ code: 'unknown_suite' });
  },
  'POST /v1/probes/estimate': async () => {
    const body = { kind: 'drift', drift: { since: probe.id } };
    const response = await call('/v1/probes/estimate', { key: stranger.key, body });
    expect(await response.json()).toMatchObject({
      code: 'invalid_request',
      errors: [{ pointer: '/drift/since' }],
    });
  },
  'GET /v1/probes': async () => {
    const own = await callJson<Page<Probe>>('/v1/probes', { key: owner.key });
    expect(own.items.map(({ id }) => id)).toEqual([probe.id]);
    const other = await callJson<Page<Probe>>('/v1/probes', { key: stranger.key });
    expect(other.items).toEqual([]);
  },
  'GET /v1/probes/:id': () => gone('GET', `/v1/probes/${probe.id}`),
  'GET /v1/probes/:id/report': () => gone('GET', `/v1/probes/${probe.id}/report`),
  'GET /v1/model-card': async () => {
    const { notRun } = await callJson<ModelCard>('/v1/model-card', { key: stranger.key });
    expect(notRun).toHaveLength(7);
  },
  'GET /v1/experiments': async () => {
    for (const filter of ['', '?tag=mine', '?status=completed', '?status=generating']) {
      const { key } = stranger;
      const page = await callJson<Page<Experiment>>(`/v1/experiments${filter}`, { key });
      expect(page.items).toEqual([]);
    }
  },
  'GET /v1/experiments/:id': () => gone('GET', `/v1/experiments/${experiment.id}`),
  'GET /v1/experiments/:id/report': () => gone('GET', `/v1/experiments/${experiment.id}/report`),
  'GET /v1/experiments/:id/cells': () => gone('GET', `/v1/experiments/${experiment.id}/cells`),
  'GET /v1/experiments/:id/rows': () => gone('GET', `/v1/experiments/${experiment.id}/rows`),
  'POST /v1/experiments/:id/cancel': () => gone('POST', `/v1/experiments/${experiment.id}/cancel`),
  'POST /v1/experiments/:id/resume': () =>
    gone('POST', `/v1/experiments/${experiment.id}/resume`, {}),
  'DELETE /v1/experiments/:id': () => gone('DELETE', `/v1/experiments/${experiment.id}`),
  'GET /v1/secrets': async () => {
    const { key } = stranger;
    expect((await callJson<Page<object>>('/v1/secrets', { key })).items).toEqual([]);
    expect(await text('/v1/secrets', owner.key)).not.toContain('hush');
  },
  'PUT /v1/secrets/:name': async () => {
    // The same name is free in another project.
    const { key } = stranger;
    await callJson('/v1/secrets/MINE', {
      key,
      method: 'PUT',
      body: { value: 'theirs', hosts: ['example.com'] },
    });
    await call('/v1/secrets/MINE', { key, method: 'DELETE' });
  },
  'DELETE /v1/secrets/:name': () => gone('DELETE', '/v1/secrets/MINE'),
  'POST /v1/batches': async () => {
    const body = { suite: 'mine', samples: [sample] };
    const response = await call('/v1/batches', { key: stranger.key, body });
    expect(await response.json()).toMatchObject({ code: 'unknown_suite' });
  },
  'GET /v1/batches': async () => {
    for (const filter of ['', '?tag=mine', '?suite=mine', '?status=open']) {
      const page = await callJson<Page<Batch>>(`/v1/batches${filter}`, { key: stranger.key });
      expect(page.items).toEqual([]);
    }
  },
  'GET /v1/batches/:id': () => gone('GET', `/v1/batches/${batch.id}`),
  'POST /v1/batches/:id/samples': () =>
    gone('POST', `/v1/batches/${batch.id}/samples`, { samples: [sample] }),
  'POST /v1/batches/:id/seal': () => gone('POST', `/v1/batches/${batch.id}/seal`),
  'POST /v1/batches/:id/gate': () =>
    gone('POST', `/v1/batches/${batch.id}/gate`, { minPassRate: 1 }),
  'POST /v1/batches/:id/cancel': () => gone('POST', `/v1/batches/${batch.id}/cancel`),
  'POST /v1/batches/:id/retry': () => gone('POST', `/v1/batches/${batch.id}/retry`),
  'DELETE /v1/batches/:id': () => gone('DELETE', `/v1/batches/${batch.id}`),
  'GET /v1/batches/:id/results': async () => {
    for (const format of ['json', 'ndjson', 'csv']) {
      await gone('GET', `/v1/batches/${batch.id}/results?format=${format}`);
    }
  },
  'GET /v1/batches/:id/results/:index': () => gone('GET', `/v1/batches/${batch.id}/results/0`),
  'GET /v1/batches/:id/rows': () => gone('GET', `/v1/batches/${batch.id}/rows`),
  'GET /v1/batches/:id/groups': () => gone('GET', `/v1/batches/${batch.id}/groups?by=status`),
  'GET /v1/batches/:id/base': () => gone('GET', `/v1/batches/${batch.id}/base`),
  'GET /v1/batches/:id/events': () => gone('GET', `/v1/batches/${batch.id}/events`),
  'GET /v1/batches/:id/compare/:base': async () => {
    const own = await callJson<Batch>('/v1/batches', {
      key: stranger.key,
      body: { scorers, open: true },
    });
    await call(`/v1/batches/${own.id}/cancel`, { key: stranger.key, method: 'POST' });
    await gone('GET', `/v1/batches/${own.id}/compare/${batch.id}`);
    await gone('GET', `/v1/batches/${batch.id}/compare/${own.id}`);
    await call(`/v1/batches/${own.id}`, { key: stranger.key, method: 'DELETE' });
  },
  'POST /v1/calibrations': async () => {
    const body = { scorer: 'my-rubric', labels: [{ sample, value: true }] };
    const response = await call('/v1/calibrations', { key: stranger.key, body });
    expect(await response.json()).toMatchObject({ code: 'unknown_scorer' });
  },
  'GET /v1/calibrations': async () => {
    const { fingerprint } = calibration;
    for (const filter of ['', '?scorer=my-rubric', `?fingerprint=${fingerprint}`]) {
      const { key } = stranger;
      const page = await callJson<Page<object>>(`/v1/calibrations${filter}`, { key });
      expect(page.items).toEqual([]);
    }
  },
  'GET /v1/calibrations/:id': () => gone('GET', `/v1/calibrations/${calibration.id}`),
  'POST /v1/scorers/:name/align': () =>
    gone('POST', '/v1/scorers/my-rubric/align', { labels: [{ sample, value: true }] }),
  'GET /v1/alignments/:id': () => gone('GET', `/v1/alignments/${alignment.id}`),
  'DELETE /v1/calibrations/:id': () => gone('DELETE', `/v1/calibrations/${calibration.id}`),
  'GET /v1/batches/:id/deliveries': () => gone('GET', `/v1/batches/${batch.id}/deliveries`),
  'GET /v1/experiments/:id/deliveries': () =>
    gone('GET', `/v1/experiments/${experiment.id}/deliveries`),
  'GET /v1/webhooks/secret': async () => {
    const own = await callJson<WebhookSecret>('/v1/webhooks/secret', { key: owner.key });
    const other = await callJson<WebhookSecret>('/v1/webhooks/secret', { key: stranger.key });
    expect(other.secret).not.toBe(own.secret);
  },
  'POST /v1/webhooks/secret/rotate': async () => {
    const own = await callJson<WebhookSecret>('/v1/webhooks/secret', { key: owner.key });
    await call('/v1/webhooks/secret/rotate', { key: stranger.key, body: {} });
    expect(await callJson('/v1/webhooks/secret', { key: owner.key })).toEqual(own);
  },
  'POST /v1/suites': async () => {
    // The same name is free in another project.
    const made = await callJson<Suite>('/v1/suites', {
      key: stranger.key,
      body: { name: 'mine', scorers },
    });
    expect(made.version).toBe(1);
    await call('/v1/suites/mine', { key: stranger.key, method: 'DELETE' });
  },
  'POST /v1/suites/preview': async () => {
    const body = { name: 'mine', scorers };
    expect(await callJson('/v1/suites/preview', { key: stranger.key, body })).toMatchObject({
      newest: null,
    });
  },
  'GET /v1/suites': async () => {
    expect((await callJson<Page<Suite>>('/v1/suites', { key: stranger.key })).items).toEqual([]);
  },
  'GET /v1/suites/:name': () => gone('GET', '/v1/suites/mine'),
  'GET /v1/suites/:name/versions': () => gone('GET', '/v1/suites/mine/versions'),
  'POST /v1/suites/:name/versions': () => gone('POST', '/v1/suites/mine/versions', { scorers }),
  'DELETE /v1/suites/:name': () => gone('DELETE', '/v1/suites/mine'),
  'POST /v1/questions': async () => {
    // The same name is free in another project.
    const made = await callJson('/v1/questions', { key: stranger.key, body: question });
    expect(made).toMatchObject({ version: 1 });
    await call('/v1/questions/mine', { key: stranger.key, method: 'DELETE' });
  },
  'POST /v1/questions/from-scorer': async () => {
    const body = { scorer: 'my-rubric' };
    const response = await call('/v1/questions/from-scorer', { key: stranger.key, body });
    expect(await response.json()).toMatchObject({ code: 'unknown_scorer' });
  },
  'GET /v1/questions': async () => {
    const { key } = stranger;
    expect((await callJson<Page<object>>('/v1/questions', { key })).items).toEqual([]);
  },
  'GET /v1/questions/:name': () => gone('GET', '/v1/questions/mine'),
  'GET /v1/questions/:name/versions': () => gone('GET', '/v1/questions/mine/versions'),
  'POST /v1/questions/:name/versions': () => {
    const { name: _, ...content } = question;
    return gone('POST', '/v1/questions/mine/versions', content);
  },
  'DELETE /v1/questions/:name': () => gone('DELETE', '/v1/questions/mine'),
  'POST /v1/labels': async () => {
    await call('/v1/questions', { key: stranger.key, body: { ...question, name: 'theirs' } });
    for (const [name, target] of [
      ['mine', { sampleHash: verdict.lineage.sampleHash }],
      ['theirs', { verdictId: verdict.id }],
      ['theirs', { batchId: batch.id, index: 0 }],
    ] as const) {
      const labels = [{ target, value: true }];
      const body = { question: name, by: 'mallory', labels };
      const response = await call('/v1/labels', { key: stranger.key, body });
      expect(await response.json()).toMatchObject({ code: 'invalid_request' });
    }
    await call('/v1/questions/theirs', { key: stranger.key, method: 'DELETE' });
  },
  'GET /v1/labels': async () => {
    for (const filter of ['', '?question=mine', '?by=anna']) {
      const page = await callJson<Page<object>>(`/v1/labels${filter}`, { key: stranger.key });
      expect(page.items).toEqual([]);
    }
  },
  'GET /v1/labels/final': () => gone('GET', '/v1/labels/final?question=mine'),
  'GET /v1/data-map': async () => {
    const of = async (key: string): Promise<DataMap> => JSON.parse(await text('/v1/data-map', key));
    expect((await of(owner.key)).recipients).toContainEqual(
      expect.objectContaining({ name: 'local', lately: { times: 1, lastDay: expect.any(String) } }),
    );
    const sent = (await of(stranger.key)).recipients.filter(({ lately }) => lately?.times !== 0);
    expect(sent).toEqual([]);
  },
  'GET /v1/audit/:id': async () => {
    const own = await callJson<Page<AuditEntry>>('/v1/audit?limit=1', { key: owner.key });
    await gone('GET', `/v1/audit/${own.items[0]?.id}`);
  },
  'GET /v1/audit': async () => {
    const { key, id } = owner;
    for (const filter of ['', `?actor=${id}`, '?operation=createSuite', '?subject=mine']) {
      const own = await callJson<Page<AuditEntry>>(`/v1/audit${filter}`, { key });
      expect(own.items.some(({ actor }) => actor.id === id)).toBe(true);
      const path = `/v1/audit${filter}`;
      const theirs = await callJson<Page<AuditEntry>>(path, { key: stranger.key });
      expect(theirs.items.filter(({ actor }) => actor.id !== stranger.id)).toEqual([]);
    }
  },
  'GET /v1/project/overview': async () => {
    const { batches, days, spend } = await callJson<Overview>('/v1/project/overview', {
      key: stranger.key,
    });
    expect(batches.map((trend) => trend.batch.id)).not.toContain(batch.id);
    expect(days.reduce((sum, { passed }) => sum + passed, 0)).toBe(0);
    expect(spend).toMatchObject({ todayUsd: 0, dailyCapUsd: null });
  },
  'POST /v1/datasets': async () => {
    // The same name is free in another project, and takes nothing of another's.
    const { key } = stranger;
    const made = await callJson<Dataset>('/v1/datasets', { key, body: { name: 'mine', items } });
    expect(made.version).toBe(1);
    const from = { batch: { id: batch.id } };
    const taken = await call('/v1/datasets', { key, body: { name: 'taken', from } });
    expect(await taken.json()).toMatchObject({ code: 'batch_not_found' });
    const tagged = { name: 'taken', from: { verdicts: { tag: ['mine'] } } };
    expect((await call('/v1/datasets', { key, body: tagged })).status).toBe(400);
    await call('/v1/datasets/mine', { key, method: 'DELETE' });
  },
  'GET /v1/datasets': async () => {
    const { key } = stranger;
    expect((await callJson<Page<Dataset>>('/v1/datasets', { key })).items).toEqual([]);
  },
  'GET /v1/datasets/:reference': () => gone('GET', '/v1/datasets/mine@1'),
  'GET /v1/datasets/:name/versions': () => gone('GET', '/v1/datasets/mine/versions'),
  'POST /v1/datasets/:name/versions': () => gone('POST', '/v1/datasets/mine/versions', { items }),
  'GET /v1/datasets/:reference/items': async () => {
    await gone('GET', '/v1/datasets/mine/items');
    await gone('GET', '/v1/datasets/mine/items?format=ndjson');
  },
  'GET /v1/datasets/:reference/items/:item': () => gone('GET', '/v1/datasets/mine/items/a'),
  'GET /v1/datasets/:reference/diff/:base': () => gone('GET', '/v1/datasets/mine/diff/mine@1'),
  'DELETE /v1/datasets/:reference': () => gone('DELETE', '/v1/datasets/mine'),
  'POST /v1/datasets/:name/uploads': async () => {
    await gone('POST', '/v1/datasets/mine/uploads', { base: 1 });
    const { key } = stranger;
    const own = await callJson<DatasetUpload>('/v1/datasets/mine/uploads', { key, body: {} });
    expect(own.id).not.toBe(upload.id);
  },
  'GET /v1/datasets/:name/uploads/:id': () => gone('GET', `/v1/datasets/mine/uploads/${upload.id}`),
  'POST /v1/datasets/:name/uploads/:id/items': () =>
    gone('POST', `/v1/datasets/mine/uploads/${upload.id}/items`, { items }),
  'POST /v1/datasets/:name/uploads/:id/seal': () =>
    gone('POST', `/v1/datasets/mine/uploads/${upload.id}/seal`, {}),
  'DELETE /v1/datasets/:name/uploads/:id': () =>
    gone('DELETE', `/v1/datasets/mine/uploads/${upload.id}`),
  'POST /v1/queues': async () => {
    await call('/v1/questions', { key: stranger.key, body: { ...question, name: 'theirs' } });
    const sampling = { method: 'all' };
    for (const [asked, source] of [
      ['mine', { targets: [{ verdictId: verdict.id }] }],
      ['theirs', { targets: [{ verdictId: verdict.id }] }],
      ['theirs', { batchId: batch.id }],
      ['theirs', { verdicts: { scorer: 'levenshtein' } }],
    ] as const) {
      const body = { name: 'theirs', question: asked, source, sampling };
      const response = await call('/v1/queues', { key: stranger.key, body });
      expect(await response.json()).toMatchObject({ code: 'invalid_request' });
    }
    await call('/v1/questions/theirs', { key: stranger.key, method: 'DELETE' });
  },
  'GET /v1/queues': async () => {
    expect((await callJson<Page<object>>('/v1/queues', { key: stranger.key })).items).toEqual([]);
  },
  'GET /v1/queues/:name': () => gone('GET', '/v1/queues/mine'),
  'GET /v1/queues/:name/agreement': () => gone('GET', '/v1/queues/mine/agreement'),
  'GET /v1/questions/:name/agreement': () => gone('GET', '/v1/questions/mine/agreement'),
  'POST /v1/queues/:name/close': () => gone('POST', '/v1/queues/mine/close'),
  'POST /v1/queues/:name/reopen': () => gone('POST', '/v1/queues/mine/reopen'),
  'DELETE /v1/queues/:name': () => gone('DELETE', '/v1/queues/mine'),
  'GET /v1/reviews': async () => {
    expect(await callJson('/v1/reviews', { key: stranger.key })).toEqual({ items: [] });
  },
  'POST /v1/queues/:name/claim': () => gone('POST', '/v1/queues/mine/claim', {}),
  'PUT /v1/queues/:name/items/:item/draft': () => gone('PUT', '/v1/queues/mine/items/1/draft', {}),
  'POST /v1/queues/:name/items/:item/submit': () =>
    gone('POST', '/v1/queues/mine/items/1/submit', { value: true }),
  'POST /v1/queues/:name/items/:item/skip': () => gone('POST', '/v1/queues/mine/items/1/skip'),
  'POST /v1/queues/:name/items/:item/reveal': () => gone('POST', '/v1/queues/mine/items/1/reveal'),
  'GET /v1/queues/:name/disputes': () => gone('GET', '/v1/queues/mine/disputes'),
  'POST /v1/queues/:name/items/:item/adjudicate': () =>
    gone('POST', '/v1/queues/mine/items/1/adjudicate', { value: true }),
  'GET /v1/project/settings': async () => {
    const path = '/v1/project/settings';
    expect(JSON.parse(await text(path, stranger.key))).toMatchObject({ dailyCapUsd: null });
  },
  'GET /v1/project/encryption': async () => {
    const path = '/v1/project/encryption';
    expect(JSON.parse(await text(path, stranger.key))).toEqual({ isOn: false, keys: [] });
    expect(JSON.parse(await text(path, owner.key)).keys).toHaveLength(1);
  },
  'POST /v1/project/encryption/keys': async () => {
    // Without a master key there is none to be made.
    const made = await call('/v1/project/encryption/keys', { key: stranger.key, method: 'POST' });
    expect(made.status).toBe(503);
  },
  'DELETE /v1/project/encryption/keys': async () => {
    await call('/v1/project/encryption/keys', { key: stranger.key, method: 'DELETE' });
    const { keys } = JSON.parse(await text('/v1/project/encryption', owner.key));
    expect(keys).toMatchObject([{ droppedAt: null }]);
  },
  'GET /v1/project/data-settings': async () => {
    const path = '/v1/project/data-settings';
    expect(JSON.parse(await text(path, owner.key))).toMatchObject({ keep: 'exchange' });
    expect(JSON.parse(await text(path, stranger.key))).toMatchObject({ keep: 'sample' });
  },
  'PUT /v1/project/data-settings': async () => {
    const path = '/v1/project/data-settings';
    await call(path, { key: stranger.key, method: 'PUT', body: { keep: 'sample' } });
    expect(JSON.parse(await text(path, owner.key))).toMatchObject({ keep: 'exchange' });
  },
  'GET /v1/project/judges': async () => {
    expect(JSON.parse(await text('/v1/project/judges', owner.key)).items).toHaveLength(1);
    expect(JSON.parse(await text('/v1/project/judges', stranger.key))).toEqual({ items: [] });
  },
  'PUT /v1/project/settings': async () => {
    const body = { allowedModels: [], selfEvaluation: 'refuse', dailyCapUsd: 0 };
    const path = '/v1/project/settings';
    await call(path, { key: stranger.key, method: 'PUT', body });
    expect(JSON.parse(await text(path, owner.key))).toMatchObject({ dailyCapUsd: 7 });
  },
  'GET /v1/project/export': async () => {
    const lines = await text('/v1/project/export', stranger.key);
    expect(lines).not.toContain(verdict.id);
    expect(lines).not.toContain(batch.id);
  },
  'POST /v1/project/import': async () => {
    const body = await text('/v1/project/export', owner.key);
    const headers = { 'Content-Type': 'application/x-ndjson' };
    const response = await call('/v1/project/import', { key: stranger.key, body, headers });
    expect(await response.json()).toMatchObject({ code: 'import_conflict' });
  },
  'POST /v1/deletions': async () => {
    const options = { key: stranger.key, body: { verdictIds: [verdict.id] } };
    expect(await callJson('/v1/deletions', options)).toMatchObject({ erased: {} });
    expect((await call(`/v1/verdicts/${verdict.id}`, { key: owner.key })).status).toBe(200);
    const project = { key: stranger.key, body: { project: owner.projectId } };
    expect((await call('/v1/deletions', project)).status).toBe(400);
  },
  'GET /v1/deletions': async () => {
    await callJson('/v1/deletions', {
      key: owner.key,
      body: { metadata: { key: 'user', value: 'u' } },
    });
    const { items } = await callJson<Page<Deletion>>('/v1/deletions', { key: stranger.key });
    expect(items.filter(({ target }) => target.kind === 'metadata')).toEqual([]);
  },
  'GET /v1/deletions/:id': async () => {
    const made = await callJson<Deletion>('/v1/deletions', {
      key: owner.key,
      body: { metadata: { key: 'user', value: 'u' } },
    });
    await gone('GET', `/v1/deletions/${made.id}`);
  },
  'GET /v1/project/retention': async () => {
    const path = '/v1/project/retention';
    expect(JSON.parse(await text(path, stranger.key))).toMatchObject({ days: { verdicts: null } });
  },
  'PUT /v1/project/retention': async () => {
    const path = '/v1/project/retention';
    const others = {
      samples: null,
      batches: null,
      labels: null,
      judgeAnswers: null,
      webhooks: null,
    };
    await call(path, { key: stranger.key, method: 'PUT', body: { verdicts: 1, ...others } });
    expect(JSON.parse(await text(path, owner.key))).toMatchObject({ days: { verdicts: 30 } });
  },
  'GET /v1/project/evaluation-export': () => gone('GET', EVENTS),
  'PUT /v1/project/evaluation-export': async () => {
    const body = { url: 'https://stranger.example.com/v1/logs' };
    await call(EVENTS, { key: stranger.key, method: 'PUT', body });
    expect(await text(EVENTS, owner.key)).toContain('https://collector.example.com');
    await call(EVENTS, { key: stranger.key, method: 'DELETE' });
    expect(await text(EVENTS, owner.key)).toContain('https://collector.example.com');
  },
  'DELETE /v1/project/evaluation-export': () => gone('DELETE', EVENTS),
  'POST /v1/project/evaluation-export/test': () => gone('POST', `${EVENTS}/test`),
  'POST /v1/project/evaluation-export/send': () =>
    gone('POST', `${EVENTS}/send`, { verdictIds: [verdict.id] }),
  'POST /v1/project/evaluation-export/retry': () => gone('POST', `${EVENTS}/retry`),
  'GET /v1/project/evaluation-export/deliveries': async () => {
    const path = `${EVENTS}/deliveries`;
    expect(JSON.parse(await text(path, stranger.key))).toMatchObject({ items: [] });
    expect(await text(path, owner.key)).toContain(verdict.id);
  },
  'GET /v1/project/spend': async () => {
    const path = '/v1/project/spend';
    expect(JSON.parse(await text(path, stranger.key))).toEqual({ items: [] });
  },
  'POST /v1/keys': async () => {
    // Nothing in the request can name another project.
    const body = { name: 'x', scopes: ['read'], projectId: owner.projectId };
    expect((await call('/v1/keys', { key: stranger.key, body })).status).toBe(400);
  },
  'GET /v1/keys': async () => {
    const { items } = await callJson<Page<ApiKey>>('/v1/keys', { key: stranger.key });
    expect(items.map(({ id }) => id)).toEqual([stranger.id]);
  },
  'GET /v1/keys/current': async () => {
    const { id, projectId } = stranger;
    const current = await callJson('/v1/keys/current', { key: stranger.key });
    expect(current).toMatchObject({ id, project: { id: projectId } });
  },
  'POST /v1/keys/:id/rotate': () => gone('POST', `/v1/keys/${owner.id}/rotate`, {}),
  'DELETE /v1/keys/:id': () => gone('DELETE', `/v1/keys/${owner.id}`),
};

async function gone(method: string, path: string, body?: object): Promise<void> {
  const options = body === undefined ? { method } : { method, body };
  const response = await call(path, { ...options, key: stranger.key });
  expect(response.status).toBe(404);
}

/** What is another project's cannot be asked. */
async function noModel(endpoint: string): Promise<void> {
  const body = { model: 'mine', messages: [], input: 'a' };
  const response = await call(`/openai/v1/${endpoint}`, { key: stranger.key, body });
  expect(response.status, await response.clone().text()).toBe(404);
  expect(await response.json()).toMatchObject({ error: { code: 'model_not_found' } });
}

async function text(path: string, key: string): Promise<string> {
  return (await call(path, { key })).text();
}

describe('a stranger', () => {
  for (const { route } of OPERATIONS) {
    if (route === undefined) continue;
    test(`gets nowhere by ${route}`, async () => {
      const attempt = attempts[route];
      if (attempt === undefined)
        throw new Error(`say in this file what a stranger may not do by ${route}`);
      await attempt();
    });
  }

  test('left everything as it was', async () => {
    expect((await call(`/v1/verdicts/${verdict.id}`, { key: owner.key })).status).toBe(200);
    expect((await call('/v1/suites/mine', { key: owner.key })).status).toBe(200);
    expect((await call('/v1/datasets/mine/items/a', { key: owner.key })).status).toBe(200);
    const path = `/v1/datasets/mine/uploads/${upload.id}`;
    expect(await callJson(path, { key: owner.key })).toEqual(upload);
    expect(await callJson(`/v1/batches/${batch.id}`, { key: owner.key })).toMatchObject(batch);
  });
});
