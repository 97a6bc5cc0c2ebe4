import { env } from 'cloudflare:workers';
import type {
  BatchItem,
  Dataset,
  Deletion,
  DeletionInput,
  Label,
  Page,
  Verdict,
} from '@assay/schema/types.ts';
import { expect, test } from 'vitest';
import { createServices } from '../../services.ts';
import { call, callJson } from '../../testing/client.ts';
import { createLife, mortalDatabase } from '../../testing/crashes.ts';
import { countOf, erasureWorld, everythingStored } from '../../testing/erasure-world.ts';
import { giveKey } from '../../testing/keys.ts';
import { monitorDefinition, observedStream } from '../../testing/monitor-world.ts';
import { hashedResults } from '../records/result-hashes.ts';
import { sealPending } from '../records/seal.ts';
import { unloggedRows } from '../records/unlogged.ts';
import { createDeletion } from './deletions.ts';
import { runDeletions, sweepErasedProjects } from './run-deletions.ts';

const servicesOn = (db: D1Database, nowMs: () => number = Date.now) =>
  createServices({ ...env, DB: db }, { log: () => {}, nowMs });
const services = servicesOn(env.DB);
const ask = (key: string, input: DeletionInput) =>
  callJson<Deletion>('/v1/deletions', { key, body: input });

test('deleting by metadata reaches every copy of the samples of a user, and nothing of others', async () => {
  const world = await erasureWorld();
  const { key, projectId, user, secret, batchId } = world;
  expect(await everythingStored()).toContain(secret);
  const deletion = await ask(key, { metadata: { key: 'user', value: user } });
  expect(deletion).toMatchObject({
    ...{ status: 'completed', step: null, report: { deletionId: deletion.id } },
    erased: { verdicts: 2, batchSamples: 1, datasetItems: 1, labels: 4, judgeAnswers: 1 },
  });
  const stored = await everythingStored();
  for (const text of [secret, user]) expect(stored).not.toContain(text);

  const { items } = await callJson<Page<Verdict>>('/v1/verdicts', { key });
  expect(items.map(({ id }) => id)).toEqual([world.kept.id]);
  const results = await callJson<Page<BatchItem>>(`/v1/batches/${batchId}/results`, { key });
  expect(results.items).toMatchObject([
    { sampleId: null, status: 'passed', verdict: { sampleId: null, metadata: {} } },
    { sampleId: 'other', status: 'passed' },
  ]);
  const labels = await callJson<Page<Label>>('/v1/labels', { key });
  expect(labels.items.map(({ value }) => value)).toEqual([true, true, true]);
  const dataset = await callJson<Dataset>('/v1/datasets/support@1', { key });
  expect(dataset.counts).toMatchObject({ items: 2, erased: 1 });
  const left = await callJson<Page<{ id: string }>>('/v1/datasets/support@1/items', { key });
  expect(left.items.map(({ id }) => id)).toEqual(['other']);
  expect(await countOf('judge_cache', projectId)).toBe(0);
});

test('every deletion is an entry of the log, and takes the salts of its verdicts', async () => {
  const { key, projectId, bySample, user } = await erasureWorld();
  await sealPending(services);
  const { id } = await ask(key, { metadata: { key: 'user', value: user } });
  await sealPending(services);
  const log = env.PROJECT_LOGS.getByName(projectId);
  const { items } = await log.entries(0, 100);
  expect(items).toContainEqual(expect.objectContaining({ kind: 'deletion', id }));
  expect(items.find((entry) => entry.kind === 'verdict' && entry.id === bySample.id)).toMatchObject(
    {
      ...{ salt: null, hash: null },
    },
  );
});

