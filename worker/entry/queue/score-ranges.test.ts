import { createExecutionContext, createMessageBatch, getQueueResult } from 'cloudflare:test';
import { env } from 'cloudflare:workers';
import { runScorers } from '@assay/scorers/run.ts';
import { describe, expect, test } from 'vitest';
import { cancelBatch, retryBatch } from '../../features/batches/control-batch.ts';
import { getBatch } from '../../features/batches/find-batches.ts';
import { pageItems } from '../../features/batches/stream-items.ts';
import { sweepBatches } from '../../features/batches/sweep.ts';
import type { Outside } from '../../services.ts';
import { createBatchWorld, newProject, outage } from '../../testing/batch-world.ts';
import { samplesOf } from '../../testing/batches.ts';
import { failingDatabase } from '../../testing/faults.ts';
import { recordDeadRanges, scoreRanges } from './score-ranges.ts';

const HOUR_MS = 3_600_000;

/** Judges that are out while `isOut` says so. */
function judges(isOut: () => boolean): Outside {
  return {
    async runScorers(scorers, sample, context) {
      const scores = await runScorers(scorers, sample, context);
      return isOut() ? scores.map(outage) : scores;
    },
  };
}

describe('a judge that is out', () => {
  test('leaves samples pending, and their message to come again later', async () => {
    let isOut = true;
    const world = createBatchWorld(
      {},
      judges(() => isOut),
    );
    const { services } = world;
    const projectId = newProject();
    const { id } = await world.make(projectId, samplesOf(3));
    const [message] = world.ranges.messages;
    const batch = createMessageBatch('assay-ranges', [
      { id: 'm', timestamp: new Date(0), attempts: 3, body: message?.body },
    ]);
    await scoreRanges(batch, services);
    const result = await getQueueResult(batch, createExecutionContext());
    expect(result.retryMessages).toHaveLength(1);
    expect(result.explicitAcks).toEqual([]);
    expect((await getBatch(projectId, id, services)).counts).toMatchObject({
      pending: 3,
      error: 0,
    });
    const { items } = await pageItems(projectId, id, {}, services);
    expect(items[0]).toMatchObject({ status: 'pending', attempts: 1, verdict: null });

    isOut = false;
    await world.scoreAll();
    expect(await getBatch(projectId, id, services)).toMatchObject({
      status: 'completed',
      counts: { pending: 0, passed: 2, failed: 1 },
    });
  });

  test('after the last retry gives errors with their cause, which a retry tries again', async () => {
    let isOut = true;
    const world = createBatchWorld(
      {},
      judges(() => isOut),
    );
    const { services, ranges } = world;
    const projectId = newProject();
    const { id } = await world.make(projectId, samplesOf(150));
    for (const turn of [0, 1]) await ranges.deliver(turn, (batch) => scoreRanges(batch, services));
    for (const _ of [0, 1]) await ranges.deliver(0, (batch) => recordDeadRanges(batch, services));
    expect(ranges.messages).toEqual([]);
    expect(await getBatch(projectId, id, services)).toMatchObject({
      status: 'completed',
      counts: { total: 150, pending: 0, scored: 0, error: 150 },
    });
    const tried = await pageItems(projectId, id, { limit: 1, status: 'error' }, services);
    expect(tried.items[0]?.error).toEqual({
      code: 'judge_unavailable',
      message: 'The judge did not answer.',
    });

    isOut = false;
    expect(await retryBatch(projectId, id, services)).toMatchObject({
      status: 'running',
      endedAt: null,
      counts: { pending: 150, error: 0 },
    });
    await world.scoreAll();
    expect(await getBatch(projectId, id, services)).toMatchObject({
      status: 'completed',
      counts: { scored: 150, passed: 100, failed: 50, error: 0 },
    });
    // There is nothing left to retry.
    expect(await retryBatch(projectId, id, services)).toMatchObject({ status: 'completed' });
  });
});

test('a sample that a scorer cannot score is an error at once and holds nothing up', async () => {
  const world = createBatchWorld();
  const projectId = newProject();
  const { id } = await world.make(projectId, [{ output: 'a' }, { output: 'a', expected: 'a' }]);
  await world.scoreAll();
  expect(await getBatch(projectId, id, world.services)).toMatchObject({
    status: 'completed',
    counts: { scored: 1, passed: 1, error: 1 },
  });
  const { items } = await pageItems(projectId, id, { status: 'error' }, world.services);
  expect(items[0]?.error?.code).toBe('sample_field_missing');
});

