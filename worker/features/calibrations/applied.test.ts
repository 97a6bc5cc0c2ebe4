import type { GuardResult, Policy, Sample, ScorerSettings, Verdict } from '@assay/schema/types.ts';
import { describe, expect, test } from 'vitest';
import { appWith } from '../../testing/app.ts';
import { newProject } from '../../testing/batch-world.ts';
import { isTold, labelled, labelsOf, POLITE, worldOf } from '../../testing/calibration-world.ts';
import { giveKey } from '../../testing/keys.ts';
import { met, scriptJudge } from '../../testing/scripted-judge.ts';
import { compareBatches } from '../batches/compare-batches.ts';
import { getBatchReport } from '../batches/find-batches.ts';
import { gateBatch } from '../batches/gate-batch.ts';

const DAY_MS = 24 * 3600 * 1000;
const GOOD = labelled(1_000, true, true).sample;
const BAD = labelled(1_001, false, false).sample;
const LABELS = labelsOf({ passPass: 45, passFail: 5, failPass: 5, failFail: 45 });

interface Asked {
  sample?: Sample;
  scorers?: (string | ScorerSettings)[];
  policy?: Policy;
}

/** An API whose judge reports a version, in a project of its own, and a world to calibrate it in. */
async function apiOf({ version = 'v1', nowMs = () => Date.now(), projectId = newProject() } = {}) {
  const { key } = await giveKey(['admin'], projectId);
  const judge = scriptJudge((prompt) => ({ content: met(isTold(prompt)), version }));
  const app = appWith(
    { ASSAY_JUDGE_BASE_URL: 'http://judge.test/v1', ASSAY_JUDGE_MODEL: 'judge-1' },
    { fetch: judge.fetch, nowMs },
  );
  const ask = async <Answer>(path: string, body: object): Promise<Answer> => {
    const headers = { 'Content-Type': 'application/json', Authorization: `Bearer ${key}` };
    const init = { method: 'POST', headers, body: JSON.stringify(body) };
    const response = await app.fetch(`http://localhost${path}`, init);
    const text = await response.text();
    if (!response.ok) throw new Error(`${response.status} ${text}`);
    return JSON.parse(text);
  };
  const score = ({ sample = GOOD, scorers = [POLITE], policy }: Asked = {}) =>
    ask<Verdict>('/v1/score', { sample, scorers, ...(policy && { policy }) });
  return { projectId, ask, score, judge };
}

describe('the score of a calibrated judge', () => {
  test('has the probability that people pass the sample', async () => {
    const { projectId, score } = await apiOf();
    const { id } = await worldOf().calibrate(projectId, { labels: LABELS });
    const [good] = (await score()).scores;
    expect(good).toMatchObject({
      status: 'scored',
      passed: true,
      calibration: { id, isStale: false },
    });
    expect(good?.calibration?.probability).toBeCloseTo(0.9, 1);
    expect(good?.calibration?.low).toBeGreaterThan(0.75);
    expect(good?.calibration?.high).toBeLessThan(0.99);
    const [bad] = (await score({ sample: BAD })).scores;
    expect(bad?.calibration?.probability).toBeCloseTo(0.1, 1);
  });

  test('is stale at once when the model reports another version', async () => {
    const { projectId, score } = await apiOf({ version: 'v2' });
    const { id } = await worldOf().calibrate(projectId, { labels: LABELS });
    const [found] = (await score()).scores;
    expect(found).toMatchObject({
      status: 'scored',
      calibration: { id, isStale: true },
      warnings: ['calibration_stale'],
    });
  });

  test('is read by the calibration of its own version, although a newer one is of another', async () => {
    const { projectId, score } = await apiOf({ version: 'v1' });
    const { id } = await worldOf().calibrate(projectId, { labels: LABELS });
    const updated = worldOf((prompt) => ({ content: met(isTold(prompt)), version: 'v2' }));
    await updated.calibrate(projectId, { labels: LABELS, refresh: true });
    expect((await score()).scores[0]?.calibration).toMatchObject({ id, isStale: false });
  });

  test('has none where other parameters judge, in another project, or by code', async () => {
    const { projectId, score } = await apiOf();
    await worldOf().calibrate(projectId, { labels: LABELS });
    const other = { scorer: 'rubric', params: { criterion: 'It is short.' } };
    const stranger = await apiOf();
    const scores = [
      ...(await score({ scorers: [other, 'language'] })).scores,
      ...(await stranger.score()).scores,
    ];
    expect(scores.map((each) => 'calibration' in each)).toEqual([false, false, false]);
  });

  test('has it inside a composite, and in the verdicts of a batch', async () => {
    const { projectId, score } = await apiOf();
    const world = worldOf();
    const { id } = await world.calibrate(projectId, { labels: LABELS });
    const all = { scorer: 'all', params: { scorers: [POLITE] } };
    const [composite] = (await score({ scorers: [all] })).scores;
    expect(composite?.children?.[0]?.calibration?.id).toBe(id);

    const batch = await world.make(projectId, [GOOD], { scorers: [POLITE] });
    await world.scoreAll();
    const page = await world.services.items.page({ batchId: batch.id, after: -1, limit: 1 });
    const verdict: Verdict = JSON.parse(page.items[0]?.verdict ?? '');
    expect(verdict.scores[0]?.calibration?.id).toBe(id);
  });
});

