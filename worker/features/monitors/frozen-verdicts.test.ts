import { env } from 'cloudflare:workers';
import { newId } from '@assay/schema/ids.ts';
import { MonitorInput } from '@assay/schema/monitor.ts';
import type { MonitorReport, Sample, ScoreRequest, Verdict } from '@assay/schema/types.ts';
import { expect, test } from 'vitest';
import type { Env } from '../../core/env.ts';
import { ApiProblem } from '../../core/problem.ts';
import { Timings } from '../../core/timings.ts';
import { createBatchWorld } from '../../testing/batch-world.ts';
import { POLITE } from '../../testing/calibration-world.ts';
import { call, callJson } from '../../testing/client.ts';
import { giveKey } from '../../testing/keys.ts';
import { observed } from '../../testing/monitor-world.ts';
import { met, scriptJudge } from '../../testing/scripted-judge.ts';
import { dropDataKeys } from '../data-control/encryption.ts';
import { sealPending } from '../records/seal.ts';
import { planScoring } from '../scoring/plan-scoring.ts';
import { scoreSamples } from '../scoring/score-samples.ts';
import { definitionOf } from './definition-of.ts';
import { judgeAnchors } from './judge-anchors.ts';
import { createMonitor } from './monitors.ts';
import { watchMonitors } from './watch-monitors.ts';

const MINUTE_MS = 60_000;
const COUNT = 40;
const LIVE = ['live'];

/** A project with verdicts of a judge that passes nine answers in ten, until it gets harsher. */
async function createWorld(count = COUNT, bindings: Partial<Env> = {}) {
  const is = { harsh: false };
  const judge = scriptJudge((prompt) => {
    const number = Number(/Answer (\d+)\./.exec(prompt)?.[1]);
    return { content: met(number % 10 !== 0 && !(is.harsh && number % 2 === 0)) };
  });
  const { services, clock } = createBatchWorld(
    {
      ...{ ASSAY_JUDGE_BASE_URL: 'http://judge.test/v1', ASSAY_JUDGE_MODEL: 'judge-1' },
      ...bindings,
    },
    { fetch: judge.fetch, random: () => 0 },
  );
  const { key, projectId } = await giveKey();

  async function score(request: ScoreRequest): Promise<Verdict[]> {
    const context = {
      principal: { projectId, keyId: 'test', scopes: ['score' as const] },
      requestId: newId('request'),
      timings: new Timings(services.nowMs),
    };
    const plan = await planScoring(request, projectId, services);
    return scoreSamples(request, plan, context, services);
  }
  const samples = (from: number, to: number) =>
    Array.from(
      { length: to - from },
      (_, i): Sample => ({ input: 'How are you?', output: `Answer ${from + i}.` }),
    );
  const given = { scorers: [POLITE], tags: LIVE };
  const live = await score({ samples: samples(0, count), ...given });

  const input = (anchors: object = {}, more: object = {}) => ({
    ...{ name: 'answers', scorer: 'rubric', where: { tags: LIVE }, baseline: { first: 300 } },
    ...{ smallestEffect: 0.1, targetRunLength: 2_000 },
    anchors: { verdicts: {}, scorers: [POLITE], every: 5, ...anchors },
    ...more,
  });
  /** By the services that know the judge, which is part of its fingerprint. */
  async function monitor(anchors: object = {}, more: object = {}): Promise<void> {
    try {
      await createMonitor(projectId, MonitorInput.parse(input(anchors, more)), services);
    } catch (cause) {
      if (!(cause instanceof ApiProblem)) throw cause;
      throw new Error(JSON.stringify([cause.code, cause.errors]), { cause });
    }
  }
  const anchors = async () =>
    (await callJson<MonitorReport>('/v1/monitors/answers', { key })).state.anchors;
  const judgeDue = async () => {
    clock.nowMs += 15 * MINUTE_MS;
    await judgeAnchors(services);
  };

  let number = 0;
  /** Values of the stream, then the anchors that are due, a minute at a time. */
  async function minutes(times: number, rate: number) {
    for (let minute = 0; minute < times; minute += 1) {
      const stored = await services.monitors.find(projectId, 'answers');
      if (stored === undefined) throw new Error('there is a monitor');
      clock.nowMs += MINUTE_MS;
      const stream = Array.from({ length: 100 }, () => {
        number += 1;
        const atMs = clock.nowMs - MINUTE_MS + (number % 100) * 500;
        return observed(number, (number * 7) % 10 < rate * 10 ? 1 : 0, { atMs });
      });
      const writer = services.monitorWriters.of(projectId, 'answers');
      await writer.observe(definitionOf(stored), stream, clock.nowMs);
      await judgeAnchors(services);
    }
  }
  const about = { is, judge, services, key, projectId, live, score, samples, given };
  return { ...about, monitor, anchors, judgeDue, minutes };
}

