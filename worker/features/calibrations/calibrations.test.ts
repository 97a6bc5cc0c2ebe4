import { newId } from '@assay/schema/ids.ts';
import type { CalibrationLabel } from '@assay/schema/types.ts';
import { describe, expect, test } from 'vitest';
import { newProject } from '../../testing/batch-world.ts';
import { isTold, labelled, labelsOf, POLITE, worldOf } from '../../testing/calibration-world.ts';
import { met } from '../../testing/scripted-judge.ts';
import { cancelBatch } from '../batches/control-batch.ts';
import { createCalibration } from './create-calibration.ts';
import { deleteCalibration } from './delete-calibration.ts';
import { getCalibration, listCalibrations } from './find-calibrations.ts';
import { sweepCalibrations } from './sweep-calibrations.ts';

describe('a calibration', () => {
  test('tells how far the judge agrees with people, and how it errs', async () => {
    const world = worldOf();
    const labels = labelsOf({ passPass: 40, passFail: 10, failPass: 5, failFail: 45 });
    const project = newProject();
    const { status, judges, report, agreement } = await world.calibrate(project, { labels });
    expect(status).toBe('completed');
    expect(judges).toEqual([{ model: 'local/judge-1', version: 'v1' }]);
    expect(agreement?.value).toBeCloseTo(0.85);
    expect(report).toMatchObject({
      counts: { labels: 100, used: 100, errors: 0, effective: 100 },
      confusion: { truePositive: 40, falseNegative: 10, falsePositive: 5, trueNegative: 45 },
      versions: [{ model: 'local/judge-1', version: 'v1', labels: 100 }],
    });
    expect(report?.sensitivity?.value).toBeCloseTo(0.8);
    expect(report?.specificity?.value).toBeCloseTo(0.9);
    expect(report?.agreement?.kappa?.value).toBeCloseTo(0.7);
    expect(report?.disagreements).toHaveLength(15);
    // Of those that the judge passes people pass 40 of 45, of the others 10 of 55.
    expect(report?.curve?.points.at(-1)?.probability).toBeCloseTo(40 / 45, 1);
    expect(report?.curve?.points[0]?.probability).toBeCloseTo(10 / 55, 1);
  });

  test('has its progress until it has a report', async () => {
    const world = worldOf();
    const project = newProject();
    const { id } = await world.begin(project, { labels: labelsOf({ passPass: 12, failFail: 12 }) });
    await world.scoreAll(1);
    expect(await getCalibration(project, id, world.services)).toMatchObject({
      status: 'running',
      progress: { total: 24, done: 10, errors: 0 },
      report: null,
      judges: [],
    });
    await world.scoreAll();
    const ended = await getCalibration(project, id, world.services);
    expect(ended).toMatchObject({ status: 'completed', progress: { done: 24 } });
    expect(ended.report?.agreement?.raw).toMatchObject({ value: 1, high: 1 });
  });

  test('is there once, with one report, however often it is asked for and swept', async () => {
    const world = worldOf();
    const project = newProject();
    const input = { scorer: POLITE, labels: labelsOf({ passPass: 12, failFail: 12, passFail: 3 }) };
    const asked = { projectId: project, input, seed: newId('request') };
    const first = await createCalibration(asked, world.services);
    const again = await createCalibration(asked, world.services);
    expect(again.id).toBe(first.id);
    await world.scoreAll();
    const both = await Promise.all([
      getCalibration(project, first.id, world.services),
      getCalibration(project, first.id, world.services),
      sweepCalibrations(world.services),
    ]);
    expect(both[0]).toEqual(both[1]);
    const heard = world.judge.heard.length;
    expect(heard).toBe(27);
    expect((await listCalibrations(project, {}, world.services)).items).toHaveLength(1);
    // The same computed anew comes to the same report, without a call of the judge.
    const other = await world.calibrate(project, input);
    expect(other.report).toEqual(both[0].report);
    expect(world.judge.heard).toHaveLength(heard);
  });

  test('ends by the sweep, without anybody asking for it', async () => {
    const world = worldOf();
    const project = newProject();
    const { id } = await world.begin(project, { labels: labelsOf({ passPass: 3 }) });
    await world.scoreAll();
    await sweepCalibrations(world.services);
    expect(await world.services.calibrations.find(project, id)).toMatchObject({
      status: 'completed',
    });
  });

  test('goes on when the request that made it died before it was set running', async () => {
    const world = worldOf();
    const project = newProject();
    const seal = () => Promise.reject(new Error('the Worker is gone'));
    const dying = {
      ...world.services,
      ranges: Object.assign(Object.create(world.services.ranges), { seal }),
    };
    const labels = labelsOf({ passPass: 3 });
    const made = createCalibration(
      { projectId: project, input: { scorer: POLITE, labels } },
      dying,
    );
    await expect(made).rejects.toThrow('the Worker is gone');
    expect(world.judge.heard).toEqual([]);
    await sweepCalibrations(world.services);
    await world.scoreAll();
    const { items } = await listCalibrations(project, {}, world.services);
    const { id = '' } = items[0] ?? {};
    expect((await getCalibration(project, id, world.services)).status).toBe('completed');
  });

  test('goes on where it was when its consumer died between two ranges', async () => {
    const world = worldOf();
    const project = newProject();
    const labels = labelsOf({ passPass: 15, failFail: 15 });
    const { id } = await world.begin(project, { labels });
    await world.scoreAll(1);
    // The next delivery dies after it was scored and before it was written.
    const write = () => Promise.reject(new Error('the database is away'));
    const dying = {
      ...world.services,
      ranges: Object.assign(Object.create(world.services.ranges), { write }),
    };
    const { scoreRanges } = await import('../../entry/queue/score-ranges.ts');
    await world.ranges.deliver(0, (batch) => scoreRanges(batch, dying));
    expect((await getCalibration(project, id, world.services)).status).toBe('running');
    await world.scoreAll();
    const { report } = await getCalibration(project, id, world.services);
    expect(report?.counts).toMatchObject({ used: 30, errors: 0 });
    expect(world.judge.heard).toHaveLength(30);
  });

  test('fails when its batch is cancelled, and is then applied to no score', async () => {
    const world = worldOf();
    const project = newProject();
    const { id, batch } = await world.begin(project, { labels: labelsOf({ passPass: 3 }) });
    await cancelBatch(project, batch, world.services);
    expect(await getCalibration(project, id, world.services)).toMatchObject({
      status: 'failed',
      error: { code: 'batch_ended_early' },
      report: null,
    });
  });

  test('is deleted with its labels, and its batch stops', async () => {
    const world = worldOf();
    const project = newProject();
    const { id, batch } = await world.begin(project, { labels: labelsOf({ passPass: 25 }) });
    await deleteCalibration(project, id, world.services);
    await world.scoreAll();
    expect(world.judge.heard).toEqual([]);
    expect((await world.services.batches.find(project, batch))?.status).toBe('cancelled');
    expect(await world.services.calibrations.labels(project, id, 0, 100)).toEqual([]);
    await expect(getCalibration(project, id, world.services)).rejects.toMatchObject({
      code: 'calibration_not_found',
    });
  });
});