test('wherever it dies, a deletion goes on until nothing is left, and reports then and exactly', async () => {
  const { key, keyId, projectId, user, secret, batchId } = await erasureWorld();
  let nowMs = Date.now() + 1_000;
  const clock = () => nowMs;
  const input = { metadata: { key: 'user', value: user } };
  const newDeletion = { projectId, keyId, input, seed: 'att_01kb4m9h6t3v0y2q8r5n7c1dxe' };
  const look = async () =>
    (await callJson<Page<Deletion>>('/v1/deletions', { key })).items[0] ?? null;
  let deletion: Deletion | null = null;
  let runs = 0;
  while (deletion?.status !== 'completed') {
    runs += 1;
    let left = runs;
    const death = runs % 2 === 0 ? 'dies-before' : 'dies-after';
    const life = createLife({ next: () => (--left === 0 ? death : 'lives') });
    const dying = servicesOn(mortalDatabase(env.DB, life), clock);
    const work =
      deletion === null ? createDeletion(newDeletion, dying).then(() => {}) : runDeletions(dying);
    await work.catch(() => {});
    deletion = await look();
    const isLeft = (await everythingStored()).includes(secret);
    if (deletion?.status === 'completed') expect(isLeft).toBe(false);
    nowMs += 61_000;
    expect(runs).toBeLessThan(100);
  }
  expect(runs).toBeGreaterThan(8);
  expect(deletion.erased).toEqual({
    ...{ verdicts: 2, batchSamples: 1, datasetItems: 1, labels: 4, judgeAnswers: 1 },
  });
  // The log has what stays of the results, and what they were is committed to as before.
  const waiting = await services.logOutbox.first(projectId, 1_000);
  const leaves = waiting.filter(({ kind }) => kind === 'results');
  const ids = leaves.map(({ id }) => id);
  expect(ids).toEqual([`${batchId}/0/0`, `${batchId}/0/1`]);
  const { rows } = await hashedResults(projectId, ids, services);
  expect(leaves.map(({ id }) => rows.get(id)?.hash)).toEqual(leaves.map(({ hash }) => hash));
  expect((await unloggedRows(projectId, { cursor: 'bat_' }, services)).items).toEqual([]);
});

test('a batch that runs is waited for', async () => {
  const { key, projectId } = await giveKey();
  const sample = { output: `waited ${projectId}`, metadata: { user: projectId } };
  const batch = await callJson<{ id: string }>('/v1/batches', {
    key,
    body: { samples: [sample], scorers: ['detect-refusal'], open: true },
  });
  const begun = await ask(key, { metadata: { key: 'user', value: projectId } });
  expect(begun).toMatchObject({ status: 'running', step: 'batches', report: null });
  await callJson(`/v1/batches/${batch.id}/cancel`, { key, method: 'POST' });
  await runDeletions(servicesOn(env.DB, () => Date.now() + 60_000));
  const ended = await callJson<Deletion>(`/v1/deletions/${begun.id}`, { key });
  expect(ended).toMatchObject({ status: 'completed', erased: { batchSamples: 1 } });
  expect(await everythingStored()).not.toContain(`waited ${projectId}`);
});

test('a batch whose own metadata has the value goes as a whole', async () => {
  const { key, projectId } = await giveKey();
  const samples = [{ output: `whole ${projectId}` }];
  const metadata = { user: projectId };
  const body = { samples, scorers: ['detect-refusal'], metadata };
  const batch = await callJson<{ id: string }>('/v1/batches', { key, body });
  const { erased } = await ask(key, { metadata: { key: 'user', value: projectId } });
  expect(erased).toEqual({ batches: 1 });
  expect((await call(`/v1/batches/${batch.id}`, { key })).status).toBe(404);
  expect(await everythingStored()).not.toContain(`whole ${projectId}`);
});

test('named verdicts go with what people said of them; those of others are not found', async () => {
  const { key, projectId, kept, bySample } = await erasureWorld();
  const stranger = await erasureWorld();
  const { erased } = await ask(key, { verdictIds: [bySample.id, stranger.kept.id] });
  expect(erased).toMatchObject({ verdicts: 1, labels: 1 });
  expect((await call(`/v1/verdicts/${kept.id}`, { key })).status).toBe(200);
  expect((await call(`/v1/verdicts/${bySample.id}`, { key })).status).toBe(404);
  expect((await call(`/v1/verdicts/${stranger.kept.id}`, { key: stranger.key })).status).toBe(200);
  expect(await countOf('deletions', projectId)).toBe(1);
});

