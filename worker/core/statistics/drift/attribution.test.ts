import { describe, expect, test } from 'vitest';
import type { Estimate } from '../estimate.ts';
import { seededRandom } from '../random.ts';
import { anchorGap, attribute } from './attribution.ts';
import { addToHistory, type History } from './history.ts';
import { NO_VALUES, plusValue } from './totals.ts';
import { type WatchedStream, whoMoved } from './who-moved.ts';

const about = (value: number, margin: number): Estimate => ({
  value,
  low: value - margin,
  high: value + margin,
});

describe('attribution', () => {
  const movedBy = (stream: Estimate | null, anchors: Estimate | null, count = 100) =>
    attribute(
      {
        stream: { isAlarm: true, shift: stream },
        anchors: { isAlarm: false, shift: anchors, count },
      },
      100,
    ).moved;

  test('blames nobody without an alarm', () => {
    const shift = about(-0.1, 0.02);
    const quiet = { isAlarm: false, shift };
    expect(attribute({ stream: quiet, anchors: { ...quiet, count: 500 } }, 100)).toEqual({
      moved: 'none',
      awaited: 0,
      judge: null,
      application: null,
      reason: null,
    });
  });

  test('blames the judge if its move explains that of the stream', () => {
    expect(movedBy(about(-0.12, 0.03), about(-0.11, 0.03))).toBe('judge');
  });

  test('blames the application if the anchors did not move', () => {
    expect(movedBy(about(-0.12, 0.03), about(0.005, 0.02))).toBe('application');
  });

  test('blames both if the stream moved further than the judge, or less far', () => {
    expect(movedBy(about(-0.3, 0.03), about(-0.1, 0.03))).toBe('both');
    expect(movedBy(about(0, 0.03), about(0.15, 0.03))).toBe('both');
  });

  test('is undecided where the anchors are too few to tell', () => {
    expect(movedBy(about(-0.12, 0.03), about(-0.06, 0.2))).toBe('undecided');
    expect(movedBy(about(-0.12, 0.03), about(-0.11, 0.1))).toBe('undecided');
    expect(movedBy(about(-0.12, 0.03), null)).toBe('undecided');
    expect(movedBy(null, about(-0.12, 0.03))).toBe('undecided');
  });

  test('waits for as many anchors as it was asked to', () => {
    const waiting = attribute(
      {
        stream: { isAlarm: true, shift: about(-0.2, 0.02) },
        anchors: { isAlarm: false, shift: about(0, 0.02), count: 30 },
      },
      100,
    );
    expect(waiting).toMatchObject({ moved: 'undecided', awaited: 70 });
  });

  test('puts the gap in the middle if the judge says the same as before', () => {
    expect([anchorGap(0.7, 0.7), anchorGap(0, 1), anchorGap(1, 0)]).toEqual([0.5, 0, 1]);
  });
});

