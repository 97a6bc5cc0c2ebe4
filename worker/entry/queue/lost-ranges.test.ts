import { env } from 'cloudflare:workers';
import { runScorers } from '@assay/scorers/run.ts';
import { describe, expect, test } from 'vitest';
import { getBatch } from '../../features/batches/find-batches.ts';
import { pageItems } from '../../features/batches/stream-items.ts';
import { sweepBatches } from '../../features/batches/sweep.ts';
import { type BatchWorld, createBatchWorld, newProject } from '../../testing/batch-world.ts';
import { samplesOf } from '../../testing/batches.ts';
import { createLife, mortalDatabase } from '../../testing/crashes.ts';
import { forgetfulDatabase } from '../../testing/faults.ts';
import { recordDeadRanges, scoreRanges } from './score-ranges.ts';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;

/** A world whose database can be cut off, and whose scorers do to a sample what the test says. */
function fragileWorld(befall: (sample: string, cutOff: () => void) => void) {
  const life = createLife({ next: () => 'lives' });
  const world = createBatchWorld(
    { DB: mortalDatabase(env.DB, life) },
    {
      runScorers(scorers, sample, context) {
        befall(sample.output ?? '', () => {
          life.isDead = true;
        });
        return runScorers(scorers, sample, context);
      },
    },
  );
  const deliver = async () => {
    life.isDead = false;
    await world.ranges.deliver(0, (batch) => scoreRanges(batch, world.services));
  };
  return { ...world, life, deliver };
}

/** A hundred samples, one of which is bad. */
function withOneBad(): { id: string; output: string; expected: string }[] {
  return samplesOf(100).map((sample, i) => (i === 37 ? { ...sample, output: 'bad' } : sample));
}

async function expectOneError({ services }: BatchWorld, projectId: string, id: string) {
  expect(await getBatch(projectId, id, services)).toMatchObject({
    status: 'completed',
    counts: { total: 100, scored: 99, error: 1, pending: 0 },
  });
  const { items } = await pageItems(projectId, id, { status: 'error' }, services);
  expect(items).toMatchObject([{ sampleId: 's37', error: { code: 'range_failed' } }]);
}

describe('a sample that', () => {
  test('kills its consumer takes none of its neighbours with it', async () => {
    let deaths = 0;
    const world = fragileWorld((sample, die) => {
      if (sample !== 'bad') return;
      deaths += 1;
      die();
      throw new Error('out of memory');
    });
    const projectId = newProject();
    const { id } = await world.make(projectId, withOneBad());
    for (let turn = 0; turn < 100 && world.ranges.messages.length > 0; turn += 1) {
      await world.deliver();
      // The queue brings other messages first, and this one again later.
      world.life.isDead = false;
      const [first] = world.ranges.messages;
      if (first) world.ranges.messages.push(...world.ranges.messages.splice(0, 1));
    }
    await expectOneError(world, projectId, id);
    // Once in a hundred, once in ten, and three times alone.
    expect(deaths).toBe(5);
  });

  test('kills its consumer is found by the sweep too, where no message comes again', async () => {
    const world = fragileWorld((sample, die) => {
      if (sample !== 'bad') return;
      die();
      throw new Error('out of memory');
    });
    const projectId = newProject();
    const { id } = await world.make(projectId, withOneBad());
    for (let turn = 0; turn < 20; turn += 1) {
      while (world.ranges.messages.length > 0) {
        await world.deliver();
        if (world.life.isDead) world.ranges.messages.shift();
      }
      world.life.isDead = false;
      world.clock.nowMs += 3 * HOUR_MS;
      await sweepBatches(world.services);
    }
    await expectOneError(world, projectId, id);
  });

  test('breaks the scoring is tried three times, while the others are done at once', async () => {
    const world = fragileWorld((sample) => {
      if (sample === 'bad') throw new Error('a scorer broke');
    });
    const { services } = world;
    const projectId = newProject();
    const { id } = await world.make(projectId, withOneBad());
    await world.deliver();
    expect((await getBatch(projectId, id, services)).counts).toMatchObject({
      scored: 99,
      pending: 1,
    });
    await world.scoreAll(2);
    await expectOneError(world, projectId, id);
  });

  test('has a verdict too large to be stored is an error alone', async () => {
    const world = createBatchWorld(
      {},
      {
        async runScorers(scorers, sample, context) {
          const scores = await runScorers(scorers, sample, context);
          if (sample.output !== 'bad') return scores;
          return scores.map((score) => ({ ...score, reason: 'x'.repeat(2_000_000) }));
        },
      },
    );
    const { services } = world;
    const projectId = newProject();
    const { id } = await world.make(projectId, withOneBad());
    await world.scoreAll(1);
    const { items } = await pageItems(projectId, id, { status: 'error' }, services);
    expect(items).toMatchObject([{ sampleId: 's37', error: { code: 'verdict_too_large' } }]);
    expect((await getBatch(projectId, id, services)).counts).toMatchObject({ scored: 99 });
  });
});