describe('what enters no estimate', () => {
  test('a judge that cannot judge is an error, never a disagreement', async () => {
    const world = worldOf((prompt) =>
      prompt.includes('number 3 ')
        ? { content: '', status: 400 }
        : { content: met(isTold(prompt)) },
    );
    const labels = labelsOf({ passPass: 10, failFail: 10 });
    const { report } = await world.calibrate(newProject(), { labels });
    expect(report).toMatchObject({
      counts: { labels: 20, used: 19, errors: 1 },
      errors: [{ code: 'judge_rejected', count: 1 }],
      agreement: { raw: { value: 1 } },
      disagreements: [],
    });
  });

  test('samples that were chosen are scored and counted, and weigh nothing', async () => {
    const world = worldOf();
    const chosen = labelsOf({ passFail: 30 }, { isChosen: true }).map((label, i) => ({
      ...label,
      sample: { ...label.sample, id: `chosen-${i}` },
    }));
    const labels = [...labelsOf({ passPass: 10, failFail: 10 }), ...chosen];
    const { report } = await world.calibrate(newProject(), { labels });
    expect(report?.counts).toMatchObject({ labels: 50, used: 20, chosen: 30 });
    expect(report?.agreement?.raw.value).toBe(1);
    expect(report?.remarks.map(({ code }) => code)).toContain('labels_chosen');
  });

  test('samples on which people differ are undecided', async () => {
    const world = worldOf();
    const torn = [
      { by: 'ann', value: true },
      { by: 'bob', value: false },
    ];
    const agreed = [
      { by: 'ann', value: true },
      { by: 'bob', value: true },
    ];
    const labels: CalibrationLabel[] = [
      labelled(0, undefined, true, { reviews: torn }),
      labelled(1, undefined, true, { reviews: agreed }),
      labelled(2, true, true, { reviews: torn }),
    ];
    const { report } = await world.calibrate(newProject(), { labels });
    expect(report?.counts).toMatchObject({ used: 2, undecided: 1 });
    expect(report?.people).toMatchObject({ people: 2, samples: 3 });
    expect(report?.people?.raw.value).toBeCloseTo(1 / 3);
  });

  test('of two versions of a model the one that judged most is calibrated', async () => {
    let asked = 0;
    const world = worldOf((prompt) => {
      asked += 1;
      return { content: met(isTold(prompt)), version: asked <= 12 ? 'v1' : 'v2' };
    });
    const labels = labelsOf({ passPass: 15, failFail: 15 });
    const { report, judges } = await world.calibrate(newProject(), { labels });
    expect(judges).toEqual([{ model: 'local/judge-1', version: 'v2' }]);
    expect(report?.counts).toMatchObject({ used: 18, otherVersion: 12 });
    expect(report?.remarks.map(({ code }) => code)).toContain('model_versions_mixed');
  });
});