test('the newest verdicts that a monitor watches are frozen, with what the same judge said then', async () => {
  const { score, samples, given, monitor, anchors, judgeDue, judge } = await createWorld();
  // Of none of these is it known what this judge said, or of what.
  await score({ samples: samples(100, 105), scorers: [POLITE] });
  await score({ samples: samples(105, 110), ...given, keep: 'scores' });
  const other = { ...POLITE, params: { criterion: 'It is short.' } };
  await score({ samples: samples(110, 115), ...given, scorers: [other] });
  await monitor();
  const asked = judge.heard.length;
  await judgeDue();
  // They need no first scores: each is judged once to learn how far the judge is off.
  expect(await anchors()).toMatchObject({
    ...{ dataset: null, anchors: COUNT, status: 'watching', judged: COUNT, failed: 0 },
    ...{ moved: 'none', fault: null },
  });
  expect(judge.heard.length - asked).toBe(COUNT);
});

test('a judge that gets harsher on frozen verdicts is told from the application', async () => {
  const { is, monitor, anchors, judgeDue, minutes, key } = await createWorld(80);
  await monitor();
  await judgeDue();
  await minutes(4, 0.9);
  is.harsh = true;
  await minutes(12, 0.5);
  expect(await anchors()).toMatchObject({ status: 'alarm', moved: 'judge' });
  const alarms = await callJson<{ items: { kind: string; summary: string }[] }>(
    '/v1/monitors/answers/alarms',
    { key },
  );
  const alarm = alarms.items.find(({ kind }) => kind === 'judge');
  expect(alarm?.summary).toContain('80 frozen verdicts');
});

test('a judge that moved before its anchors were judged is not taken for the application', async () => {
  const { is, key, monitor, anchors, minutes } = await createWorld(80);
  await monitor({}, { baseline: { mean: 0.9 } });
  is.harsh = true;
  await minutes(1, 0.3);
  await minutes(12, 0.5);
  expect(await anchors()).toMatchObject({
    ...{ status: 'watching', moved: 'undecided', awaited: 0 },
    fault: null,
    reason: expect.stringContaining('before the anchors had been judged'),
  });
  await callJson('/v1/monitors/answers/reset', { key, body: { baseline: 'keep' } });
  expect(await anchors()).toMatchObject({ moved: 'none', reason: null });
  // The schedule of other tests would go on with it.
  await call('/v1/monitors/answers', { key, method: 'DELETE' });
});

test('a judge that moved while its anchors were first judged is not taken for the application', async () => {
  const { is, key, monitor, anchors, minutes } = await createWorld(80);
  await monitor({}, { baseline: { mean: 0.9 }, targetRunLength: 1_000_000 });
  is.harsh = true;
  // Too little for an alarm, which is raised once the anchors are known.
  await minutes(1, 0.8);
  expect(await anchors()).toMatchObject({ status: 'watching', moved: 'none' });
  await minutes(12, 0.5);
  expect(await anchors()).toMatchObject({
    ...{ status: 'watching', moved: 'undecided', awaited: 0, judge: null },
    reason: expect.stringContaining('before the anchors had been judged'),
  });
  const alarms = await callJson<{ items: { summary: string }[] }>('/v1/monitors/answers/alarms', {
    key,
  });
  expect(alarms.items.map(({ summary }) => summary)).toEqual([
    expect.stringContaining('Who moved is undecided. The change may have begun before'),
  ]);
  await call('/v1/monitors/answers', { key, method: 'DELETE' });
});