test('a database that is out while a range is scored makes no sample an error', async () => {
  let isOut = true;
  const world = fragileWorld((_, cutOff) => {
    if (isOut) cutOff();
  });
  const { services, ranges, life } = world;
  const projectId = newProject();
  const { id } = await world.make(projectId, samplesOf(3));
  // The range is begun, and cannot be written; from then on it cannot even be read.
  await world.deliver();
  for (let retry = 0; retry < 8; retry += 1) {
    life.isDead = true;
    await ranges.deliver(0, (batch) => scoreRanges(batch, services));
  }
  await ranges.deliver(0, (batch) => recordDeadRanges(batch, services));
  expect(ranges.messages).toHaveLength(1);
  isOut = false;
  life.isDead = false;
  await ranges.deliver(0, (batch) => recordDeadRanges(batch, services));
  expect((await getBatch(projectId, id, services)).counts).toMatchObject({ pending: 3, error: 0 });
  await world.scoreAll();
  expect(await getBatch(projectId, id, services)).toMatchObject({
    status: 'completed',
    counts: { scored: 3, error: 0 },
  });
});

describe('ranges that wait in the queue', () => {
  test('for a day are scored all the same, each once', async () => {
    const world = createBatchWorld();
    const { services, clock } = world;
    const projectId = newProject();
    const { id } = await world.make(projectId, samplesOf(250));
    for (let hour = 0; hour < 24; hour += 1) {
      clock.nowMs += HOUR_MS;
      await sweepBatches(services);
    }
    await world.scoreAll();
    expect(await getBatch(projectId, id, services)).toMatchObject({
      status: 'completed',
      counts: { scored: 250, error: 0 },
    });
    const { items } = await pageItems(projectId, id, { limit: 100 }, services);
    expect(items.every(({ attempts }) => attempts === 1)).toBe(true);
  });

  test('for longer than any queue keeps a message are given up', async () => {
    const world = createBatchWorld();
    const { services, clock } = world;
    const projectId = newProject();
    const { id } = await world.make(projectId, samplesOf(2));
    for (let losses = 0; losses < 120; losses += 1) {
      clock.nowMs += 4 * HOUR_MS;
      await sweepBatches(services);
    }
    expect(await getBatch(projectId, id, services)).toMatchObject({
      status: 'completed',
      counts: { error: 2 },
    });
  });
});

describe('lost messages', () => {
  test('do not stall the other ranges of their project', async () => {
    const world = createBatchWorld({ ASSAY_BATCH_WINDOW: '2' });
    const { services, ranges, clock } = world;
    const projectId = newProject();
    const lost = await world.make(projectId, samplesOf(200));
    ranges.messages.length = 0;
    const next = await world.make(projectId, samplesOf(200));
    expect(ranges.messages).toEqual([]);
    clock.nowMs += 4 * MINUTE_MS;
    await sweepBatches(services);
    // Should the messages that are sent again be lost too, the next batch goes on without them.
    ranges.messages.splice(0, 2);
    await world.scoreAll();
    expect(await getBatch(projectId, next.id, services)).toMatchObject({ status: 'completed' });
    clock.nowMs += 10 * MINUTE_MS;
    await sweepBatches(services);
    await world.scoreAll();
    expect(await getBatch(projectId, lost.id, services)).toMatchObject({ status: 'completed' });
  });

  test('that the queue refused are sent at the next sweep', async () => {
    let isDown = true;
    const broken = createBatchWorld();
    const queue = broken.ranges.binding();
    const sendBatch: Queue['sendBatch'] = async (batch) => {
      if (isDown) throw new Error('the queue is out');
      return queue.sendBatch(batch);
    };
    const world = createBatchWorld({ RANGES: { ...queue, sendBatch } });
    const projectId = newProject();
    const { id } = await world.make(projectId, samplesOf(3));
    isDown = false;
    await sweepBatches(world.services);
    await broken.scoreAll();
    expect(await getBatch(projectId, id, world.services)).toMatchObject({ status: 'completed' });
  });

  test.each([2, 3, 4, 5, 6, 7, 8])(
    'are none when the answer to transaction %i was lost',
    async (after) => {
      const world = createBatchWorld({
        ASSAY_BATCH_WINDOW: '1',
        DB: forgetfulDatabase(env.DB, { after, losses: 1 }),
      });
      const projectId = newProject();
      const { id } = await world.make(projectId, samplesOf(250));
      await world.scoreAll();
      expect(await getBatch(projectId, id, world.services)).toMatchObject({
        status: 'completed',
        counts: { scored: 250 },
      });
    },
  );
});
