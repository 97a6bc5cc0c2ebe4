import { env } from 'cloudflare:workers';
import type { ExperimentInput } from '@assay/schema/types.ts';
import { describe, expect, test } from 'vitest';
import { runExperiments } from '../../entry/queue/run-experiments.ts';
import {
  createExperimentWorld,
  eraseFromExperiments,
  experimentOf,
  says,
} from '../../testing/experiment-world.ts';
import { dataMapOf } from '../data-map/data-map.ts';
import { enforceRetention } from '../retention/enforce-retention.ts';
import { cancelExperiment, resumeExperiment } from './control-experiment.ts';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

async function textsOf(id: string): Promise<string> {
  const tables = ['experiment_samples', 'experiment_changes', 'experiment_cells'];
  const rows = await Promise.all(
    tables.map((table) =>
      env.DB.prepare(`SELECT * FROM ${table} WHERE experiment_id = ?1`).bind(id).all(),
    ),
  );
  return JSON.stringify(rows.map(({ results }) => results));
}

test('where only scores are kept, nothing of samples and answers is left once it has ended', async () => {
  const world = createExperimentWorld(() => says('a secret answer'));
  const { id } = await world.make(
    experimentOf(['{{input}}'], {
      keep: 'scores',
      samples: [{ id: 's', input: 'a secret question', expected: 'x' }],
    }),
  );
  expect((await world.runToEnd(id)).counts.scoring).toMatchObject({ failed: 1 });
  expect(await textsOf(id)).not.toContain('secret');
  await expect(resumeExperiment(world.projectId, id, {}, world.services)).rejects.toMatchObject({
    code: 'sample_not_kept',
  });
});

test('where only scores are kept, a failure keeps its code and not what the target said', async () => {
  const world = createExperimentWorld(() => new Response('no', { status: 400 }));
  const { id } = await world.make(experimentOf(['{{input}}'], { keep: 'scores' }));
  expect((await world.runToEnd(id)).counts).toMatchObject({ generated: 0 });
  const stored = await textsOf(id);
  expect(stored).toContain('http_400');
  expect(stored).not.toContain('The endpoint answered');
});

test('retention empties samples, and then removes experiments that ended long ago', async () => {
  const world = createExperimentWorld(() => says('yes'));
  const { projectId, services, clock } = world;
  const { id } = await world.make(experimentOf(['{{input}}']));
  await world.runToEnd(id);
  const days = { verdicts: null, batches: 30, labels: null, judgeAnswers: null, webhooks: null };
  await services.retention.put(projectId, { ...days, samples: 2 }, clock.nowMs);
  clock.nowMs += 3 * DAY_MS;
  await enforceRetention(services);
  expect(await textsOf(id)).not.toContain('question');
  expect((await world.report(id)).variants[0]?.scorers[0]?.scored).toBe(5);
  clock.nowMs += 30 * DAY_MS;
  await enforceRetention(services);
  await expect(world.get(id)).rejects.toMatchObject({ code: 'experiment_not_found' });
});

test('a deletion by metadata reaches samples of experiments, what variants change in them, and whole ones', async () => {
  const world = createExperimentWorld(() => says('yes'));
  const { projectId, services, clock } = world;
  const samples = ['ada', 'bob'].map((user) => ({
    ...{ id: user, input: `I am ${user}`, metadata: { user } },
  }));
  const variants = [
    { name: 'v', target: { url: 'https://app.example.com/answer' }, prompt: '{{input}}' },
  ].map((variant) => ({ ...variant, changes: [{ sample: 'ada', input: 'Not ada' }] }));
  const some = await world.make(experimentOf([], { variants, samples }));
  const whole = await world.make(experimentOf(['{{input}}'], { metadata: { user: 'ada' } }));
  const erase = () => eraseFromExperiments(projectId, { key: 'user', value: 'ada' }, services);
  expect(await erase()).toBe('waits');
  for (const { id } of [some, whole]) await world.runToEnd(id);
  // Somebody could still be making a batch of the one that is deleted.
  expect(await erase()).toBe('waits');
  clock.nowMs += HOUR_MS;
  expect(await erase()).toBe('done');
  const left = await textsOf(some.id);
  expect(left).not.toMatch(/I am ada|Not ada|"ada"/);
  expect(left).toContain('I am bob');
  await expect(world.get(whole.id)).rejects.toMatchObject({ code: 'experiment_not_found' });
});

describe('answers of an experiment that was cancelled before they were scored', () => {
  const samples = [{ id: 's', input: 'a secret question', metadata: { user: 'ada' } }];

  async function cancelledOne(given: Partial<ExperimentInput> = {}) {
    const world = createExperimentWorld(() => says('a secret answer'));
    const { projectId, services, steps } = world;
    const { id } = await world.make(experimentOf(['{{input}}'], { samples, ...given }));
    await steps.deliver(0, (batch) => runExperiments(batch, services));
    expect(await textsOf(id)).toContain('a secret answer');
    await cancelExperiment(projectId, id, services);
    return { ...world, id };
  }

  test('are not kept where only scores are', async () => {
    const { id } = await cancelledOne({ keep: 'scores' });
    expect(await textsOf(id)).not.toContain('secret');
  });

  test('are emptied by retention', async () => {
    const { projectId, services, clock, id } = await cancelledOne();
    const days = { verdicts: null, batches: 30, labels: null, judgeAnswers: null, webhooks: null };
    await services.retention.put(projectId, { ...days, samples: 2 }, clock.nowMs);
    clock.nowMs += 3 * DAY_MS;
    await enforceRetention(services);
    expect(await textsOf(id)).not.toContain('secret');
  });

  test('are reached by a deletion by metadata', async () => {
    const { projectId, services, id } = await cancelledOne();
    const target = { key: 'user', value: 'ada' };
    expect(await eraseFromExperiments(projectId, target, services)).toBe('done');
    expect(await textsOf(id)).not.toMatch(/secret|ada/);
  });
});

test('the data map names the hosts of endpoints that experiments ask', async () => {
  const world = createExperimentWorld(() => says('yes'));
  const { id } = await world.make(experimentOf(['{{input}}', 'Q: {{input}}']));
  const endpoints = async () =>
    (await dataMapOf(world.projectId, world.services)).recipients.filter(
      ({ kind }) => kind === 'experiment',
    );
  const host = 'app.example.com';
  const found = { kind: 'experiment', name: host, host, receives: 'texts', lately: null };
  expect(await endpoints()).toEqual([{ ...found, isReachable: true }]);
  await world.runToEnd(id);
  expect(await endpoints()).toEqual([{ ...found, isReachable: false }]);
});
