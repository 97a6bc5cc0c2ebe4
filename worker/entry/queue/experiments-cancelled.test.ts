import { env } from 'cloudflare:workers';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  cancelExperiment,
  deleteExperiment,
  resumeExperiment,
} from '../../features/experiments/control-experiment.ts';
import { scoreSoFar } from '../../features/experiments/score-answers.ts';
import { sweepExperiments } from '../../features/experiments/sweep.ts';
import type { Fate } from '../../testing/crashes.ts';
import {
  createExperimentWorld,
  type ExperimentWorld,
  experimentOf,
  says,
} from '../../testing/experiment-world.ts';
import { runExperiments } from './run-experiments.ts';
import { scoreRanges } from './score-ranges.ts';

const HOUR_MS = 3_600_000;
const INPUT = experimentOf(['a {{input}}', 'b {{input}}'], {
  samples: Array.from({ length: 4 }, (_, i) => ({ id: `s${i}`, input: `${i}` })),
  scorers: ['json-valid'],
  repeats: 2,
});
const CELLS = 16;

/** Status and number of the batches that an experiment has, noted or not. */
async function batchesOf(id: string): Promise<string[]> {
  const { results } = await env.DB.prepare(
    "SELECT status FROM batches WHERE metadata ->> '$.experiment' = ?1 AND status <> 'deleted'",
  )
    .bind(id)
    .all<{ status: string }>();
  return results.map(({ status }) => status);
}

/** How many rows there are of an experiment. */
async function rowsOf(id: string): Promise<number> {
  const tables = ['samples', 'changes', 'parts', 'calls', 'cells'];
  const counts = tables.map(
    (table) => `(SELECT count(*) FROM experiment_${table} WHERE experiment_id = ?1)`,
  );
  const row = await env.DB.prepare(
    `SELECT ${counts.join(' + ')} + (SELECT count(*) FROM experiments WHERE id = ?1) AS n`,
  )
    .bind(id)
    .first<{ n: number }>();
  return row?.n ?? 0;
}

/** A world whose answers are all there, and of which no batch was made. */
async function answered(): Promise<{ world: ExperimentWorld; id: string }> {
  const world = createExperimentWorld(({ input }) => says(input));
  const { id } = await world.make(INPUT);
  await world.steps.deliver(0, (batch) => runExperiments(batch, world.services));
  return { world, id };
}

/** Does something before the batches of a chunk are noted. */
function beforeNoting({ services }: ExperimentWorld, work: () => Promise<unknown>): void {
  const { experiments } = services;
  let isDue = true;
  services.experiments = Object.create(experiments, {
    noteBatches: {
      value: async (...given: Parameters<typeof experiments.noteBatches>) => {
        if (isDue) {
          isDue = false;
          await work();
        }
        return experiments.noteBatches(...given);
      },
    },
  });
}

async function scoreNow(world: ExperimentWorld, id: string): Promise<void> {
  const stored = await world.services.experiments.read(id);
  if (stored !== undefined) await scoreSoFar(stored, world.services, 1);
}

test('a batch that is being made while its experiment is cancelled does not run, and does once that is resumed', async () => {
  const { world, id } = await answered();
  const { projectId, services } = world;
  beforeNoting(world, () => cancelExperiment(projectId, id, services));
  await scoreNow(world, id);
  expect(await batchesOf(id)).toEqual(['cancelled']);
  expect((await world.get(id)).batches).toEqual([]);
  await resumeExperiment(projectId, id, {}, services);
  expect((await world.runToEnd(id)).counts.scoring).toMatchObject({ total: CELLS, failed: CELLS });
  expect(await batchesOf(id)).toEqual(['completed']);
});

test('a batch whose maker died before it was noted does not outlive the cancellation', async () => {
  for (const isMadeFirst of [true, false]) {
    const { world, id } = await answered();
    const { projectId, services, life, clock } = world;
    beforeNoting(world, async () => {
      // As if its batches had been looked for before this one was there.
      const at = { nowMs: clock.nowMs, leaseUntilMs: clock.nowMs + 1 };
      if (!isMadeFirst) await services.experiments.cancel(id, { ...at, dropsSamples: false });
      life.isDead = true;
    });
    await scoreNow(world, id).catch(() => {});
    life.isDead = false;
    expect(await batchesOf(id)).toEqual(['running']);
    // Found at once where it was there first, and otherwise once nobody can be making it any more.
    if (isMadeFirst) await cancelExperiment(projectId, id, services);
    else {
      clock.nowMs += HOUR_MS;
      await sweepExperiments(services);
    }
    expect(await batchesOf(id)).toEqual(['cancelled']);
    await resumeExperiment(projectId, id, {}, services);
    expect((await world.runToEnd(id)).counts.scoring).toMatchObject({
      ...{ total: CELLS, failed: CELLS },
    });
  }
});