describe('abstaining by a guarantee', () => {
  const guaranteed = (risk: number) => ({
    ...POLITE,
    params: { ...POLITE.params, abstainBelow: { risk, confidence: 0.9 } },
  });

  test('keeps what the calibration guarantees, at the price of no more calls', async () => {
    const { projectId, score, judge } = await apiOf();
    const { id } = await worldOf().calibrate(projectId, { labels: LABELS });
    const [kept] = (await score({ scorers: [guaranteed(0.2)] })).scores;
    expect(kept).toMatchObject({ status: 'scored', passed: true, calibration: { id } });
    // 10 of 100 labels are wrong: no test can show a risk of 10% at most.
    const [abstained] = (await score({ scorers: [guaranteed(0.1)] })).scores;
    expect(abstained).toMatchObject({
      status: 'abstained',
      value: null,
      passed: null,
      calibration: { id, isStale: false },
    });
    expect(abstained?.reason).toContain(`By the calibration ${id} no confidence is high enough`);
    // The same question, answered once; what decides the score is in its fingerprint.
    expect(judge.heard).toHaveLength(1);
    expect(kept?.fingerprint).not.toBe(abstained?.fingerprint);
  });

  test('abstains from everything as long as nothing is known, or of another version', async () => {
    const { projectId, score } = await apiOf({ version: 'v2' });
    const verdict = await score({ scorers: [guaranteed(0.2)] });
    expect(verdict).toMatchObject({
      passed: null,
      scores: [{ status: 'abstained', warnings: ['calibration_missing'] }],
    });
    await worldOf().calibrate(projectId, { labels: LABELS });
    // What is known is cached for a while: another isolate sees it at once.
    const later = await apiOf({ projectId, version: 'v2' });
    expect(await later.score({ scorers: [guaranteed(0.2)] })).toMatchObject({
      passed: null,
      scores: [{ status: 'abstained', warnings: ['calibration_stale'] }],
    });
  });

  test('is below the threshold where votes differ', async () => {
    // The judge is sure of most, and wavers on the wrong ones: one vote in four is against.
    let asked = 0;
    const wavering = (prompt: string) => {
      asked += 1;
      const isAgainst = prompt.includes('[wavers]') && asked % 4 === 0;
      return { content: met(isTold(prompt) !== isAgainst) };
    };
    const jury = { ...POLITE, params: { ...POLITE.params, samples: 4, combine: 'majority' } };
    const labels = [
      ...labelsOf({ passPass: 30, failFail: 30 }),
      ...labelsOf({ passFail: 15, failPass: 15 }).map((label, i) => ({
        ...label,
        sample: { ...label.sample, id: `w${i}`, output: `${label.sample.output} [wavers]` },
      })),
    ];
    const projectId = newProject();
    const world = worldOf(wavering);
    const { report } = await world.calibrate(projectId, { scorer: jury, labels });
    expect(report?.guarantee).toMatchObject({ threshold: 1, n: 60, wrong: 0 });
    expect(report?.guarantee.coverage).toBeCloseTo(60 / 90);
  });
});

