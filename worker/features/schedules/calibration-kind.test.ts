import { env } from 'cloudflare:workers';
import type { DatasetItem, ScheduleInput } from '@assay/schema/types.ts';
import { expect, test } from 'vitest';
import { listed } from '../../core/line-source.ts';
import { newProject } from '../../testing/batch-world.ts';
import { isTold, labelled, POLITE, worldOf } from '../../testing/calibration-world.ts';
import { met } from '../../testing/scripted-judge.ts';
import { listAlerts } from '../alerts/find-alerts.ts';
import { getCalibration } from '../calibrations/find-calibrations.ts';
import { createDataset } from '../datasets/create-dataset.ts';
import { CALIBRATION_KIND } from './calibration-kind.ts';
import { runSchedules } from './run-schedules.ts';
import { createSchedule, listScheduleRuns } from './schedules.ts';

const SAMPLES = 30;
const DAILY: ScheduleInput = {
  ...{ name: 'judge', cron: '0 2 * * *' },
  run: { kind: 'calibration', dataset: 'labelled', scorer: POLITE, minAgreement: 0.8 },
};

/** A project with labels of people, and a judge that agrees with them, contradicts them, or is down. */
async function createWorld() {
  const mood: { now: 'agrees' | 'contradicts' | 'guesses' } = { now: 'agrees' };
  let asked = 0;
  const world = worldOf((prompt) => {
    asked += 1;
    const isWrong = mood.now === 'contradicts' || (mood.now === 'guesses' && asked % 5 === 0);
    return { content: met(isTold(prompt) !== isWrong) };
  });
  const { services, clock } = world;
  const projectId = newProject();
  const items = Array.from({ length: SAMPLES }, (_, i): DatasetItem => {
    const { sample } = labelled(i, undefined, i % 2 === 0);
    const { id = '', ...rest } = sample;
    return { id, sample: rest, labels: [{ question: 'polite', value: i % 2 === 0 }] };
  });
  const source = listed('items', items);
  await createDataset({ projectId, name: 'labelled', source }, services);
  clock.nowMs = Date.parse('2026-12-01T00:00:00Z');
  await createSchedule(projectId, DAILY, services);
  return {
    ...{ world, mood, projectId },
    runs: async () =>
      (await listScheduleRuns(projectId, 'judge', { limit: 10 }, services)).items.toReversed(),
    alerts: async () =>
      (await listAlerts(projectId, {}, services)).items.map(
        ({ key, status, severity }) => `${key} ${status} ${severity}`,
      ),
    /** Runs what is due at two o'clock of a day in December, to its end. */
    async day(day: number) {
      clock.nowMs = Date.parse(`2026-12-0${day}T02:00:30Z`);
      await runSchedules(services);
      await world.scoreAll();
      clock.nowMs += 120_000;
      await runSchedules(services);
    },
  };
}

test('a judge is calibrated when it is due, asked anew each time, and compared with the run before', async () => {
  const { world, mood, day, runs, alerts, projectId } = await createWorld();
  await day(1);
  await day(2);
  expect(world.judge.heard).toHaveLength(2 * SAMPLES);
  mood.now = 'contradicts';
  await day(3);
  const [first, second, third] = await runs();
  expect(first).toMatchObject({
    ...{ kind: 'calibration', status: 'completed', outcome: 'passed', trigger: 'due' },
    ...{ path: `/calibrations/${first?.made}`, missed: 0 },
    reasons: ['The judge agrees with people in 100.0% (88.6% to 100.0%) of samples.'],
  });
  expect(second).toMatchObject({ status: 'completed', outcome: 'passed' });
  expect(third).toMatchObject({
    ...{ status: 'completed', outcome: 'failed' },
    reasons: [
      expect.stringMatching(/^The judge agrees with people in 0\.0%/),
      'The run before it: 100.0% (88.6% to 100.0%).',
    ],
  });
  expect(await alerts()).toEqual(['schedule/judge open error']);
  const calibration = await getCalibration(projectId, third?.made ?? '', world.services);
  expect(calibration).toMatchObject({ dataset: 'labelled@1', n: SAMPLES });
  mood.now = 'agrees';
  await day(4);
  expect(await alerts()).toEqual(['schedule/judge resolved error']);
});

test('while the interval has the least agreement in it, the outcome is undecided', async () => {
  const { mood, day, runs } = await createWorld();
  mood.now = 'guesses';
  await day(1);
  expect(await runs()).toMatchObject([{ status: 'completed', outcome: 'undecided' }]);
});

test('a run that is started again makes one calibration, whole', async () => {
  const { world, projectId } = await createWorld();
  const { run } = DAILY;
  if (run.kind !== 'calibration') throw new Error('it runs a calibration');
  const starting = { projectId, schedule: 'judge', content: run, seed: 'srn_again' };
  const ids = [
    await CALIBRATION_KIND.start(starting, world.services),
    await CALIBRATION_KIND.start(starting, world.services),
  ];
  await world.scoreAll();
  expect(ids[0]).toBe(ids[1]);
  const { results } = await env.DB.prepare('SELECT id FROM calibrations WHERE project_id = ?1')
    .bind(projectId)
    .all();
  expect(results).toEqual([{ id: ids[0] }]);
  const end = { projectId, content: run, id: ids[0] ?? '', previousId: 'cal_deleted' };
  expect(await CALIBRATION_KIND.end(end, world.services)).toMatchObject({
    ...{ status: 'completed', outcome: 'passed' },
    reasons: [expect.stringContaining('100.0%')],
  });
});

test('a data set without labels, or a judge that does not exist, is refused when the schedule is made', async () => {
  const { world, projectId } = await createWorld();
  const make = (run: object) =>
    createSchedule(
      projectId,
      { ...DAILY, name: 'other', run: { ...DAILY.run, ...run } as ScheduleInput['run'] },
      world.services,
    );
  await expect(make({ dataset: 'gone' })).rejects.toMatchObject({ code: 'unknown_dataset' });
  await expect(make({ scorer: 'gone' })).rejects.toThrow();
});
