import { env } from 'cloudflare:workers';
import type { ScheduleInput } from '@assay/schema/types.ts';
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { scoreRanges } from '../../entry/queue/score-ranges.ts';
import { createServices, type Services } from '../../services.ts';
import { callJson } from '../../testing/client.ts';
import { createLife, FakeQueue, mortalDatabase } from '../../testing/crashes.ts';
import { giveKey } from '../../testing/keys.ts';
import { listAlerts } from '../alerts/find-alerts.ts';
import { sweepBatches } from '../batches/sweep.ts';
import { runSchedules } from './run-schedules.ts';
import {
  createSchedule,
  deleteSchedule,
  listScheduleRuns,
  pauseSchedule,
  replaceSchedule,
  runSchedule,
} from './schedules.ts';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const START_MS = Date.parse('2026-11-29T12:30:00Z');
const NIGHTLY: ScheduleInput = {
  ...{ name: 'nightly', cron: '0 2 * * *' },
  run: { kind: 'batch', dataset: 'cases', scorers: ['exact-match'], gate: { maxRegression: 0.1 } },
};

/** A project with a data set of two items, and a Worker that can die. */
async function createWorld(deaths: readonly number[] = []) {
  let step = -1;
  const life = createLife({
    next() {
      step += 1;
      return deaths.includes(step) ? (step % 2 === 0 ? 'dies-before' : 'dies-after') : 'lives';
    },
  });
  const ranges = new FakeQueue(life);
  const alerts = new FakeQueue(life);
  const clock = { nowMs: START_MS };
  const outside = { log: () => {}, nowMs: () => clock.nowMs };
  const services = createServices(
    {
      ...{ ...env, DB: mortalDatabase(env.DB, life) },
      ...{ RANGES: ranges.binding(), ALERTS: alerts.binding() },
    },
    outside,
  );
  const alive: Services = createServices(
    { ...env, RANGES: ranges.binding(), ALERTS: alerts.binding() },
    outside,
  );
  const { projectId, key } = await giveKey();
  const push = (passing: number) =>
    callJson(passing === 2 ? '/v1/datasets' : '/v1/datasets/cases/versions', {
      key,
      body: {
        ...(passing === 2 && { name: 'cases' }),
        items: [0, 1].map((i) => ({
          id: String(i),
          sample: { output: i < passing ? 'a' : 'b', expected: 'a' },
        })),
      },
    });
  await push(2);
  return {
    ...{ services, alive, projectId, clock, life, push },
    async scoreAll() {
      while (ranges.messages.length > 0) {
        await ranges.deliver(0, (batch) => scoreRanges(batch, alive));
      }
    },
    /** A minute, and what is scored in it. */
    async minute() {
      await runSchedules(services);
      await this.scoreAll();
      clock.nowMs += MINUTE_MS;
    },
    async runs() {
      return (
        await listScheduleRuns(projectId, 'nightly', { limit: 100 }, alive)
      ).items.toReversed();
    },
    async batches() {
      const { results } = await env.DB.prepare('SELECT id FROM batches WHERE project_id = ?')
        .bind(projectId)
        .all<{ id: string }>();
      return results.map(({ id }) => id);
    },
  };
}

type World = Awaited<ReturnType<typeof createWorld>>;

async function minutes(world: World, count: number): Promise<void> {
  for (let i = 0; i < count; i += 1) await world.minute();
}

test('a batch runs when it is due, and is compared with the run before', async () => {
  const world = await createWorld();
  const { alive, projectId, clock } = world;
  await createSchedule(projectId, NIGHTLY, alive);
  await minutes(world, 2);
  expect(await world.runs()).toEqual([]);
  clock.nowMs = Date.parse('2026-11-30T02:00:10Z');
  await minutes(world, 3);
  clock.nowMs = Date.parse('2026-12-01T02:00:10Z');
  await minutes(world, 3);
  const runs = await world.runs();
  expect(runs).toMatchObject([
    {
      ...{ dueAt: '2026-11-30T02:00:00.000Z', status: 'completed', outcome: 'passed', missed: 0 },
      reasons: ['There is no run before it to compare with.'],
    },
    { dueAt: '2026-12-01T02:00:00.000Z', status: 'completed', outcome: 'passed' },
  ]);
  expect(runs[1]?.reasons).toEqual([`No regression against ${runs[0]?.made}.`]);
  expect(await world.batches()).toHaveLength(2);
});

test('a gate that fails raises an alert, which ends with the next that passes', async () => {
  const world = await createWorld();
  const { alive, projectId, clock, push } = world;
  await createSchedule(projectId, NIGHTLY, alive);
  const alerts = async () =>
    (await listAlerts(projectId, {}, alive)).items.map(
      ({ key, status, severity }) => `${key} ${status} ${severity}`,
    );
  clock.nowMs = Date.parse('2026-11-30T02:00:10Z');
  await minutes(world, 3);
  await push(1);
  clock.nowMs = Date.parse('2026-12-01T02:00:10Z');
  await minutes(world, 3);
  expect((await world.runs()).at(-1)).toMatchObject({ outcome: 'failed' });
  expect(await alerts()).toEqual(['schedule/nightly open error']);
  clock.nowMs = Date.parse('2026-12-02T02:00:10Z');
  await minutes(world, 3);
  expect((await world.runs()).at(-1)).toMatchObject({ outcome: 'passed' });
  expect(await alerts()).toEqual(['schedule/nightly resolved error']);
});