test('a project goes with its keys, rows and log; its key reads the report', async () => {
  const { key, projectId, secret } = await erasureWorld();
  const other = await giveKey(['admin'], projectId);
  const stranger = await erasureWorld();
  await sealPending(services);
  expect((await call('/v1/deletions', { key, body: { project: 'other' } })).status).toBe(400);
  const monitor = { name: 'answers', baseline: { mean: 0.9 } };
  await callJson('/v1/monitors', { key, body: monitor });
  const writer = env.MONITORS.getByName(`${projectId}/answers`);
  const definition = monitorDefinition();
  await writer.observe(definition, observedStream([{ count: 50, rate: 0 }]), Date.now());
  expect(await writer.alarms(1)).toHaveLength(1);
  const begun = await ask(key, { project: projectId });
  expect(begun).toMatchObject({ status: 'running', step: 'keys' });
  const later = servicesOn(env.DB, () => Date.now() + 120_000);
  await runDeletions(later);
  const row = await env.DB.prepare('SELECT report, erased FROM deletions WHERE id = ?1')
    .bind(begun.id)
    .first<{ report: string; erased: string }>();
  expect(JSON.parse(row?.report ?? 'null')).toMatchObject({ deletionId: begun.id });
  const stored = await everythingStored();
  expect(stored).not.toContain(secret);
  expect(stored).not.toContain(other.id);
  expect(await writer.alarms(1)).toEqual([]);
  // What was on its way to the monitor is not taken any more.
  await writer.observe(definition, observedStream([{ count: 50, rate: 0 }]), Date.now());
  expect((await writer.state(Date.now())).counts.seen).toBe(0);
  expect(await env.PROJECT_LOGS.getByName(projectId).entries(0, 10)).toMatchObject({ size: 0 });
  expect(stored).toContain(stranger.secret);
  const read = await later.apiKeys.list(projectId, 10);
  const ended = await callJson<Deletion>(`/v1/deletions/${begun.id}`, { key });
  expect(ended).toMatchObject({ status: 'completed', erased: { verdicts: 3, apiKeys: 1 } });
  expect(read).toMatchObject([{ scopes: ['read'], name: `reads ${begun.id}` }]);
});

test('what a queue brings after its project is deleted is deleted too', async () => {
  const { key, projectId } = await giveKey();
  const late = `late ${projectId}`;
  await ask(key, { project: projectId });
  await runDeletions(servicesOn(env.DB, () => Date.now() + 120_000));
  await callJson('/v1/score', {
    key,
    body: { sample: { output: late }, scorers: ['detect-refusal'] },
  });
  expect(await everythingStored()).toContain(late);
  await sweepErasedProjects(services);
  expect(await everythingStored()).not.toContain(late);
  expect(await countOf('deletions', projectId)).toBe(1);
});

test.each([
  {},
  { verdictIds: ['ver_1'] },
  { metadata: { key: 'user', value: 'u' }, project: 'p' },
  { metadata: { key: 'user', value: '' } },
])('%j is refused', async (body) => {
  const { key } = await giveKey();
  const response = await call('/v1/deletions', { key, body });
  expect(await response.json()).toMatchObject({ status: 400, code: 'invalid_request' });
});

test('without signing keys nothing is deleted, because nothing could be reported', async () => {
  const { key, projectId } = await giveKey();
  const unsigned = createServices({ ...env, ASSAY_ENVIRONMENT: 'production' }, { log: () => {} });
  const input = { metadata: { key: 'user', value: 'u' } };
  await expect(createDeletion({ projectId, keyId: key, input }, unsigned)).rejects.toMatchObject({
    code: 'signing_unconfigured',
  });
  expect(await countOf('deletions', projectId)).toBe(0);
});
