import type {
  MonitorAlarm,
  MonitorInput,
  MonitorReport,
  MonitorTimeline,
  Page,
} from '@assay/schema/types.ts';
import { expect, test } from 'vitest';
import type { Observation } from '../../core/monitoring/writer.ts';
import { seededRandom } from '../../core/statistics/random.ts';
import { POLITE, worldOf } from '../../testing/calibration-world.ts';
import { call, callJson } from '../../testing/client.ts';
import { giveKey } from '../../testing/keys.ts';
import { observed } from '../../testing/monitor-world.ts';
import { met, type ScriptedAnswer } from '../../testing/scripted-judge.ts';
import { definitionOf } from './definition-of.ts';
import { judgeAnchors } from './judge-anchors.ts';

const ANCHORS = 60;
const TURNS_TO_LEARN = 4 * ANCHORS;
const MINUTE_MS = 60_000;

/** A judge that passes what its answer says, until it drifts: then it fails half of that. */
function driftingJudge() {
  const is = { harsh: false, down: false, version: 'v1' };
  return {
    is,
    answer: (prompt: string): ScriptedAnswer => {
      if (is.down) return { content: '', status: 503 };
      const [, number = '0', verdict] = /Answer (\d+)\. (good|bad)/.exec(prompt) ?? [];
      const isGood = verdict === 'good' && !(is.harsh && Number(number) % 2 === 0);
      return { content: met(isGood), version: is.version };
    },
  };
}

async function createWorld(more: Partial<MonitorInput> = {}) {
  const judge = driftingJudge();
  const world = worldOf(judge.answer);
  const { services, clock } = world;
  const { key, projectId } = await giveKey();
  const items = Array.from({ length: ANCHORS }, (_, i) => ({
    id: `anchor-${i}`,
    sample: { input: 'How are you?', output: `Answer ${i}. ${i % 10 === 0 ? 'bad' : 'good'}` },
    labels: [{ question: 'polite', value: i % 10 !== 0 }],
  }));
  await callJson('/v1/datasets', { key, body: { name: 'anchors', items } });
  const input = {
    ...{ name: 'answers', scorer: 'rubric', baseline: { first: 300 } },
    ...{ smallestEffect: 0.1, targetRunLength: 2_000 },
    anchors: { dataset: 'anchors', scorers: [POLITE], every: 10 },
    ...more,
  };
  await callJson('/v1/monitors', { key, body: input });
  clock.nowMs += MINUTE_MS;

  const random = seededRandom(11);
  let number = 0;
  const writer = services.monitorWriters.of(projectId, 'answers');
  const definition = async () => {
    const stored = await services.monitors.find(projectId, 'answers');
    if (stored === undefined) throw new Error('there is a monitor');
    return definitionOf(stored);
  };
  /** Values of the stream, then the anchors that are due, a minute at a time. */
  async function minutes(count: number, rate: number, perMinute = 100) {
    for (let minute = 0; minute < count; minute += 1) {
      clock.nowMs += MINUTE_MS;
      const stream = Array.from({ length: perMinute }, (): Observation => {
        number += 1;
        const atMs = clock.nowMs - MINUTE_MS + (number % perMinute) * 500;
        return observed(number, random() < rate ? 1 : 0, { atMs });
      });
      await writer.observe(await definition(), stream, clock.nowMs);
      await judgeAnchors(services);
    }
  }
  const report = () => callJson<MonitorReport>('/v1/monitors/answers', { key });
  const alarms = async () =>
    (await callJson<Page<MonitorAlarm>>('/v1/monitors/answers/alarms', { key })).items;
  const timeline = () => callJson<MonitorTimeline>('/v1/monitors/answers/timeline', { key });
  return {
    ...{ judge, world, services, clock, key, projectId },
    writer,
    definition,
    minutes,
    report,
    alarms,
    timeline,
  };
}

test('anchors are judged anew, past the cache, until they are known, and then after so many values', async () => {
  const { services, world, report, minutes } = await createWorld();
  await judgeAnchors(services);
  expect((await report()).state.anchors).toMatchObject({
    ...{ dataset: 'anchors@1', anchors: ANCHORS, status: 'watching', lacks: 0 },
    ...{ judged: TURNS_TO_LEARN, failed: 0, moved: 'none', fault: null },
  });
  expect(world.judge.heard.length).toBe(TURNS_TO_LEARN);
  await minutes(3, 0.9);
  const { anchors } = (await report()).state;
  expect(anchors?.judged).toBe(TURNS_TO_LEARN + 30);
  expect(anchors?.share).toBeCloseTo((TURNS_TO_LEARN + 30) / (TURNS_TO_LEARN + 330), 9);
});