describe('who moved', () => {
  const random = seededRandom(12);
  const streamOf = (
    count: number,
    {
      value,
      isAlarm,
      everyMs,
    }: { value: (atMs: number) => number; isAlarm: boolean; everyMs: number },
  ): WatchedStream => {
    let [baseline, history]: [typeof NO_VALUES, History] = [NO_VALUES, []];
    for (let i = 0; i < 400; i += 1) baseline = plusValue(baseline, value(-1));
    for (let i = 0; i < count; i += 1) {
      history = addToHistory(history, value(i * everyMs), i * everyMs);
    }
    return { isAlarm, history, baseline, power: 1, baselineMs: -1 };
  };
  const pass = (share: number) => (random() < share ? 1 : 0);

  test('is the application if the same anchors are scored as before', () => {
    const stream = streamOf(1_200, {
      value: (atMs) => pass(atMs < 6_000 ? 0.85 : 0.6),
      isAlarm: true,
      everyMs: 10,
    });
    const anchors = streamOf(300, {
      value: () => anchorGap(pass(0.5), 0.5) * 0.1 + 0.45,
      isAlarm: false,
      everyMs: 40,
    });
    const found = whoMoved({ stream, anchors }, 100);
    expect(found.moved).toBe('application');
    expect(found.application?.low).toBeGreaterThan(-0.4);
    expect(found.application?.high).toBeLessThan(-0.1);
  });

  test('is the judge if the anchors alone raised the alarm and the stream moved as far', () => {
    const stream = streamOf(1_200, {
      value: (atMs) => pass(atMs < 6_000 ? 0.85 : 0.7),
      isAlarm: false,
      everyMs: 10,
    });
    const anchors = streamOf(600, {
      value: (atMs) => anchorGap(pass(atMs < 6_000 ? 0.85 : 0.7), 0.85),
      isAlarm: true,
      everyMs: 20,
    });
    const found = whoMoved({ stream, anchors }, 100);
    expect(found.judge?.value).toBeCloseTo(-0.15, 1);
    expect(found.moved).not.toBe('application');
    expect(found.application?.low).toBeLessThan(0);
    expect(found.application?.high).toBeGreaterThan(0);
  });

  test('is undecided where the change may have begun before the anchors were known', () => {
    const stream = streamOf(1_200, {
      value: (atMs) => pass(atMs < 6_000 ? 0.85 : 0.6),
      isAlarm: true,
      everyMs: 10,
    });
    // Judged for the first time by a judge that had moved, they say the same ever after.
    const anchors = streamOf(300, {
      value: () => anchorGap(pass(0.25), 0.5) * 0.1 + 0.45,
      isAlarm: false,
      everyMs: 40,
    });
    const knownAt = (baselineMs: number) =>
      whoMoved({ stream, anchors: { ...anchors, history: [], baselineMs } }, 0);
    const late = whoMoved(
      {
        stream,
        anchors: {
          ...anchors,
          baselineMs: 6_500,
          history: anchors.history.filter(({ startMs }) => startMs > 6_500),
        },
      },
      50,
    );
    expect(late).toMatchObject({ moved: 'undecided', awaited: 0, judge: null });
    expect(late.reason).toContain('before the anchors had been judged');
    expect(knownAt(0).reason).toContain('before the anchors had been judged');
    expect(whoMoved({ stream, anchors }, 100)).toMatchObject({
      moved: 'application',
      reason: null,
    });
  });

  test('is undecided where the stream was no other from its first value on, and nothing says since when', () => {
    const anchors = streamOf(300, {
      value: () => anchorGap(pass(0.5), 0.5) * 0.1 + 0.45,
      isAlarm: false,
      everyMs: 40,
    });
    const fallen = streamOf(1_200, { value: () => pass(0.6), isAlarm: true, everyMs: 10 });
    const baseline = streamOf(1, { value: () => pass(0.9), isAlarm: false, everyMs: 1 }).baseline;
    const moved = (baselineMs: number) =>
      whoMoved({ stream: { ...fallen, baseline, baselineMs }, anchors }, 100).moved;
    expect(moved(Number.NEGATIVE_INFINITY)).toBe('undecided');
    expect(moved(0)).toBe('application');
  });

  test('is undecided where the judge moved before the stream was known', () => {
    const stream = streamOf(1_200, { value: () => pass(0.7), isAlarm: false, everyMs: 10 });
    const anchors = streamOf(600, {
      value: (atMs) => anchorGap(pass(atMs < 6_000 ? 0.85 : 0.6), 0.85),
      isAlarm: true,
      everyMs: 20,
    });
    const late = {
      ...stream,
      baselineMs: 8_000,
      history: stream.history.filter(({ startMs }) => startMs > 8_000),
    };
    const found = whoMoved({ stream: late, anchors }, 100);
    expect(found).toMatchObject({ moved: 'undecided', application: null });
    expect(found.reason).toContain('before the baseline of the stream');
  });

  test('is nobody without an alarm, and undecided before the first anchor', () => {
    const stream = streamOf(400, {
      value: (atMs) => pass(atMs < 2_000 ? 0.9 : 0.5),
      isAlarm: true,
      everyMs: 10,
    });
    const anchors: WatchedStream = {
      ...{ isAlarm: false, history: [], baseline: NO_VALUES, power: 1, baselineMs: -1 },
    };
    expect(whoMoved({ stream, anchors }, 50)).toMatchObject({ moved: 'undecided', awaited: 50 });
    const quiet = { ...stream, isAlarm: false };
    expect(whoMoved({ stream: quiet, anchors }, 50).moved).toBe('none');
  });
});