describe('a policy that requires a calibration', () => {
  const policy = (more = {}): Policy => ({ rule: 'required', requireCalibration: more });

  test('leaves the verdict of an unchecked judge undecided, and says what to do', async () => {
    const { score } = await apiOf();
    const verdict = await score({ policy: policy() });
    expect(verdict).toMatchObject({
      passed: null,
      decision: {
        undecidedBy: ['rubric'],
        uncalibrated: [{ name: 'rubric', code: 'calibration_missing' }],
      },
      scores: [{ status: 'scored', passed: true }],
    });
    expect(verdict.decision.reason).toContain('calibration_missing: The judge of rubric was never');
    expect(verdict.decision.reason).toContain('POST /v1/calibrations');
  });

  test('lets a calibrated judge decide', async () => {
    const { projectId, score } = await apiOf();
    await worldOf().calibrate(projectId, { labels: LABELS });
    const verdict = await score({ policy: policy({ maxAgeDays: 30, minAgreement: 0.8 }) });
    expect(verdict).toMatchObject({ passed: true, decision: { uncalibrated: [] } });
  });

  test.each([
    ['of another version', { version: 'v2' }, {}, 'calibration_stale'],
    ['that agrees too little', {}, { minAgreement: 0.9 }, 'calibration_too_low'],
    [
      'that is too old',
      { nowMs: () => Date.now() + 31 * DAY_MS },
      { maxAgeDays: 30 },
      'calibration_expired',
    ],
  ])('refuses one %s', async (_, api, required, code) => {
    const { projectId, score } = await apiOf(api);
    await worldOf().calibrate(projectId, { labels: LABELS });
    expect(await score({ policy: policy(required) })).toMatchObject({
      passed: null,
      decision: { uncalibrated: [{ code }] },
    });
  });

  test('lets code decide, and a verdict fail that fails without the judge', async () => {
    const { score } = await apiOf();
    const tooLong = { scorer: 'length', params: { max: 1 } };
    const failing = await score({ scorers: [POLITE, tooLong], policy: policy() });
    expect(failing).toMatchObject({ passed: false, decision: { undecidedBy: [] } });
    const same = { output: 'a', expected: 'a' };
    const byCode = await score({ sample: same, scorers: ['levenshtein'], policy: policy() });
    expect(byCode.passed).toBe(true);
    expect(byCode.decision).not.toHaveProperty('uncalibrated');
  });

  test('holds for a judge inside a composite, and for a weighted mean', async () => {
    const { score } = await apiOf();
    const all = { scorer: 'all', params: { scorers: [POLITE] } };
    expect(await score({ scorers: [all], policy: policy() })).toMatchObject({
      passed: null,
      decision: { uncalibrated: [{ name: 'all', code: 'calibration_missing' }] },
    });
    const mean: Policy = { rule: 'weighted-mean', threshold: 0.5, requireCalibration: {} };
    expect(await score({ policy: mean })).toMatchObject({ passed: null, value: 1 });
  });

  test('of the guard makes an unchecked judge one that did not run', async () => {
    const rules = [{ scorer: POLITE, action: 'block' }];
    const guardBy = ({ ask }: Awaited<ReturnType<typeof apiOf>>) =>
      ask<GuardResult>('/v1/guard', {
        stage: 'output',
        text: GOOD.output,
        policy: { rules, onError: 'block', requireCalibration: {} },
      });
    const api = await apiOf();
    const { projectId } = api;
    expect(await guardBy(api)).toMatchObject({
      action: 'block',
      notRun: [{ status: 'uncalibrated', code: 'calibration_missing', action: 'block' }],
    });
    await worldOf().calibrate(projectId, { labels: LABELS });
    const later = await apiOf({ projectId });
    expect(await guardBy(later)).toMatchObject({ action: 'allow', notRun: [] });
  });
});