describe('a sample one of whose scores errors', () => {
  const missing = { output: 'a', expected: 'b' };
  const number = { scorer: 'numeric-diff', required: true };

  test.each([
    [
      'counts as failed where another required score fails',
      ['exact-match', number],
      missing,
      'failed',
    ],
    [
      'counts as passed where the errored score is optional',
      ['exact-match', { ...number, required: false }],
      { ...missing, expected: 'a' },
      'passed',
    ],
    [
      'is an error where the score could change the verdict',
      ['exact-match', number],
      { ...missing, expected: 'a' },
      'error',
    ],
  ] as const)('%s', async (_, scorers, sample, status) => {
    const world = createBatchWorld();
    const projectId = newProject();
    const { id } = await world.make(projectId, [sample], { scorers: [...scorers] });
    await world.scoreAll();
    const { counts } = await getBatch(projectId, id, world.services);
    expect(counts).toMatchObject({ pending: 0, passed: 0, failed: 0, error: 0, [status]: 1 });
    const [item] = (await pageItems(projectId, id, { status }, world.services)).items;
    expect(item?.verdict?.scores.map((score) => score.status)).toEqual(['scored', 'error']);
    expect(item?.error === null).toBe(status !== 'error');
  });

  test('ends by its verdict when a judge that could not change it stays out', async () => {
    const outside: Outside = {
      async runScorers(scorers, sample, context) {
        const scores = await runScorers(scorers, sample, context);
        return scores.map((score) => (score.name === 'judge' ? outage(score) : score));
      },
    };
    const world = createBatchWorld({}, outside);
    const { services, ranges } = world;
    const projectId = newProject();
    const scorers = ['exact-match', { scorer: 'levenshtein', as: 'judge' }];
    const { id } = await world.make(projectId, samplesOf(3), { scorers });
    await ranges.deliver(0, (batch) => scoreRanges(batch, services));
    expect((await getBatch(projectId, id, services)).counts).toMatchObject({ pending: 3 });
    await ranges.deliver(0, (batch) => recordDeadRanges(batch, services));
    // The third fails whatever the judge says; of the others only the judge could tell.
    expect((await getBatch(projectId, id, services)).counts).toMatchObject({ failed: 1, error: 2 });
  });
});

test('each message is acknowledged on its own', async () => {
  const world = createBatchWorld();
  const { id } = await world.make(newProject(), samplesOf(1));
  const bodies = [
    { nonsense: 1 },
    { batchId: id, start: 0, end: 1 },
    { batchId: 'bat_none', start: 0, end: 1 },
  ];
  const batch = createMessageBatch(
    'assay-ranges',
    bodies.map((body, i) => ({ id: `m${i}`, timestamp: new Date(0), attempts: 1, body })),
  );
  await scoreRanges(batch, world.services);
  const result = await getQueueResult(batch, createExecutionContext());
  expect(result.explicitAcks.sort()).toEqual(['m0', 'm1', 'm2']);
});

test('a database that is down sends the message round again', async () => {
  const world = createBatchWorld();
  const { id } = await world.make(newProject(), samplesOf(1));
  const down = createBatchWorld({ DB: failingDatabase(env.DB, 1_000) });
  const batch = createMessageBatch('assay-ranges', [
    { id: 'm', timestamp: new Date(0), attempts: 1, body: { batchId: id, start: 0, end: 1 } },
  ]);
  await scoreRanges(batch, down.services);
  const result = await getQueueResult(batch, createExecutionContext());
  expect(result.retryMessages.map(({ msgId }) => msgId)).toEqual(['m']);
});

test('a cancelled batch takes no more results', async () => {
  const world = createBatchWorld();
  const { services } = world;
  const projectId = newProject();
  const { id } = await world.make(projectId, samplesOf(250));
  await world.scoreAll(1);
  const cancelled = await cancelBatch(projectId, id, services);
  expect(cancelled).toMatchObject({ status: 'cancelled', counts: { scored: 100, pending: 150 } });
  await world.scoreAll();
  expect((await getBatch(projectId, id, services)).counts).toEqual(cancelled.counts);
  expect(await retryBatch(projectId, id, services)).toMatchObject({ status: 'cancelled' });
});

