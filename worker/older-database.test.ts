import { applyD1Migrations } from 'cloudflare:test';
import { env } from 'cloudflare:workers';
import type {
  Batch,
  BatchComparison,
  BatchItem,
  Page,
  Receipt,
  Verdict,
} from '@assay/schema/types.ts';
import { beforeAll, expect, test } from 'vitest';
import { sealPending } from './features/records/seal.ts';
import { createServices } from './services.ts';
import { untilEnded } from './testing/batches.ts';
import { call, callJson } from './testing/client.ts';
import answers from './testing/older-database/answers.json' with { type: 'json' };
import rows from './testing/older-database/rows.sql?raw';

// Rows that an older release wrote, and what its API answered of them; then this release took over.

/** The newest migration of that release. */
const WRITTEN_AT = '0006_deleted_scorers.sql';
const COMPLETED = 'bat_01m8j2f4cgyassnhb78p1znhq6';
const OF_SUITE = 'bat_01m8j2f4f43tcbe8dfpvv2068w';
const OPEN = 'bat_01m8j2f4s4fy3kmym017g41kjr';

beforeAll(async () => {
  const { results } = await env.DB.prepare(
    `SELECT name FROM sqlite_master WHERE type = 'table'
     AND name NOT LIKE 'sqlite_%' AND name NOT LIKE '_cf_%'`,
  ).all<{ name: string }>();
  await env.DB.batch(results.map(({ name }) => env.DB.prepare(`DROP TABLE "${name}"`)));
  const written = env.MIGRATIONS.findIndex(({ name }) => name === WRITTEN_AT);
  await applyD1Migrations(env.DB, env.MIGRATIONS.slice(0, written + 1));
  const inserts = rows.split('\n').filter((line) => line.startsWith('INSERT'));
  await env.DB.batch(inserts.map((insert) => env.DB.prepare(insert)));
  await applyD1Migrations(env.DB, env.MIGRATIONS);
});

test.each(Object.entries(answers))('%s answers as before', async (path, before) => {
  // Newer releases add fields; they change none.
  expect(await callJson(path)).toMatchObject(before);
});

test('verdicts of an older release are sealed too', async () => {
  const services = createServices(env, { log: () => {} });
  await sealPending(services);
  const stored = answers['/v1/verdicts'].items.map(({ id }) => id);
  expect(stored).not.toEqual([]);
  for (const id of stored) {
    const { log } = await callJson<Receipt>(`/v1/verdicts/${id}/receipt`);
    expect(log.status).toBe('sealed');
  }
});

test('batches of both releases are compared', async () => {
  const path = `/v1/batches/${OF_SUITE}/compare/${COMPLETED}`;
  const { pairs, unpaired, scorers } = await callJson<BatchComparison>(path);
  expect({ pairs, unpaired }).toEqual({ pairs: 2, unpaired: 2 });
  expect(scorers.find(({ name }) => name === 'levenshtein')).toMatchObject({ pairs: 2, ties: 2 });
  const body = { suite: 'mine@1', samples: [{ id: 'a', output: 'Rome', expected: 'Paris' }] };
  const { id } = await callJson<Batch>('/v1/batches', { body });
  await untilEnded(id);
  const regressions = await callJson(`/v1/batches/${id}/compare/${COMPLETED}`);
  expect(regressions).toMatchObject({ pairs: 1, gate: { passed: true } });
});

test('an open batch takes more samples and is sealed; scorers that have changed score none of it', async () => {
  const body = { samples: [{ id: 'later', output: 'x', expected: 'x' }] };
  await callJson(`/v1/batches/${OPEN}/samples`, { body });
  await callJson(`/v1/batches/${OPEN}/seal`, { method: 'POST' });
  await untilEnded(OPEN);
  const { items } = await callJson<Page<BatchItem>>(`/v1/batches/${OPEN}/results`);
  expect(items.map(({ sampleId, error }) => [sampleId, error?.code])).toEqual([
    ['a', 'scorer_changed'],
    ['b', 'scorer_changed'],
    ['later', 'scorer_changed'],
  ]);
});

test('the errors of a batch are retried', async () => {
  await callJson(`/v1/batches/${COMPLETED}/retry`, { method: 'POST' });
  await untilEnded(COMPLETED);
  expect(await callJson(`/v1/batches/${COMPLETED}`)).toMatchObject({
    counts: { total: 4, scored: 3, passed: 2, failed: 1, error: 1 },
  });
});

test('a suite scores, and a verdict and a batch are deleted', async () => {
  const sample = { output: 'Paris', expected: 'Paris' };
  const { passed, lineage } = await callJson<Verdict>('/v1/score', {
    body: { sample, suite: 'mine@1' },
  });
  expect(passed).toBe(true);
  expect(lineage.suite).toMatchObject({ name: 'mine', version: 1 });
  const [before] = answers['/v1/verdicts'].items;
  for (const path of [`/v1/verdicts/${before?.id}`, `/v1/batches/${OF_SUITE}`]) {
    expect((await call(path, { method: 'DELETE' })).status).toBe(204);
    expect((await call(path)).status).toBe(404);
  }
});
