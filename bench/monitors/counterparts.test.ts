import { describe, expect, test } from 'vitest';
import { seededRandom } from '../../worker/core/statistics/random.ts';
import { KINDS, liveThrough } from './attribution.ts';
import { COUNTERPARTS } from './counterparts.ts';
import { measureDelay, ours } from './delays.ts';
import { STREAMS } from './streams.ts';

describe('the counterparts', () => {
  test.each(COUNTERPARTS.map(({ name, settings }) => ({ name, settings })))(
    '$name finds a large change and says nothing of a constant stream',
    ({ settings }) => {
      const detector = settings[3]?.detector;
      const random = seededRandom(3);
      const pass = (share: number) => (random() < share ? 1 : 0);
      const sees = detector?.(Array.from({ length: 500 }, () => pass(0.9)));
      let values = 0;
      while (values < 2_000 && !sees?.(pass(0.3))) values += 1;
      expect(values).toBeGreaterThan(3);
      expect(values).toBeLessThan(300);
      const calm = detector?.(new Array(500).fill(0.5));
      const alarms = Array.from({ length: 1_000 }, () => calm?.(0.5) ?? true).filter(Boolean);
      expect(alarms).toEqual([]);
    },
  );
});

describe('the streams', () => {
  test.each(STREAMS)('$name have the mean they are said to have, moved or not', (kind) => {
    const next = kind.source(seededRandom(8));
    const meanOf = (shift: number) =>
      Array.from({ length: 40_000 }, () => next(shift)).reduce((sum, value) => sum + value, 0) /
      40_000;
    expect(meanOf(0)).toBeCloseTo(kind.mean, 1);
    expect(meanOf(-0.2) - kind.mean).toBeCloseTo(-0.2, 1);
  });
});

describe('the simulations', () => {
  test('find a change soon with the detector of monitors', () => {
    const [kind] = STREAMS;
    if (kind === undefined) throw new Error('No streams.');
    const simulation = { kind, baseline: 500, streams: 10, seed: 1 };
    const found = measureDelay(ours(1_000, 0.05), simulation, -0.2);
    expect(found.found).toBe(1);
    expect(found.median).toBeLessThan(100);
  });

  test('tell an application that moved from a judge', () => {
    const [, application, judge] = KINDS;
    const moved = [application, judge].map(
      (kind) => kind && liveThrough(kind, { every: 20, anchors: 600, draws: 3 }, 2).moved,
    );
    expect(moved).toEqual(['application', 'judge']);
  });
});