describe('a batch whose judge was calibrated', () => {
  // The judge passes a fifth of the bad samples, and fails a fifth of the good ones.
  const labels = labelsOf({ passPass: 80, passFail: 20, failPass: 20, failFail: 80 });
  const samples = labelsOf({ passPass: 72, passFail: 18, failPass: 2, failFail: 8 }).map(
    ({ sample }) => ({ ...sample, input: 'Other people, other questions?' }),
  );

  async function batchOf(version = 'v1') {
    const projectId = newProject();
    await worldOf().calibrate(projectId, { labels });
    const world = worldOf((prompt) => ({ content: met(isTold(prompt)), version }));
    const { id } = await world.make(projectId, samples, { scorers: [POLITE] });
    await world.scoreAll();
    return { projectId, id, services: world.services };
  }

  test('has the pass rate that people would give beside that of the judge', async () => {
    const { projectId, id, services } = await batchOf();
    const { statistics } = await getBatchReport(projectId, id, services);
    const [rubric] = statistics;
    expect(rubric?.passRate?.value).toBeCloseTo(0.74);
    expect(rubric?.corrected).toMatchObject({
      labels: 200,
      passRate: { value: expect.closeTo(0.9), method: 'rogan_gladen' },
      mean: { method: 'prediction_powered' },
    });
    const { low = 1, high = 0 } = rubric?.corrected?.passRate ?? {};
    expect(low < 0.9 && high > 0.9).toBe(true);
    const comparison = await compareBatches(
      { projectId, batchId: id, base: id, query: {} },
      services,
    );
    const compared = comparison.scorers.find(({ name }) => name === 'rubric');
    expect(compared?.corrected?.base).toEqual(compared?.corrected?.batch);
    expect(compared?.corrected?.batch?.passRate?.value).toBeCloseTo(0.9);
    expect(compared?.passRate?.batch).toBeCloseTo(0.74);
  });

  test('is not corrected by the labels of another version, and says so', async () => {
    const { projectId, id, services } = await batchOf('v2');
    const { statistics } = await getBatchReport(projectId, id, services);
    expect(statistics[0]?.corrected).toMatchObject({
      mean: null,
      passRate: null,
      reasons: [expect.stringContaining('Another version of the model')],
    });
  });

  test('passes a gate that requires the calibration; of another version the gate is undecided', async () => {
    const gate = (
      request: object,
      { projectId, id, services }: Awaited<ReturnType<typeof batchOf>>,
    ) => gateBatch(projectId, id, { minPassRate: 0.5, ...request }, services);
    const calibrated = await batchOf();
    expect((await gate({ requireCalibration: {} }, calibrated)).outcome).toBe('passed');
    const strict = await gate({ requireCalibration: { minAgreement: 0.9 } }, calibrated);
    expect(strict).toMatchObject({
      outcome: 'undecided',
      reasons: [expect.stringContaining('calibration_too_low'), expect.any(String)],
    });
    const stale = await batchOf('v2');
    const undecided = await gate({ requireCalibration: {} }, stale);
    expect(undecided.outcome).toBe('undecided');
    expect(undecided.reasons[0]).toContain('calibration_stale: rubric was judged by local/judge-1');
    // A failing batch fails no gate whose judge was not checked.
    const failing = await gate({ minPassRate: 0.99, requireCalibration: {} }, stale);
    expect(failing.outcome).toBe('undecided');
  });
});
