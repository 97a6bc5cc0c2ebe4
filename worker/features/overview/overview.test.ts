import { env } from 'cloudflare:workers';
import { beforeAll, describe, expect, test } from 'vitest';
import { createBatchWorld, newProject } from '../../testing/batch-world.ts';
import { samplesOf } from '../../testing/batches.ts';
import { callJson } from '../../testing/client.ts';
import { giveKey } from '../../testing/keys.ts';
import { explainedDatabase } from '../../testing/query-plans.ts';
import { gateBatch } from '../batches/gate-batch.ts';
import { getOverview } from './overview.ts';

const { database, plansOf } = explainedDatabase(env.DB);
const world = createBatchWorld({ DB: database });
const { services } = world;

async function run(projectId: string, good: number, bad: number, tags = ['main']) {
  const samples = Array.from({ length: good + bad }, (_, i) => ({
    id: `s${i}`,
    output: i < good ? 'right' : 'wrong',
    expected: 'right',
  }));
  const { id } = await world.make(projectId, samples, { tags });
  await world.scoreAll();
  return id;
}

describe('the overview', () => {
  let key: string;
  let projectId: string;

  beforeAll(async () => {
    ({ key, projectId } = await giveKey());
  });

  test('shows each batch beside the one before it, and what got worse beyond chance', async () => {
    const first = await run(projectId, 90, 10);
    const other = await run(projectId, 1, 1, ['other']);
    const second = await run(projectId, 50, 50);
    const third = await run(projectId, 49, 51);
    const { batches, attention } = await getOverview(projectId, services);
    expect(batches.map(({ batch, previous }) => [batch.id, previous?.id])).toEqual([
      [third, second],
      [second, first],
      [other, undefined],
      [first, undefined],
    ]);
    expect(batches[1]).toMatchObject({
      passRate: { value: 0.5 },
      previous: { passRate: 0.9 },
      change: { value: -0.4 },
    });
    expect(attention).toEqual([
      {
        kind: 'regressed',
        batch: second,
        message: 'The pass rate is 40.0 percentage points below that of the batch before it.',
      },
    ]);
  });

  test('counts verdicts and samples by day, and errors by code and by score', async () => {
    const body = { scorers: ['levenshtein'], tags: ['x'] };
    await callJson('/v1/score', { key, body: { ...body, sample: { output: 'a', expected: 'a' } } });
    await callJson('/v1/score', { key, body: { ...body, sample: { output: 'a' } } });
    await world.make(projectId, [{ id: 'x', output: 'a' }], { tags: ['main'] });
    await world.scoreAll();
    const { days, errors, attention } = await getOverview(projectId, services);
    expect(days).toHaveLength(14);
    expect(days.at(-1)).toEqual({
      day: new Date().toISOString().slice(0, 10),
      passed: 1,
      failed: 0,
      undecided: 1,
      samples: 303,
    });
    expect(errors).toEqual([
      { code: 'sample_field_missing', scorer: null, count: 1 },
      { code: null, scorer: 'levenshtein', count: 1 },
    ]);
    expect(attention.map(({ kind }) => kind)).toEqual(['regressed', 'errors']);
  });

  test('names failed gates, undelivered webhooks, forgotten batches and spend', async () => {
    const own = newProject();
    const open = await world.make(own, samplesOf(1), { open: true });
    const failing = await run(own, 1, 1);
    await gateBatch(own, failing, { minPassRate: 1 }, services);
    await env.DB.prepare(
      `INSERT INTO webhook_deliveries (id, project_id, batch_id, run, url, status, attempts, answers, created_at_ms, lease_until_ms)
       VALUES (?1, ?2, ?3, 1, 'https://example.com', 'failed', 12, '[]', 0, 0)`,
    )
      .bind(`whd_${own}`, own, failing)
      .run();
    await services.judging.settingsCache.put(own, {
      allowedModels: null,
      selfEvaluation: 'allow',
      dailyCapUsd: 1,
    });
    const day = new Date().toISOString().slice(0, 10);
    await services.judging.spend.reserve(own, day, [850_000_000], 1e9);
    const { attention } = await getOverview(own, {
      ...services,
      nowMs: () => Date.now() + 60_000,
    });
    expect(attention.map(({ kind, batch }) => [kind, batch])).toEqual([
      ['spend', null],
      ['gate_failed', failing],
      ['webhook_failed', failing],
    ]);
    const later = await getOverview(own, { ...services, nowMs: () => Date.now() + 90_000_000 });
    expect(later.attention.map(({ kind, batch }) => [kind, batch])).toContainEqual([
      'unsealed',
      open.id,
    ]);
  });

  test('reads what it counts from indexes', async () => {
    for (const text of ['verdict_labels', 'coalesce(sum(total)', 'batch_results_by_error']) {
      const plans = (await plansOf(text)).flat().join('\n');
      expect(plans).not.toMatch(/SCAN (verdict_labels|l|batches|batch_results)\b/);
      expect(plans).toMatch(/SEARCH (verdict_labels|batches|batch_results) USING/);
    }
  });
});