test('a verdict that is deleted is no anchor any more, nor is one whose sample is not kept', async () => {
  const { services, live, key, monitor, anchors, judgeDue, minutes, judge } = await createWorld();
  await monitor();
  await judgeDue();
  await minutes(4, 0.9);
  const [deleted, emptied, ...kept] = live.map(({ id }) => id);
  await call(`/v1/verdicts/${deleted}`, { key, method: 'DELETE' });
  await sealPending(services);
  await watchMonitors(services);
  expect((await anchors())?.anchors).toBe(COUNT - 1);
  // Retention can drop samples alone, of which monitors are not told.
  await env.DB.prepare(`UPDATE verdicts SET sample = '{}' WHERE id = ?1`).bind(emptied).run();
  const asked = judge.heard.length;
  const before = (await anchors())?.judged ?? 0;
  await minutes(2, 0.9);
  const now = await anchors();
  expect(now).toMatchObject({ anchors: kept.length, failed: 0, fault: null });
  // Their turns went to others.
  expect(now?.judged).toBeGreaterThanOrEqual(before + 40);
  const prompts = JSON.stringify(judge.heard.slice(asked));
  expect(prompts).not.toMatch(/Answer [01]\./);
});

test('with too few left none is judged, until a reset freezes newer ones', async () => {
  const { services, projectId, live, key, score, samples, given, judge, ...world } =
    await createWorld();
  const { monitor, anchors, judgeDue } = world;
  await monitor();
  await judgeDue();
  const gone = live.slice(5).map(({ id }) => id);
  await services.monitorWriters.of(projectId, 'answers').forget(gone);
  const asked = judge.heard.length;
  await judgeDue();
  expect(judge.heard.length).toBe(asked);
  expect(await anchors()).toMatchObject({
    anchors: 5,
    fault: expect.stringContaining('Only 5 of 40 anchors are left'),
  });
  await score({ samples: samples(200, 220), ...given });
  await callJson('/v1/monitors/answers/reset', { key, body: { baseline: 'learn' } });
  await judgeDue();
  // Those whose verdicts are there can be frozen again.
  expect(await anchors()).toMatchObject({ anchors: COUNT + 20, status: 'watching', fault: null });
});

test('verdicts of a time, of ids, and of a batch can be frozen', async () => {
  const { services, key, projectId, live, monitor, anchors, judgeDue } = await createWorld();
  const ids = live.slice(0, 12).map(({ id }) => id);
  await monitor({ verdicts: { ids } });
  await judgeDue();
  expect((await anchors())?.anchors).toBe(12);
  const from = new Date(Date.now() + 60 * MINUTE_MS).toISOString();
  await expect(monitor({ verdicts: { from } }, { name: 'none' })).rejects.toThrow('finds 0');
  await monitor({ verdicts: { to: from }, limit: 15 }, { name: 'fifteen' });
  await judgeDue();
  const { state } = await callJson<MonitorReport>('/v1/monitors/fifteen', { key });
  expect(state.anchors?.anchors).toBe(15);

  const { batch } = await finishedBatch(projectId, services);
  const results = { name: 'results', source: 'batches', where: {}, scorer: 'exact-match' };
  const anchored = { verdicts: { batch }, scorers: ['exact-match'] };
  await monitor(anchored, results);
  await judgeDue();
  const ofBatch = await callJson<MonitorReport>('/v1/monitors/results', { key });
  expect(ofBatch.state.anchors).toMatchObject({ anchors: 20, judged: 20, failed: 0 });
  // The batch is deleted with its results.
  await services.monitorWriters.of(projectId, 'results').forget([batch]);
  const after = await callJson<MonitorReport>('/v1/monitors/results', { key });
  expect(after.state.anchors?.anchors).toBe(0);
});