test('a schedule that is deleted while it runs ends its alert, and raises none for the run', async () => {
  const world = await createWorld();
  const { alive, projectId, clock, push } = world;
  const alerts = async () =>
    (await listAlerts(projectId, {}, alive)).items.map(({ key, status }) => `${key} ${status}`);
  await createSchedule(projectId, NIGHTLY, alive);
  clock.nowMs = Date.parse('2026-11-30T02:00:10Z');
  await minutes(world, 3);
  await push(1);
  clock.nowMs = Date.parse('2026-12-01T02:00:10Z');
  await minutes(world, 3);
  expect(await alerts()).toEqual(['schedule/nightly open']);
  await push(0);
  await runSchedule(projectId, 'nightly', alive);
  await world.minute();
  await deleteSchedule(projectId, 'nightly', alive);
  expect(await alerts()).toEqual(['schedule/nightly resolved']);
  await minutes(world, 3);
  expect((await world.runs()).at(-1)).toMatchObject({ trigger: 'manual', status: 'completed' });
  expect(await alerts()).toEqual(['schedule/nightly resolved']);
});

test('times that passed while nothing ran are caught up once', async () => {
  const world = await createWorld();
  await createSchedule(world.projectId, NIGHTLY, world.alive);
  world.clock.nowMs = Date.parse('2026-12-05T09:00:00Z');
  await minutes(world, 4);
  expect(await world.runs()).toMatchObject([{ dueAt: '2026-12-05T02:00:00.000Z', missed: 5 }]);
});

test('what passed while it was paused is not caught up; run by hand it runs all the same', async () => {
  const world = await createWorld();
  const { alive, projectId, clock } = world;
  await createSchedule(projectId, NIGHTLY, alive);
  expect(await pauseSchedule(projectId, 'nightly', true, alive)).toMatchObject({ next: [] });
  clock.nowMs = Date.parse('2026-12-05T09:00:00Z');
  await world.minute();
  await runSchedule(projectId, 'nightly', alive);
  await pauseSchedule(projectId, 'nightly', false, alive);
  await minutes(world, 3);
  expect(await world.runs()).toMatchObject([{ trigger: 'manual', status: 'completed' }]);
});

test('what can never run fails with its reason, and raises an alert', async () => {
  const world = await createWorld();
  const { alive, projectId, clock } = world;
  await createSchedule(projectId, NIGHTLY, alive);
  const unknown = { ...NIGHTLY, run: { ...NIGHTLY.run, dataset: 'gone' } };
  const { name: _, ...content } = unknown;
  await expect(
    replaceSchedule(projectId, 'nightly', content as typeof NIGHTLY, alive),
  ).rejects.toMatchObject({ code: 'unknown_dataset' });
  await env.DB.prepare(
    "UPDATE schedules SET content = json_set(content, '$.run.dataset', 'gone') WHERE project_id = ?",
  )
    .bind(projectId)
    .run();
  clock.nowMs = Date.parse('2026-11-30T02:00:10Z');
  await minutes(world, 2);
  const [run] = await world.runs();
  expect(run).toMatchObject({ status: 'failed', outcome: null, made: null });
  expect(run?.reasons[0]).toContain('gone');
  expect((await listAlerts(projectId, {}, alive)).items).toMatchObject([
    { key: 'schedule/nightly', status: 'open' },
  ]);
});

test('a Worker that dies between any two steps, and others beside it, run each time once', async () => {
  await fc.assert(
    fc.asyncProperty(fc.uniqueArray(fc.nat({ max: 60 }), { maxLength: 6 }), async (deaths) => {
      const world = await createWorld(deaths);
      const { services, alive, projectId, clock, life } = world;
      await createSchedule(projectId, NIGHTLY, alive);
      for (const day of ['30', '31']) {
        clock.nowMs = Date.parse(`2026-11-30T02:00:10Z`) + (day === '31' ? 24 * HOUR_MS : 0);
        for (let i = 0; i < 9; i += 1) {
          await Promise.allSettled([
            runSchedules(services),
            i % 3 === 0 ? runSchedules(alive) : null,
          ]);
          life.isDead = false;
          await world.scoreAll();
          await sweepBatches(alive);
          clock.nowMs += 61 * MINUTE_MS;
        }
      }
      const runs = await world.runs();
      expect(runs.map(({ dueAt, status }) => `${dueAt} ${status}`)).toEqual([
        '2026-11-30T02:00:00.000Z completed',
        '2026-12-01T02:00:00.000Z completed',
      ]);
      expect((await world.batches()).toSorted()).toEqual(runs.map(({ made }) => made).toSorted());
    }),
    { numRuns: 5 },
  );
}, 240_000);

test('a clock that jumps ahead and back runs no time twice, and loses none that comes', async () => {
  const world = await createWorld();
  const { alive, projectId, clock } = world;
  await createSchedule(projectId, NIGHTLY, alive);
  clock.nowMs = Date.parse('2027-03-01T02:10:00Z');
  await minutes(world, 3);
  clock.nowMs = Date.parse('2026-11-30T01:00:00Z');
  await world.minute();
  clock.nowMs = Date.parse('2026-11-30T02:00:10Z');
  await minutes(world, 3);
  clock.nowMs = Date.parse('2026-11-30T01:59:00Z');
  await minutes(world, 4);
  clock.nowMs = Date.parse('2027-03-01T02:00:10Z');
  await minutes(world, 3);
  const due = (await world.runs()).map(({ dueAt, missed }) => [dueAt.slice(0, 10), missed]);
  expect(due).toEqual([
    ['2026-11-30', 0],
    ['2027-03-01', expect.any(Number)],
  ]);
});
