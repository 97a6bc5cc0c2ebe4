import type { MonitorContent } from '@assay/schema/types.ts';
import type { MonitorDefinition, Observation } from '../core/monitoring/writer.ts';
import { seededRandom } from '../core/statistics/random.ts';

/** A version of a monitor with a known mean, unless told otherwise. */
export function monitorDefinition(
  content: MonitorContent = {},
  more: Partial<MonitorDefinition> = {},
): MonitorDefinition {
  return {
    ...{ name: 'answers', version: 1, watched: 'a' },
    content: { baseline: { mean: 0.9 }, targetRunLength: 1_000, ...content },
    ...more,
  };
}

const START_MS = Date.UTC(2026, 0, 1);
const SECOND_MS = 1_000;

/** A verdict as a monitor is told of it. @param number its place, which gives its id and time */
export function observed(
  number: number,
  value: number | null,
  more: Partial<Observation> = {},
): Observation {
  return {
    id: `ver_${String(number).padStart(26, '0')}`,
    atMs: START_MS + number * SECOND_MS,
    value,
    outcome: value === null ? 'error' : value >= 0.5 ? 'passed' : 'failed',
    ...{ costUsd: 0.001, latencyMs: 100, slices: {}, versions: {}, scores: {} },
    ...more,
  };
}

/** Passes and fails of a rate that changes. @param parts rates, each for so many verdicts */
export function observedStream(
  parts: readonly { count: number; rate: number; more?: Partial<Observation> }[],
  seed = 1,
): Observation[] {
  const random = seededRandom(seed);
  let number = 0;
  return parts.flatMap(({ count, rate, more }) =>
    Array.from({ length: count }, () => {
      number += 1;
      return observed(number, random() < rate ? 1 : 0, more);
    }),
  );
}
