import type { CorrectedDifference, LabelInput } from '@assay/schema/types.ts';
import { describe, expect, test } from 'vitest';
import { newProject } from '../../testing/batch-world.ts';
import { isTold, labelsOf, POLITE, worldOf } from '../../testing/calibration-world.ts';
import { met } from '../../testing/scripted-judge.ts';
import { compareBatches } from '../batches/compare-batches.ts';
import { createQuestion } from '../reviews/questions.ts';
import { takeLabels } from '../reviews/take-labels.ts';

const CALIBRATION = labelsOf({ passPass: 90, passFail: 10, failPass: 10, failFail: 90 });
const SAMPLES = 120;

/** A batch of which the judge passes so many samples; people say so of the labelled ones. */
async function twoBatches({
  passed = { batch: 90, base: 60 },
  calibrated = true,
  version = 'v1',
}: {
  passed?: { batch: number; base: number };
  calibrated?: boolean;
  version?: string;
} = {}) {
  const projectId = newProject();
  const world = worldOf();
  const { services } = world;
  await createQuestion(
    projectId,
    { name: 'polite', kind: 'pass-fail', text: 'Is it polite?' },
    services,
  );
  if (calibrated) await world.calibrate(projectId, { labels: CALIBRATION, question: 'polite' });
  const score = async (count: number, run: string, by = world) => {
    const samples = Array.from({ length: SAMPLES }, (_, i) => ({
      id: `s${i}`,
      input: `Question ${i}`,
      output: `${run} answer ${i}. [judge: ${i < count ? 'pass' : 'fail'}]`,
    }));
    const { id } = await by.make(projectId, samples, { scorers: [POLITE] });
    await by.scoreAll();
    return id;
  };
  const base = await score(passed.base, 'First');
  const judgedBy = worldOf((prompt) => ({ content: met(isTold(prompt)), version }));
  const batch = await score(passed.batch, 'Second', version === 'v1' ? world : judgedBy);
  const label = (batchId: string, labels: Omit<LabelInput, 'target'>[]) =>
    takeLabels(
      projectId,
      {
        question: 'polite',
        by: 'anna',
        labels: labels.map((one, i) => ({ target: { batchId, index: i * 3 }, ...one })),
      },
      services,
    );
  const difference = async (): Promise<CorrectedDifference | undefined> => {
    const found = await compareBatches({ projectId, batchId: batch, base, query: {} }, services);
    return found.scorers.find(({ name }) => name === 'rubric')?.corrected?.difference;
  };
  return { projectId, base, batch, label, difference };
}

/** Labels of every third sample, of which people pass those before a place. */
function passesBefore(place: number, more: Partial<LabelInput> = {}) {
  return Array.from({ length: 40 }, (_, i) => ({ value: i * 3 < place, ...more }));
}

describe('the corrected difference of two batches', () => {
  test('of a judge that errs alike in both is what it passed more, by how much better than chance it is', async () => {
    const { difference } = await twoBatches();
    const found = await difference();
    // A quarter more passes; sensitivity and specificity are .9 each.
    expect(found?.passRate).toMatchObject({
      value: expect.closeTo(0.25 / 0.8, 6),
      method: 'rogan_gladen',
    });
    expect(found?.passRate?.low).toBeGreaterThan(0.2);
    expect(found?.passRate?.high).toBeLessThan(0.42);
    expect(found).toMatchObject({
      mean: null,
      labels: 0,
      reasons: [{ of: 'mean', code: 'labels_missing' }],
    });
  });

  test('comes from the labels of both batches where there are some', async () => {
    const { base, batch, label, difference } = await twoBatches();
    // The judge passes 90 and 60 of 120; people pass 81 and 60.
    await label(base, passesBefore(60));
    await label(batch, passesBefore(81));
    const found = await difference();
    expect(found).toMatchObject({ question: 'polite', labels: 40, reasons: [] });
    const { value = 0, low = 0, high = 0, method } = found?.mean ?? {};
    expect(method).toBe('prediction_powered');
    expect(value).toBeCloseTo(21 / 120, 1);
    expect(low).toBeLessThan(21 / 120);
    expect(high).toBeGreaterThan(21 / 120);
    expect(high - low).toBeLessThan(0.25);
    expect(found?.passRate).toEqual(found?.mean);
  });

  test('is refused for few labels, and for samples that were drawn unequally', async () => {
    const { base, batch, label, difference } = await twoBatches();
    await label(base, passesBefore(60).slice(0, 5));
    await label(batch, passesBefore(81).slice(0, 5));
    expect((await difference())?.reasons).toMatchObject([{ of: 'mean', code: 'too_few_labels' }]);
    const drawn = passesBefore(60).map((one, i) => ({
      ...one,
      by: 'berta',
      inclusionProbability: i % 2 === 0 ? 0.5 : 0.25,
    }));
    await label(
      base,
      drawn.slice(5).map((one) => one),
    );
    await label(batch, drawn);
    const found = await difference();
    expect(found?.mean).toBeNull();
    expect(found?.passRate?.method).toBe('rogan_gladen');
  });

  test('is refused where another version of the judge saw one of them', async () => {
    const { difference } = await twoBatches({ version: 'v2' });
    expect((await difference())?.reasons).toMatchObject([
      { of: 'mean', code: 'labels_missing' },
      { of: 'passRate', code: 'calibration_stale' },
    ]);
  });

  test('is not there for a judge that was never calibrated', async () => {
    const { difference } = await twoBatches({ calibrated: false });
    expect(await difference()).toBeUndefined();
  });
});