describe('weights', () => {
  test('labels drawn less often count for more', async () => {
    const world = worldOf();
    // Of the good samples one in ten was labelled, of the bad ones all.
    const labels = [
      ...labelsOf({ passPass: 20 }, { inclusionProbability: 0.1 }),
      ...labelsOf({ failPass: 20 }).map((label, i) => ({
        ...label,
        sample: { ...label.sample, id: `bad-${i}` },
      })),
    ];
    const { report } = await world.calibrate(newProject(), { labels });
    expect(report?.agreement?.raw.value).toBeCloseTo(200 / 220);
    // 40 labels are worth (220)² / (20·10² + 20·1²).
    expect(report?.counts.effective).toBeCloseTo(48_400 / 2_020);
    const guarantee = report?.guarantee;
    expect(guarantee?.tested).toBeGreaterThanOrEqual(20);
    expect(guarantee?.tested).toBeLessThan(30);
  });
});

describe('a degenerate set of labels', () => {
  test('of one label tells how little is known', async () => {
    const world = worldOf();
    const { report } = await world.calibrate(newProject(), { labels: [labelled(0, true, true)] });
    expect(report?.agreement?.raw.low).toBeLessThan(0.21);
    expect(report).toMatchObject({
      curve: null,
      specificity: null,
      slices: [],
      guarantee: { threshold: null, coverage: 0, needed: 22 },
    });
    expect(report?.width?.more).toBeGreaterThan(10);
    expect(report?.remarks.map(({ code }) => code)).toEqual(
      expect.arrayContaining(['few_labels', 'labels_all_equal', 'no_guarantee', 'no_probability']),
    );
  });

  test('that are all equal has no probability and no specificity', async () => {
    const world = worldOf();
    const labels = labelsOf({ passPass: 60 });
    const { report, agreement } = await world.calibrate(newProject(), { labels });
    expect(agreement).toMatchObject({ value: 1 });
    expect(report).toMatchObject({ curve: null, specificity: null });
    expect(report?.remarks.map(({ code }) => code)).toContain('labels_all_equal');
    // With 60 labels and no error the judge may be wrong in 10% at most.
    expect(report?.guarantee).toMatchObject({ threshold: 1, coverage: 1, n: 60, wrong: 0 });
  });

  test('of which none can be used ends without a judge to hold for', async () => {
    const world = worldOf(() => ({ content: '', status: 400 }));
    const project = newProject();
    const { status, judges, agreement, report } = await world.calibrate(project, {
      labels: labelsOf({ passPass: 3 }),
    });
    expect({ status, judges, agreement }).toEqual({
      status: 'completed',
      judges: [],
      agreement: null,
    });
    expect(report?.remarks.map(({ code }) => code)).toEqual(['no_usable_labels', 'judge_errors']);
  });
});

describe('what is refused', () => {
  test('a scorer that is no judge', async () => {
    const world = worldOf();
    const made = world.begin(newProject(), {
      scorer: 'token-f1',
      labels: labelsOf({ passPass: 1 }),
    });
    await expect(made).rejects.toMatchObject({ code: 'invalid_request' });
  });

  test('a sample that is invalid or there twice, by its place among the labels', async () => {
    const world = worldOf();
    const project = newProject();
    const twice = [labelled(0, true, true), labelled(0, false, true)];
    await expect(world.begin(project, { labels: twice })).rejects.toMatchObject({
      errors: [{ pointer: '/labels/1/sample/id' }],
    });
    expect((await listCalibrations(project, {}, world.services)).items).toEqual([]);
    expect(world.ranges.messages).toEqual([]);
  });
});
