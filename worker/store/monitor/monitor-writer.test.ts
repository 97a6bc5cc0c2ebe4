import { env } from 'cloudflare:workers';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Observation } from '../../core/monitoring/writer.ts';
import { monitorDefinition, observed, observedStream } from '../../testing/monitor-world.ts';

let count = 0;
const newWriter = () => env.MONITORS.getByName(`prj_writer/${++count}`);
const nowMs = Date.UTC(2026, 0, 1, 6);

test('a stream whose mean falls ends in an alarm that says since when, by how much, and why', async () => {
  const writer = newWriter();
  const stream = observedStream([
    { count: 500, rate: 0.9, more: { versions: { release: '1.0' }, slices: { language: 'en' } } },
    { count: 200, rate: 0.55, more: { versions: { release: '1.1' }, slices: { language: 'en' } } },
  ]);
  const events = await writer.observe(monitorDefinition(), stream, nowMs);
  expect(events.map(({ kind, subject }) => [kind, subject])).toEqual([['raised', 'drift']]);
  const alarm = events[0]?.alarm;
  expect(alarm).toMatchObject({
    ...{ kind: 'drift', direction: 'decrease', status: 'open', monitor: 'answers', version: 1 },
    before: { value: 0.9 },
  });
  expect(Math.abs((alarm?.changeAt ?? 0) - 501)).toBeLessThan(15);
  expect(alarm?.at).toBeLessThan(570);
  const { low = 0, high = 0 } = alarm?.effect ?? {};
  expect(low).toBeLessThan(-0.35);
  expect(high).toBeGreaterThan(-0.4);
  expect(high).toBeLessThan(0);
  expect(alarm?.causes[0]).toMatchObject({ kind: 'version', name: 'release', value: '1.1' });
  expect(alarm?.summary).toContain('release “1.1”');
  const shown = new Set(alarm?.examples.map(({ id }) => id));
  expect(shown.size).toBe(5);
  for (const { id, value } of stream) if (shown.has(id)) expect(value).toBe(0);
  const state = await writer.state(nowMs);
  expect(state).toMatchObject({
    ...{ status: 'alarm', version: 1, openAlarms: 1 },
    counts: { seen: 700, counted: 700, errors: 0 },
  });
  const timeline = await writer.timeline();
  expect(timeline.points.reduce((sum, point) => sum + point.count, 0)).toBe(700);
  expect(timeline.marks).toContainEqual(
    expect.objectContaining({ kind: 'version', subject: 'release', before: '1.0', after: '1.1' }),
  );
  expect(timeline.marks).toContainEqual(expect.objectContaining({ kind: 'alarm' }));
});

test('an alarm is over once the mean is back, and the next change raises another', async () => {
  const writer = newWriter();
  const stream = observedStream([
    { count: 200, rate: 0.9 },
    { count: 150, rate: 0.5 },
    { count: 300, rate: 0.9 },
    { count: 150, rate: 0.5 },
  ]);
  const events = await writer.observe(monitorDefinition(), stream, nowMs);
  expect(events.map(({ kind }) => kind)).toEqual(['raised', 'over', 'raised']);
  expect((await writer.state(nowMs)).openAlarms).toBe(1);
  const alarms = await writer.alarms(10);
  expect(alarms.map(({ status }) => status)).toEqual(['open', 'over']);
  expect(await writer.alarms(10, alarms[0]?.id)).toEqual(alarms.slice(1));
});

test('a baseline is learned from the first values, and what drifts after it is found', async () => {
  const writer = newWriter();
  const definition = monitorDefinition({ baseline: { first: 200 } });
  const steady = observedStream([{ count: 150, rate: 0.8 }]);
  await writer.observe(definition, steady, nowMs);
  expect(await writer.state(nowMs)).toMatchObject({ status: 'learning', baselineLacks: 50 });
  const stream = observedStream([
    { count: 400, rate: 0.8 },
    { count: 200, rate: 0.3 },
  ]);
  const events = await writer.observe(definition, stream.slice(150), nowMs);
  expect(events).toHaveLength(1);
  expect(events[0]?.alarm.before?.count).toBe(200);
  expect(events[0]?.alarm.changeAt).toBeGreaterThan(380);
});

test('however deliveries are divided, repeated and interrupted, each verdict counts once', async () => {
  const stream = observedStream([
    { count: 60, rate: 0.9 },
    { count: 60, rate: 0.3 },
  ]);
  const whole = newWriter();
  await whole.observe(monitorDefinition(), stream, nowMs);
  const [state, alarms] = [await whole.state(nowMs), await whole.alarms(10)];
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.record({ size: fc.integer({ min: 1, max: 40 }), back: fc.nat({ max: 60 }) }), {
        maxLength: 8,
      }),
      async (steps) => {
        const writer = newWriter();
        let at = 0;
        const deliver = (size: number, back: number) => {
          const from = Math.max(0, at - back);
          const part = stream.slice(from, Math.min(stream.length, at + size));
          at = Math.max(at, from + part.length);
          return writer.observe(monitorDefinition(), part, nowMs);
        };
        for (const { size, back } of steps) await deliver(size, back);
        await deliver(stream.length, 30);
        expect(await writer.state(nowMs)).toEqual(state);
        const raised = await writer.alarms(10);
        expect(raised.map(({ id: _, ...alarm }) => alarm)).toEqual(
          alarms.map(({ id: _, ...alarm }) => alarm),
        );
      },
    ),
    { numRuns: 15 },
  );
});