describe('the sweep', () => {
  test('sends ranges again whose message was lost, and the batch ends', async () => {
    const world = createBatchWorld();
    const { services, ranges, clock } = world;
    const projectId = newProject();
    const { id } = await world.make(projectId, samplesOf(250));
    ranges.messages.length = 0;
    await sweepBatches(services);
    expect(ranges.messages).toEqual([]);
    clock.nowMs += HOUR_MS;
    await sweepBatches(services);
    await world.scoreAll();
    expect(await getBatch(projectId, id, services)).toMatchObject({ status: 'completed' });
  });

  test('ends open batches that are not sealed, and removes what ended early or was deleted', async () => {
    const world = createBatchWorld();
    const { services, clock } = world;
    const projectId = newProject();
    const open = await world.make(projectId, samplesOf(2), { open: true });
    const deleted = await world.make(projectId, samplesOf(2));
    await services.batches.markDeleted(projectId, deleted.id, 1);
    clock.nowMs += 8 * 24 * HOUR_MS;
    await sweepBatches(services);
    expect(await getBatch(projectId, open.id, services)).toMatchObject({ status: 'cancelled' });
    const rows = await env.DB.prepare('SELECT count(*) AS n FROM batch_samples WHERE batch_id = ?1')
      .bind(deleted.id)
      .first<{ n: number }>();
    expect(rows?.n).toBe(0);
    expect(await services.batches.deleted(10)).toEqual([]);
  });
});

describe('the share of a project', () => {
  test('a small batch of another project ends while a giant one has barely begun', async () => {
    const world = createBatchWorld({ ASSAY_BATCH_WINDOW: '3' });
    const { services, ranges } = world;
    const [giantProject, smallProject] = [newProject(), newProject()];
    const giant = await world.make(giantProject, samplesOf(800));
    expect(ranges.messages).toHaveLength(3);
    const small = await world.make(smallProject, samplesOf(200));
    // Three of the giant's are ahead of the small one's two, and no more ever are.
    await world.scoreAll(5);
    expect(await getBatch(smallProject, small.id, services)).toMatchObject({ status: 'completed' });
    expect((await getBatch(giantProject, giant.id, services)).counts.scored).toBe(300);
    await world.scoreAll();
    expect(await getBatch(giantProject, giant.id, services)).toMatchObject({ status: 'completed' });
  });

  test('within a project a later batch catches up, and one of high priority goes first', async () => {
    const world = createBatchWorld({ ASSAY_BATCH_WINDOW: '2' });
    const { services } = world;
    const projectId = newProject();
    const giant = await world.make(projectId, samplesOf(800));
    await world.scoreAll(5);
    const later = await world.make(projectId, samplesOf(100));
    const urgent = await world.make(projectId, samplesOf(100), { priority: 'high' });
    await world.scoreAll(3);
    expect(await getBatch(projectId, urgent.id, services)).toMatchObject({ status: 'completed' });
    await world.scoreAll(1);
    expect(await getBatch(projectId, later.id, services)).toMatchObject({ status: 'completed' });
    expect((await getBatch(projectId, giant.id, services)).status).toBe('running');
  });
});

describe('the quota of a project', () => {
  test('bounds its unfinished batches', async () => {
    const world = createBatchWorld({ ASSAY_BATCH_QUOTA: '1' });
    const projectId = newProject();
    const first = await world.make(projectId, samplesOf(1), { open: true });
    await expect(world.make(projectId, samplesOf(1))).rejects.toMatchObject({
      code: 'quota_exceeded',
    });
    await cancelBatch(projectId, first.id, world.services);
    await world.make(projectId, samplesOf(1));
  });

  test('bounds its waiting samples, and keeps nothing of what goes beyond', async () => {
    const world = createBatchWorld({ ASSAY_SAMPLE_QUOTA: '5' });
    const projectId = newProject();
    await world.make(projectId, samplesOf(3));
    await expect(world.make(projectId, samplesOf(3))).rejects.toMatchObject({
      code: 'quota_exceeded',
    });
    expect((await world.services.batches.load(projectId)).batches).toBe(1);
    await world.scoreAll();
    await world.make(projectId, samplesOf(3));
  });
});

test('a scorer that a release has changed gives errors, not other scores', async () => {
  const world = createBatchWorld();
  const projectId = newProject();
  const { id } = await world.make(projectId, samplesOf(1));
  await env.DB.prepare(
    `UPDATE batches SET plan = json_set(plan, '$.fingerprints[0]', 'sha256:former') WHERE id = ?1`,
  )
    .bind(id)
    .run();
  await world.scoreAll();
  const { items } = await pageItems(projectId, id, {}, world.services);
  expect(items[0]).toMatchObject({ status: 'error', error: { code: 'scorer_changed' } });
});
