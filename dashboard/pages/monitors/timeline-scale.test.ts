import type { MonitorTimeline, TimelinePoint } from '@assay/sdk';
import { expect, test } from 'vitest';
import { scaleOf } from './timeline-scale.ts';

const point = (at: number, value: number | null): TimelinePoint => ({
  ...{ at, from: '', to: '', count: value === null ? 0 : 1, value, mean: value },
  ...{ low: 0, high: 1, evidence: 0, abstained: 0, errors: 0 },
});
const timeline = (points: TimelinePoint[], baseline: number | null = null): MonitorTimeline => ({
  points,
  marks: [],
  baseline:
    baseline === null ? null : { value: baseline, low: baseline, high: baseline, count: 200 },
});

test('values and baseline fit, with a margin', () => {
  const { x, y, low, high } = scaleOf(timeline([point(1, 0.5), point(11, 0.6)], 0.8), 100, 200);
  expect([low, high].map((edge) => edge.toFixed(2))).toEqual(['0.45', '0.85']);
  expect([x(1), x(11)]).toEqual([0, 100]);
  expect(y(low)).toBe(200);
  expect(y(high)).toBe(0);
});

test('equal values have room above and below, and nothing leaves 0 to 1', () => {
  const { low, high, y } = scaleOf(timeline([point(1, 1)]), 100, 200);
  expect(low).toBeLessThan(0.95);
  expect(high).toBe(1);
  expect(y(2)).toBe(0);
});

test('without any value the whole range is shown', () => {
  const { low, high } = scaleOf(timeline([point(1, null)]), 100, 200);
  expect([low, high]).toEqual([0, 1]);
});
