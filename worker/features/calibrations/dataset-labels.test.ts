import type { DatasetItem } from '@assay/schema/types.ts';
import { expect, test } from 'vitest';
import { listed } from '../../core/line-source.ts';
import { newProject } from '../../testing/batch-world.ts';
import { type CalibrationWorld, labelled, worldOf } from '../../testing/calibration-world.ts';
import { createDataset } from '../datasets/create-dataset.ts';
import { createQuestion } from '../reviews/questions.ts';
import { takeLabels } from '../reviews/take-labels.ts';

/** An item on which the judge says what it is told, with labels. */
function itemOf(i: number, judge: boolean, more: Partial<DatasetItem> = {}): DatasetItem {
  const { sample } = labelled(i, undefined, judge);
  const { id, ...rest } = sample;
  return { id: id ?? '', sample: rest, ...more };
}

async function give(world: CalibrationWorld, projectId: string, items: DatasetItem[]) {
  const request = { projectId, name: 'support', source: listed('items', items) };
  await createDataset(request, world.services);
}

const pass = (value: boolean, by?: string) => ({
  question: 'polite',
  value,
  ...(by !== undefined && { by }),
});

test('items with a label are scored, by the final label or the majority of people', async () => {
  const world = worldOf();
  const project = newProject();
  await give(world, project, [
    itemOf(0, true, { labels: [pass(true)], tags: ['a'] }),
    itemOf(1, true, { labels: [pass(true, 'ann'), pass(true, 'bob'), pass(false, 'cem')] }),
    itemOf(2, false, { labels: [pass(true, 'ann'), pass(false, 'bob')] }),
    itemOf(3, false, { labels: [pass(true, 'ann'), pass(false)] }),
    itemOf(4, true),
  ]);
  const { report, n, dataset, question } = await world.calibrate(project, { dataset: 'support' });
  expect({ n, dataset, question }).toEqual({ n: 4, dataset: 'support@1', question: 'polite' });
  expect(report?.counts).toMatchObject({ labels: 4, used: 3, undecided: 1 });
  expect(report?.confusion).toMatchObject({ truePositive: 2, trueNegative: 1 });
  expect(report?.people?.samples).toBe(2);
});

test('a data set with labels of several questions needs one to be named', async () => {
  const world = worldOf();
  const project = newProject();
  const brief = { question: 'brief', value: false };
  await give(world, project, [itemOf(0, true, { labels: [pass(true), brief] })]);
  await expect(world.begin(project, { dataset: 'support' })).rejects.toMatchObject({
    errors: [{ pointer: '/question', message: expect.stringContaining('brief, polite') }],
  });
  const asked = { dataset: 'support@1', question: 'brief' };
  const { report } = await world.calibrate(project, asked);
  expect(report?.confusion).toMatchObject({ falsePositive: 1 });
});

test('levels of a declared question count for what they are worth', async () => {
  const world = worldOf();
  const project = newProject();
  const levels = ['Rude.', 'Cold.', 'Kind.'].map((anchor) => ({ anchor }));
  const question = { name: 'polite', kind: 'levels' as const, text: 'Is it polite?', levels };
  await createQuestion(project, question, world.services);
  const level = (value: number) => [{ question: 'polite@1', value }];
  await give(world, project, [
    itemOf(0, true, { labels: level(3) }),
    itemOf(1, true, { labels: level(2) }),
    itemOf(2, false, { labels: level(1) }),
  ]);
  const { report } = await world.calibrate(project, { dataset: 'support', passAt: 0.75 });
  expect(report?.confusion).toMatchObject({ truePositive: 1, falsePositive: 1, trueNegative: 1 });
  expect(report?.disagreements).toMatchObject([{ people: 0.5, judge: 1 }]);
});

test('labels that people gave to the items count, with the weight they were drawn by', async () => {
  const world = worldOf();
  const project = newProject();
  const question = { name: 'polite', kind: 'pass-fail' as const, text: 'Is it polite?' };
  await createQuestion(project, question, world.services);
  await give(world, project, [itemOf(0, true), itemOf(1, true), itemOf(2, false)]);
  const target = (itemId: string) => ({ target: { dataset: 'support@1', itemId } });
  await takeLabels(
    project,
    {
      question: 'polite',
      by: 'ann',
      labels: [
        { ...target('s0'), value: true, inclusionProbability: 0.5 },
        { ...target('s2'), value: true },
      ],
    },
    world.services,
  );
  const { report } = await world.calibrate(project, { dataset: 'support', question: 'polite' });
  expect(report?.counts).toMatchObject({ labels: 2, used: 2 });
  expect(report?.agreement?.raw.value).toBeCloseTo(2 / 3);
});

test('the data set of another project is not found', async () => {
  const world = worldOf();
  await give(world, newProject(), [itemOf(0, true, { labels: [pass(true)] })]);
  await expect(world.begin(newProject(), { dataset: 'support@1' })).rejects.toMatchObject({
    code: 'dataset_not_found',
  });
});