test('deliveries in another order, with clocks that jump, lose nothing and count nothing twice', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.shuffledSubarray(
        Array.from({ length: 40 }, (_, i) => i),
        { minLength: 40 },
      ),
      fc.array(fc.integer({ min: -3 * 86_400_000, max: 3 * 86_400_000 }), {
        minLength: 5,
        maxLength: 5,
      }),
      async (order, jumps) => {
        const writer = newWriter();
        const definition = monitorDefinition({
          thresholds: [{ measure: 'pass_rate', below: 0.5, windowMinutes: 60 }],
        });
        const verdicts = order.map((number) =>
          observed(number + 1, number % 2, {
            atMs: nowMs + (jumps[number % jumps.length] ?? 0),
          }),
        );
        for (const [i, jump] of jumps.entries()) {
          await writer.observe(definition, verdicts.slice(i * 8 - 4, i * 8 + 8), nowMs + jump);
          await writer.observe(definition, verdicts.slice(i * 8, i * 8 + 8), nowMs + jump);
        }
        const { counts } = await writer.state(nowMs);
        expect(counts).toMatchObject({ seen: 40, counted: 40 });
        const points = (await writer.timeline()).points;
        expect(points.reduce((sum, { count: part }) => sum + part, 0)).toBe(40);
      },
    ),
    { numRuns: 15 },
  );
});

test('events stay until somebody was told of them', async () => {
  const writer = newWriter();
  const stream = observedStream([{ count: 100, rate: 0.2 }]);
  const events = await writer.observe(monitorDefinition(), stream, nowMs);
  expect(events).toHaveLength(1);
  expect(await writer.check(monitorDefinition(), nowMs)).toEqual(events);
  await writer.told(events.map(({ id }) => id));
  expect(await writer.check(monitorDefinition(), nowMs)).toEqual([]);
});

test('thresholds look at the verdicts of their window, and at silence', async () => {
  const writer = newWriter();
  const content = {
    thresholds: [
      { measure: 'error_rate' as const, above: 0.2, windowMinutes: 60 },
      { measure: 'latency_p95' as const, above: 500, windowMinutes: 60 },
      { measure: 'cost' as const, above: 1, windowMinutes: 60 },
      { measure: 'count' as const, below: 1, windowMinutes: 30 },
    ],
  };
  const { baseline: _, ...rest } = monitorDefinition().content;
  const definition = monitorDefinition({}, { content: { ...rest, ...content } });
  const at = (minutes: number) => nowMs + minutes * 60_000;
  const some = (from: number, value: number | null, more: Partial<Observation>) =>
    Array.from({ length: 30 }, (_one, i) => observed(from + i, value, { atMs: at(1), ...more }));
  const slow = some(1, 1, { latencyMs: 900 });
  const raised = await writer.observe(definition, slow, at(1));
  expect(raised.map(({ alarm }) => alarm.threshold?.measure)).toEqual(['latency_p95']);
  const p95 = raised[0]?.alarm.threshold?.value ?? 0;
  expect(p95).toBeGreaterThan(870);
  expect(p95).toBeLessThan(930);
  const broken = await writer.observe(definition, some(100, null, { costUsd: 0.1 }), at(2));
  expect(broken.map(({ alarm }) => alarm.threshold?.measure)).toEqual([
    'latency_p95',
    'error_rate',
    'cost',
  ]);
  await writer.told(broken.map(({ id }) => id));
  // The window is empty: costs are over, the others say neither, and nothing comes any more.
  const silent = await writer.check(definition, at(120));
  expect(silent.map(({ kind, alarm }) => [kind, alarm.threshold?.measure])).toEqual([
    ['over', 'cost'],
    ['raised', 'count'],
  ]);
  expect(silent[1]?.alarm.title).toContain('no verdicts for 30 minutes');
  expect((await writer.state(at(120))).status).toBe('off');
});

test('the alarm of a pass rate names the verdicts of its window that failed, the newest first', async () => {
  const writer = newWriter();
  const definition = monitorDefinition({
    thresholds: [{ measure: 'pass_rate', below: 0.5, windowMinutes: 60 }],
  });
  const at = (minutes: number) => nowMs + minutes * 60_000;
  const values = (from: number, count: number, value: number, minutes: number) =>
    Array.from({ length: count }, (_, i) => observed(from + i, value, { atMs: at(minutes) }));
  // Too few for an alarm, and long ago by then.
  await writer.observe(definition, values(1, 15, 0, -300), at(-300));
  await writer.observe(definition, values(100, 10, 1, 0), at(0));
  const given = [...values(200, 3, 0, 1), ...values(300, 20, 1, 1), ...values(400, 40, 0, 2)];
  const raised = await writer.observe(definition, given, at(2));
  const alarm = raised.findLast(({ alarm: { threshold } }) => threshold !== null)?.alarm;
  expect(alarm?.examples).toEqual(
    values(435, 5, 0, 2)
      .toReversed()
      .map(({ id }) => ({ id, value: 0 })),
  );
});