test('a judge that gets harsher is told from an application that gets worse', async () => {
  const { judge, services, minutes, report, alarms, timeline } = await createWorld();
  await judgeAnchors(services);
  await minutes(8, 0.9);
  [judge.is.harsh, judge.is.version] = [true, 'v2'];
  await minutes(12, 0.5);
  const { state } = await report();
  expect(state).toMatchObject({ status: 'alarm', anchors: { moved: 'judge', awaited: 0 } });
  expect(state.anchors?.judge?.high).toBeLessThan(-0.2);
  const found = await alarms();
  expect(found.map(({ kind }) => kind).sort()).toEqual(['drift', 'judge']);
  for (const alarm of found) {
    expect(alarm.attribution?.moved).toBe('judge');
    expect(alarm.summary).toContain('the judge moved, not the application');
  }
  const of = found.find(({ kind }) => kind === 'judge');
  expect(of?.effect?.low).toBeLessThan(-0.4);
  expect(of?.effect?.high).toBeLessThan(-0.2);
  expect((await timeline()).marks).toContainEqual(
    expect.objectContaining({ kind: 'version', subject: 'judge model of rubric' }),
  );
});

test('an application that gets worse is told from a judge that moved', async () => {
  const { services, minutes, report, alarms } = await createWorld();
  await judgeAnchors(services);
  await minutes(8, 0.9);
  await minutes(8, 0.6);
  const { state } = await report();
  expect(state.anchors).toMatchObject({ moved: 'application', status: 'watching', awaited: 0 });
  expect(state.anchors?.application?.high).toBeLessThan(-0.1);
  const [alarm, ...others] = await alarms();
  expect(others).toEqual([]);
  expect(alarm).toMatchObject({ kind: 'drift', attribution: { moved: 'application' } });
});

test('labels of people can be what the judge is compared with, and need no first scores', async () => {
  const anchors = { dataset: 'anchors', scorers: [POLITE], every: 10, labels: 'polite' };
  const { judge, services, minutes, report } = await createWorld({ anchors });
  await judgeAnchors(services);
  expect((await report()).state.anchors).toMatchObject({ status: 'watching', judged: ANCHORS });
  await minutes(4, 0.9);
  judge.is.harsh = true;
  await minutes(8, 0.9);
  const { state } = await report();
  // The stream did not move, though the judge did: the application got better, or what it is asked easier.
  expect(state.anchors).toMatchObject({ status: 'alarm', moved: 'both' });
  expect(state.anchors?.application?.low).toBeGreaterThan(0.1);
});

test('a judge that does not answer moves nothing, and says why', async () => {
  const { judge, services, clock, minutes, report } = await createWorld();
  await judgeAnchors(services);
  await minutes(4, 0.9);
  const before = (await report()).state.anchors;
  judge.is.down = true;
  await minutes(2, 0.9);
  const { anchors } = (await report()).state;
  expect(anchors).toMatchObject({ judged: before?.judged, moved: 'none', status: 'watching' });
  expect(anchors?.fault).toMatch(/judge|model|503/i);
  judge.is.down = false;
  clock.nowMs += 20 * MINUTE_MS;
  await judgeAnchors(services);
  const after = (await report()).state.anchors;
  expect(after?.fault).toBeNull();
  expect(after?.judged).toBeGreaterThan(before?.judged ?? 0);
});

type Services = ReturnType<typeof worldOf>['services'];
type Take = ReturnType<Services['monitorWriters']['of']>['takeAnchors'];

/** Services whose writers of monitors take anchors in another way. @param take its argument takes them */
function takingAnchors(
  services: Services,
  take: (given: () => ReturnType<Take>) => ReturnType<Take>,
) {
  const { monitorWriters } = services;
  const of = (...writerOf: Parameters<typeof monitorWriters.of>) => {
    const writer = monitorWriters.of(...writerOf);
    const takeAnchors = (...given: Parameters<Take>) => take(() => writer.takeAnchors(...given));
    return { ...writer, takeAnchors };
  };
  return { ...services, monitorWriters: { ...monitorWriters, of } };
}

test('a turn counts once, also if the Worker dies after judging it or it is reported twice', async () => {
  const { services, clock, report, projectId, definition } = await createWorld();
  let deaths = 0;
  const dying = takingAnchors(services, async (take) => {
    deaths += 1;
    if (deaths % 3 === 1) throw new Error('dead before it was taken');
    const events = await take();
    if (deaths % 3 === 2) throw new Error('dead after it was taken');
    await take();
    return events;
  });
  for (let run = 0; run < 60; run += 1) {
    await judgeAnchors(dying);
    clock.nowMs += 4 * MINUTE_MS;
  }
  expect(deaths).toBeGreaterThan(10);
  const { anchors } = (await report()).state;
  expect(anchors).toMatchObject({ judged: TURNS_TO_LEARN, failed: 0, status: 'watching' });
  const writer = services.monitorWriters.of(projectId, 'answers');
  const late = { number: 3, atMs: clock.nowMs, value: 0, costUsd: 1, versions: {} };
  await writer.takeAnchors(await definition(), [late, { ...late, number: 9_999 }], clock.nowMs);
  expect((await report()).state.anchors?.judged).toBe(TURNS_TO_LEARN);
});