test('of a monitor that watches a data set, results of its batches are frozen, and of no other', async () => {
  const { services, key, projectId, monitor, judgeDue } = await createWorld(0);
  for (const name of ['support', 'billing']) {
    const items = answersOfBatch.map((sample, i) => ({ id: `item-${i}`, sample }));
    await callJson('/v1/datasets', { key, body: { name, items } });
  }
  const ofSupport = await finishedBatch(projectId, services, 'support');
  const ofBilling = await finishedBatch(projectId, services, 'billing');
  const ofNone = await finishedBatch(projectId, services);
  const watching = { source: 'batches', where: { dataset: 'support' }, scorer: 'exact-match' };
  const anchored = ({ batch }: { batch: string }) => ({
    verdicts: { batch },
    scorers: ['exact-match'],
  });
  for (const other of [ofBilling, ofNone]) {
    await expect(monitor(anchored(other), watching)).rejects.toThrow('finds 0');
  }
  await monitor(anchored(ofSupport), watching);
  await judgeDue();
  const frozen = async () => (await callJson<MonitorReport>('/v1/monitors/answers', { key })).state;
  // Judged again, they are no results of a batch: their data set is not asked for any more.
  expect((await frozen()).anchors).toMatchObject({ anchors: 20, judged: 20, failed: 0 });
  await finishedBatch(projectId, services, 'billing');
  await finishedBatch(projectId, services, 'support');
  await watchMonitors(services);
  expect((await frozen()).counts).toMatchObject({ seen: 20, counted: 20 });
});

const answersOfBatch = Array.from({ length: 20 }, (_, i) => ({
  output: `Answer ${i}`,
  expected: i % 4 === 0 ? 'another' : `Answer ${i}`,
}));

async function finishedBatch(
  projectId: string,
  services: Awaited<ReturnType<typeof createWorld>>['services'],
  dataset?: string,
): Promise<{ batch: string }> {
  const world = createBatchWorld();
  const options = { scorers: ['exact-match'], ...(dataset !== undefined && { dataset }) };
  const samples = dataset === undefined ? answersOfBatch : [];
  const { id } = await world.make(projectId, samples, options);
  await world.scoreAll();
  await sealPending(services);
  return { batch: id };
}

test('samples that are encrypted can be anchors, until their key is dropped', async () => {
  const keys = { ASSAY_ENCRYPTION_KEYS: `key:${'A'.repeat(43)}` };
  const { services, projectId, live, monitor, ...world } = await createWorld(COUNT, keys);
  const { anchors, judgeDue, minutes } = world;
  const stored = await env.DB.prepare('SELECT sample FROM verdicts WHERE id = ?1')
    .bind(live[0]?.id)
    .first<{ sample: string }>();
  expect(stored?.sample).toMatch(/^enc1:/);
  await monitor();
  await judgeDue();
  expect(await anchors()).toMatchObject({ anchors: COUNT, judged: COUNT });
  await minutes(4, 0.9);
  await dropDataKeys(projectId, services);
  await minutes(3, 0.9);
  expect(await anchors()).toMatchObject({ anchors: expect.toSatisfy((left) => left < 10) });
});

test('anchors that cannot be frozen are refused, with the field and the reason', async () => {
  const { key, monitor } = await createWorld(5);
  const refused = (anchors: object, more: object = {}) => expect(monitor(anchors, more)).rejects;
  await refused({}).toThrow('finds 5 verdicts');
  await refused({ dataset: 'd' }).toThrow('either `dataset` or `verdicts`');
  const body = { name: 'answers', baseline: { first: 50 }, anchors: { scorers: [POLITE] } };
  const neither = callJson('/v1/monitors', { key, body });
  await expect(neither).rejects.toThrow('either `dataset` or `verdicts`');
  await refused({ labels: 'polite' }).toThrow('omit them');
  await refused({}, { source: 'batches' }).toThrow('must name the `batch`');
  await refused({ verdicts: { batch: newId('batch') } }).toThrow('batch_not_found');
  await refused({ verdicts: { ids: ['ver_1'] } }).toThrow('verdicts');
  expect((await call('/v1/monitors/answers', { key })).status).toBe(404);
});
