import { newId } from '@assay/schema/ids.ts';
import type { ScheduleInput } from '@assay/schema/types.ts';
import { expect, test } from 'vitest';
import { callJson } from '../../testing/client.ts';
import type { Fate } from '../../testing/crashes.ts';
import { createExperimentWorld, ENDPOINT } from '../../testing/experiment-world.ts';
import { giveKey } from '../../testing/keys.ts';
import { deleteExperiment } from '../experiments/control-experiment.ts';
import { createExperiment } from '../experiments/create-experiment.ts';
import { listExperiments } from '../experiments/find-experiments.ts';
import { runSchedules } from './run-schedules.ts';
import { createSchedule, listScheduleRuns } from './schedules.ts';

const DAILY: ScheduleInput = {
  ...{ name: 'daily', cron: '0 2 * * *' },
  run: {
    kind: 'experiment',
    maxRegression: 0.3,
    experiment: {
      ...{ dataset: 'cases', scorers: ['exact-match'], repeats: 2 },
      variants: [{ name: 'app', target: { url: ENDPOINT, response: { format: 'text' } } }],
      require: [{ atLeast: 0.5 }],
    },
  },
};

/** A project with a data set of 20 questions, and an application that answers as it is told. */
async function createWorld(fate?: Fate) {
  const said = { answer: 'yes' };
  const world = createExperimentWorld(
    () => new Response(said.answer),
    fate === undefined ? {} : { fate },
  );
  const { services, projectId, clock } = world;
  const { key } = await giveKey(['admin'], projectId);
  const sample = { input: 'Is it right?', expected: 'yes' };
  const items = Array.from({ length: 20 }, (_, i) => ({ id: String(i), sample }));
  await callJson('/v1/datasets', { key, body: { name: 'cases', items } });
  clock.nowMs = Date.parse('2026-12-01T00:00:00Z');
  await createSchedule(projectId, DAILY, services);
  return {
    ...{ world, said, projectId },
    runs: async () =>
      (await listScheduleRuns(projectId, 'daily', { limit: 10 }, services)).items.toReversed(),
    /** Runs what is due at two o'clock of a day in December, to its end. */
    async day(day: number) {
      clock.nowMs = Date.parse(`2026-12-0${day}T02:00:30Z`);
      await runSchedules(services);
      const { items } = await listScheduleRuns(projectId, 'daily', { limit: 1 }, services);
      await world.runToEnd(items[0]?.made ?? '');
      clock.nowMs += 120_000;
      await runSchedules(services);
    },
  };
}

test('an experiment runs when it is due, and each variant is compared with the run before', async () => {
  const { said, day, runs } = await createWorld();
  await day(1);
  await day(2);
  said.answer = 'no';
  await day(3);
  const [first, second, third] = await runs();
  expect(first).toMatchObject({
    ...{ kind: 'experiment', status: 'completed', outcome: 'passed' },
    reasons: ['There is no run before it to compare with.'],
  });
  expect(second).toMatchObject({ status: 'completed', outcome: 'passed' });
  expect(third).toMatchObject({ status: 'completed', outcome: 'failed' });
  expect(third?.reasons).toEqual([
    'app: the verdict, mean at least 50.0%: failed.',
    expect.stringMatching(/^app: 0\.0% pass, 100\.0% in the run before it; .*between -/),
  ]);
  expect(new Set([first?.made, second?.made, third?.made]).size).toBe(3);
});

test('a run whose experiment was deleted before it knew of it fails, and says so', async () => {
  let left = Number.POSITIVE_INFINITY;
  const { world, projectId, runs } = await createWorld({
    next: () => (left-- === 0 ? 'dies-before' : 'lives'),
  });
  const { services, clock, life } = world;
  clock.nowMs = Date.parse('2026-12-01T02:00:30Z');
  let made: string | undefined;
  for (let steps = 1; made === undefined && steps < 40; steps += 1) {
    left = steps;
    clock.nowMs += 10 * 60_000;
    await runSchedules(services).catch(() => {});
    left = Number.POSITIVE_INFINITY;
    life.isDead = false;
    made = (await listExperiments(projectId, {}, services)).items[0]?.id;
  }
  expect(await runs()).toMatchObject([{ made: null }]);
  await deleteExperiment(projectId, made ?? '', services);
  clock.nowMs += 10 * 60_000;
  await runSchedules(services);
  expect(await runs()).toMatchObject([
    {
      status: 'failed',
      reasons: [`The experiment "${made}", which this made before, was deleted. Start another.`],
    },
  ]);
});

test('wherever a start dies, the next one makes its experiment once and whole', async () => {
  const { run } = DAILY;
  if (run.kind !== 'experiment') throw new Error('it runs an experiment');
  for (let step = 0; step < 8; step++) {
    for (const death of ['dies-before', 'dies-after'] as const) {
      let left = Number.POSITIVE_INFINITY;
      const next = () => (left-- === 0 ? death : 'lives');
      const { world, projectId } = await createWorld({ next });
      const seed = newId('scheduleRun');
      const make = () => {
        const input = run.experiment;
        return createExperiment({ projectId, keyId: '', input, seed }, world.services);
      };
      left = step;
      await make().catch(() => {});
      left = Number.POSITIVE_INFINITY;
      world.life.isDead = false;
      const { id } = await make();
      expect((await make()).id).toBe(id);
      const { items } = await listExperiments(projectId, {}, world.services);
      expect(items.map(({ samples }) => samples)).toEqual([20]);
    }
  }
});