test('two schedules at once do not judge the same turn', async () => {
  const { services, world } = await createWorld();
  await Promise.all([judgeAnchors(services), judgeAnchors(services)]);
  expect(world.judge.heard.length).toBe(TURNS_TO_LEARN);
});

test('a clock that ran ahead by a month keeps no anchor from being judged once it is right', async () => {
  const { services, clock, minutes, report, definition, projectId } = await createWorld();
  await judgeAnchors(services);
  await minutes(3, 0.9);
  const rightMs = clock.nowMs;
  clock.nowMs += 30 * 24 * 60 * MINUTE_MS;
  await judgeAnchors(services);
  // One that took a turn, and died.
  const writer = services.monitorWriters.of(projectId, 'answers');
  await writer.observe(await definition(), [observed(90_001, 1), observed(90_002, 1)], clock.nowMs);
  await minutes(1, 0.9);
  await writer.anchorWork(await definition(), { nowMs: clock.nowMs, limit: 1 });
  clock.nowMs = rightMs;
  const before = (await report()).state.anchors?.judged ?? 0;
  await minutes(4, 0.9);
  expect((await report()).state.anchors?.judged).toBe(before + 40);
});

test('a data set that is deleted stops its anchors, with the reason, and not the stream', async () => {
  const { services, clock, key, minutes, report, alarms } = await createWorld();
  await judgeAnchors(services);
  await minutes(3, 0.9);
  await call('/v1/datasets/anchors', { key, method: 'DELETE' });
  await minutes(2, 0.9);
  const { state } = await report();
  expect(state.anchors).toMatchObject({ moved: 'none', status: 'watching' });
  expect(state.anchors?.fault).toContain('anchors');
  const { seen } = state.counts;
  clock.nowMs += 20 * MINUTE_MS;
  await minutes(8, 0.3);
  const after = (await report()).state;
  expect(after.counts.seen).toBe(seen + 800);
  expect(after).toMatchObject({ status: 'alarm', anchors: { moved: 'undecided' } });
  expect((await alarms()).map(({ attribution }) => attribution?.moved)).toEqual(['undecided']);
});

test('a monitor that is deleted while its anchors are judged stays deleted', async () => {
  const { services, key, projectId, world } = await createWorld();
  let asked = 0;
  const deleting = takingAnchors(services, async (take) => {
    asked += 1;
    if (asked === 2) await call('/v1/monitors/answers', { key, method: 'DELETE' });
    return take();
  });
  await judgeAnchors(deleting);
  const heard = world.judge.heard.length;
  const state = await services.monitorWriters.of(projectId, 'answers').state(Date.now());
  expect(state).toMatchObject({ version: null, anchors: null });
  await judgeAnchors(services);
  expect(world.judge.heard.length).toBe(heard);
});

test('anchors that nothing could judge are refused', async () => {
  const { key } = await giveKey();
  const refused = (anchors: object, more: object = {}) =>
    expect(
      callJson('/v1/monitors', {
        key,
        body: { name: 'answers', baseline: { first: 50 }, anchors, ...more },
      }),
    ).rejects;
  await refused({ dataset: 'nothing', scorers: [POLITE] }).toThrow('dataset_not_found');
  const items = [{ id: 'a', sample: { output: 'x' } }];
  await callJson('/v1/datasets', { key, body: { name: 'few', items } });
  await refused({ dataset: 'few', scorers: [POLITE] }).toThrow('at least 10');
  await refused({ dataset: 'few' }).toThrow('Name what judges');
  await refused({ dataset: 'few', scorers: [POLITE] }, { scorer: 'kindness' }).toThrow('kindness');
});

test('a reset that learns anew also learns what the judge says of the anchors', async () => {
  const { services, clock, key, judge, report } = await createWorld();
  await judgeAnchors(services);
  judge.is.harsh = true;
  await callJson('/v1/monitors/answers/reset', { key, body: { baseline: 'learn' } });
  expect((await report()).state.anchors).toMatchObject({ status: 'references' });
  clock.nowMs += 2 * MINUTE_MS;
  await judgeAnchors(services);
  expect((await report()).state.anchors).toMatchObject({
    ...{ status: 'watching', judged: 2 * TURNS_TO_LEARN, moved: 'none' },
  });
});