test('a batch that is being made while its experiment is deleted goes with it', async () => {
  const { world, id } = await answered();
  beforeNoting(world, () => deleteExperiment(world.projectId, id, world.services));
  await scoreNow(world, id);
  expect(await batchesOf(id)).toEqual([]);
});

test('a batch whose maker died before it was noted does not outlive the deletion', async () => {
  for (const isMadeFirst of [true, false]) {
    const { world, id } = await answered();
    const { projectId, services, life, clock } = world;
    const { batches } = services;
    services.batches = Object.create(batches, {
      insert: {
        value: async (...given: Parameters<typeof batches.insert>) => {
          // Its batches are looked for before this one is there.
          if (!isMadeFirst) await deleteExperiment(projectId, id, services);
          return batches.insert(...given);
        },
      },
    });
    beforeNoting(world, async () => {
      life.isDead = true;
    });
    await scoreNow(world, id).catch(() => {});
    life.isDead = false;
    expect(await batchesOf(id)).toEqual(['running']);
    if (isMadeFirst) await deleteExperiment(projectId, id, services);
    else {
      // Its maker could still be at work.
      await sweepExperiments(services);
      expect(await rowsOf(id)).toBe(1);
    }
    clock.nowMs += HOUR_MS;
    await sweepExperiments(services);
    expect(await batchesOf(id)).toEqual([]);
    expect(await rowsOf(id)).toBe(0);
  }
});

test('a deletion that dies at any step is finished by the sweep', async () => {
  for (let step = 0, isDead = true; isDead; step += 1) {
    const deaths: ReturnType<Fate['next']>[] = [];
    const fate = { next: () => deaths.shift() ?? 'lives' };
    const world = createExperimentWorld(({ input }) => says(input), { fate });
    const { projectId, services, life, clock } = world;
    const { id } = await world.make(INPUT);
    await world.steps.deliver(0, (batch) => runExperiments(batch, services));
    await scoreNow(world, id);
    deaths.push(...Array.from({ length: step }, () => 'lives' as const), 'dies-after');
    await deleteExperiment(projectId, id, services).catch(() => {});
    ({ isDead } = life);
    life.isDead = false;
    deaths.length = 0;
    // Unless it died before anything was deleted.
    const isThere = (await services.experiments.read(id)) !== undefined;
    if (isThere) await deleteExperiment(projectId, id, services);
    clock.nowMs += HOUR_MS;
    await sweepExperiments(services);
    expect(await batchesOf(id)).toEqual([]);
    expect(await rowsOf(id)).toBe(0);
  }
});

test('whatever dies around a deletion, nothing of the experiment is left', async () => {
  const fates = fc.array(
    fc.constantFrom<ReturnType<Fate['next']>>('lives', 'lives', 'dies-before', 'dies-after'),
    { maxLength: 40 },
  );
  await fc.assert(
    fc.asyncProperty(
      fates,
      fc.array(fc.nat(20), { maxLength: 4 }),
      fc.nat(20),
      async (fate, before, during) => {
        const steps = { isArmed: false, left: [...fate] };
        const world = createExperimentWorld(({ input }) => says(input), {
          fate: { next: () => (steps.isArmed ? (steps.left.shift() ?? 'lives') : 'lives') },
        });
        const { projectId, services, life, clock } = world;
        const { id } = await world.make(INPUT);
        const deliver = (pick: number) =>
          world.steps.deliver(pick, (batch) => runExperiments(batch, services)).catch(() => {});
        for (const pick of before) await deliver(pick);
        steps.isArmed = true;
        await Promise.allSettled([
          deliver(during),
          scoreNow(world, id),
          deleteExperiment(projectId, id, services),
        ]);
        steps.isArmed = false;
        life.isDead = false;
        await deleteExperiment(projectId, id, services).catch(() => {});
        clock.nowMs += HOUR_MS;
        await sweepExperiments(services);
        expect(await batchesOf(id)).toEqual([]);
        expect(await rowsOf(id)).toBe(0);
      },
    ),
    { numRuns: 25 },
  );
}, 240_000);