test('a version that watches something else starts anew; one that only alerts otherwise goes on', async () => {
  const writer = newWriter();
  await writer.observe(monitorDefinition(), observedStream([{ count: 100, rate: 0.2 }]), nowMs);
  const milder = monitorDefinition({ severity: 'info' }, { version: 2 });
  await writer.observe(milder, [observed(200, 0)], nowMs);
  expect(await writer.state(nowMs)).toMatchObject({ status: 'alarm', version: 2 });
  const other = monitorDefinition({ baseline: { mean: 0.2 } }, { version: 3, watched: 'b' });
  const events = await writer.observe(other, [observed(201, 0)], nowMs);
  expect(events.at(-1)).toMatchObject({ kind: 'over' });
  expect(await writer.state(nowMs)).toMatchObject({
    ...{ status: 'watching', version: 3, mean: { count: 1 } },
    counts: { seen: 102 },
  });
  // An isolate that has not heard of the new version changes nothing.
  await writer.observe(milder, [observed(202, 0)], nowMs);
  expect(await writer.state(nowMs)).toMatchObject({ version: 3, counts: { seen: 103 } });
});

test('a reset ends the alarm, and learns the baseline anew if asked', async () => {
  const writer = newWriter();
  await writer.observe(monitorDefinition(), observedStream([{ count: 100, rate: 0.2 }]), nowMs);
  const events = await writer.reset('learn', nowMs);
  expect(events.at(-1)).toMatchObject({ kind: 'over' });
  expect(await writer.state(nowMs)).toMatchObject({ status: 'learning', baselineLacks: 200 });
  const [alarm] = await writer.alarms(1);
  expect(await writer.acknowledge(alarm?.id ?? '', 'key_1', nowMs)).toMatchObject({
    acknowledgedBy: 'key_1',
  });
  expect(await writer.acknowledge('alm_x', 'key_1', nowMs)).toBeNull();
});

test('a deleted monitor is empty, and takes nothing of the version that was deleted', async () => {
  const writer = newWriter();
  const stream = observedStream([{ count: 100, rate: 0.2 }]);
  await writer.observe(monitorDefinition(), stream, nowMs);
  await writer.erase(1);
  expect(await writer.observe(monitorDefinition(), stream, nowMs)).toEqual([]);
  expect(await writer.state(nowMs)).toMatchObject({ version: null, counts: { seen: 0 } });
  const again = monitorDefinition({}, { version: 2 });
  expect(await writer.observe(again, stream, nowMs)).toHaveLength(1);
});

test('what is forgotten of a verdict is not named by a later alarm, and is not counted again', async () => {
  const writer = newWriter();
  const stream = observedStream([{ count: 20, rate: 0 }]);
  const patient = monitorDefinition({ targetRunLength: 10_000_000, baseline: { mean: 0.5 } });
  await writer.observe(patient, stream.slice(0, 5), nowMs);
  await writer.forget(stream.slice(0, 5).map(({ id }) => id));
  const more = observedStream([{ count: 60, rate: 0 }]);
  const [event] = await writer.observe(patient, more, nowMs);
  const forgotten = new Set(stream.slice(0, 5).map(({ id }) => id));
  expect(event?.alarm.examples.filter(({ id }) => forgotten.has(id))).toEqual([]);
  expect((await writer.state(nowMs)).counts.seen).toBe(60);
});

test('a long timeline is coarser, and still says all there is', async () => {
  const writer = newWriter();
  const stream = observedStream([{ count: 3_000, rate: 0.9 }]);
  for (let at = 0; at < stream.length; at += 700) {
    await writer.observe(monitorDefinition(), stream.slice(at, at + 700), nowMs);
  }
  const { points } = await writer.timeline();
  expect(points.length).toBeLessThanOrEqual(400);
  expect(points.length).toBeGreaterThan(150);
  expect(points.reduce((sum, { count: part }) => sum + part, 0)).toBe(3_000);
  for (const { mean, low, high } of points) {
    expect(low).toBeLessThanOrEqual(mean ?? 0);
    expect(high).toBeGreaterThanOrEqual(mean ?? 1);
  }
});

test('a trial leaves nothing behind', async () => {
  const writer = newWriter();
  const stream = observedStream([{ count: 100, rate: 0.2 }]);
  const trial = await writer.trial(monitorDefinition(), stream, nowMs);
  expect(trial.alarms).toHaveLength(1);
  expect(trial.state.status).toBe('alarm');
  expect(await writer.state(nowMs)).toMatchObject({ version: null, counts: { seen: 0 } });
  expect(await writer.trial(monitorDefinition(), stream, nowMs)).toMatchObject({
    state: trial.state,
  });
});
