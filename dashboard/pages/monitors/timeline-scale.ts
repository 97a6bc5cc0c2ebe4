import type { MonitorTimeline } from '@assay/sdk';

/** Where places and values of a timeline are drawn. */
export interface TimelineScale {
  x(at: number): number;
  y(value: number): number;
  /** The values at the lower and upper edge. */
  low: number;
  high: number;
}

const MARGIN = 0.05;
const LEAST_HEIGHT = 0.1;

/** Fits what the timeline knows of the mean, its values and the baseline, within 0 and 1. */
export function scaleOf(
  { points, baseline }: MonitorTimeline,
  width: number,
  height: number,
): TimelineScale {
  const values = [
    ...points.flatMap(({ mean, value }) => [mean, value]),
    baseline === null ? null : baseline.value,
  ].filter((value) => value !== null);
  const [least, most] = values.length === 0 ? [0, 1] : [Math.min(...values), Math.max(...values)];
  const missing = Math.max(0, LEAST_HEIGHT - (most - least)) / 2;
  const low = Math.max(0, least - missing - MARGIN);
  const high = Math.min(1, most + missing + MARGIN);
  const last = Math.max(2, points.at(-1)?.at ?? 2);
  const rounded = (number: number) => Math.round(number * 10) / 10;
  return {
    x: (at) => rounded((width * (Math.min(at, last) - 1)) / (last - 1)),
    y: (value) =>
      rounded(height * (1 - (Math.min(high, Math.max(low, value)) - low) / (high - low))),
    ...{ low, high },
  };
}