test('what was cancelled while it was scored is scored once it is resumed, each answer once', async () => {
  const { world, id } = await answered();
  const { projectId, services, ranges } = world;
  await scoreNow(world, id);
  const judged: unknown[] = [];
  const { ranges: store } = services;
  services.ranges = Object.create(store, {
    write: {
      value: async (...[write]: Parameters<typeof store.write>) => {
        const outcome = await store.write(write);
        if (outcome.isWritten) judged.push(...write.results.map(({ at }) => at));
        return outcome;
      },
    },
  });
  const cancelled = await cancelExperiment(projectId, id, services);
  expect(cancelled.counts.scoring).toMatchObject({ total: CELLS, pending: CELLS });
  expect((await world.report(id)).variants[0]).toMatchObject({ generated: CELLS / 2, error: 0 });
  // What was sent before changes nothing any more.
  for (const _ of [...ranges.messages]) {
    await ranges.deliver(0, (batch) => scoreRanges(batch, services));
  }
  expect(judged).toEqual([]);
  await resumeExperiment(projectId, id, {}, services);
  const ended = await world.runToEnd(id);
  expect(ended).toMatchObject({ status: 'completed' });
  expect(ended.counts.scoring).toMatchObject({ total: CELLS, failed: CELLS });
  expect(judged).toHaveLength(CELLS);
  expect(new Set(judged).size).toBe(CELLS);
});

test('whatever dies around a cancellation, nothing runs after it, and a resumed experiment has one score of each answer', async () => {
  const fates = fc.array(
    fc.constantFrom<ReturnType<Fate['next']>>(
      'lives',
      'lives',
      'lives',
      'dies-before',
      'dies-after',
    ),
    { maxLength: 30 },
  );
  const moves = fc.array(
    fc.record({
      pick: fc.nat(20),
      does: fc.constantFrom('delivers', 'delivers', 'scores', 'cancels', 'resumes', 'sweeps'),
    }),
    { maxLength: 14 },
  );
  await fc.assert(
    fc.asyncProperty(fates, moves, async (fate, schedule) => {
      const steps = { isArmed: false, left: [...fate] };
      const asked: string[] = [];
      const world = createExperimentWorld(
        ({ input }) => {
          asked.push(input);
          return says(input);
        },
        { fate: { next: () => (steps.isArmed ? (steps.left.shift() ?? 'lives') : 'lives') } },
      );
      const { projectId, services, life, clock } = world;
      const { id } = await world.make(INPUT);
      async function live(work: () => Promise<unknown>): Promise<void> {
        life.isDead = false;
        await work().catch(() => {});
        life.isDead = false;
      }
      const sweep = () => {
        clock.nowMs += HOUR_MS;
        return sweepExperiments(services);
      };
      const deliver = (pick: number) => {
        const isScoring = pick % 3 === 2 && world.ranges.messages.length > 0;
        return isScoring
          ? world.ranges.deliver(pick, (batch) => scoreRanges(batch, services))
          : world.steps.deliver(pick, (batch) => runExperiments(batch, services));
      };
      const moved = {
        delivers: deliver,
        scores: () => scoreNow(world, id),
        cancels: () => cancelExperiment(projectId, id, services),
        resumes: () => resumeExperiment(projectId, id, {}, services),
        sweeps: sweep,
      };
      steps.isArmed = true;
      for (const { pick, does } of schedule) {
        await live(() =>
          Promise.allSettled([
            moved[does](pick),
            // Somebody else works at the same time.
            ...(does === 'delivers' ? [] : [deliver(pick)]),
          ]),
        );
      }
      steps.isArmed = false;
      await cancelExperiment(projectId, id, services);
      await sweep();
      expect(await batchesOf(id)).not.toContain('running');
      const before = asked.length;
      for (const _ of [...world.steps.messages]) await live(() => deliver(0));
      expect(asked.length).toBe(before);
      expect(await batchesOf(id)).not.toContain('running');

      await resumeExperiment(projectId, id, {}, services);
      const ended = await world.runToEnd(id);
      expect(ended).toMatchObject({ status: 'completed' });
      expect(ended.counts).toMatchObject({ generated: CELLS, error: 0 });
      expect(ended.counts.scoring).toMatchObject({ total: CELLS, failed: CELLS, pending: 0 });
    }),
    { numRuns: 25 },
  );
}, 240_000);
