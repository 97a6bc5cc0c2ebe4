import type { MonitorThreshold, ThresholdState } from '@assay/schema/types.ts';
import type { Observation } from './writer.ts';

/** What verdicts of some time come to. */
export interface WindowTally {
  count: number;
  scored: number;
  sum: number;
  passed: number;
  failed: number;
  abstained: number;
  errors: number;
  costUsd: number;
  /** How many verdicts took how long: the logarithm of the latency, in steps of 5%. */
  latencies: Record<string, number>;
}

export const EMPTY_TALLY: WindowTally = {
  ...{ count: 0, scored: 0, sum: 0, passed: 0, failed: 0, abstained: 0, errors: 0, costUsd: 0 },
  latencies: {},
};

const LATENCY_STEP = Math.log(1.05);
const MINIMUM_COUNT = 20;

export function tallied(before: WindowTally, observation: Observation): WindowTally {
  const { value, outcome, costUsd, latencyMs } = observation;
  const step = String(Math.round(Math.log(latencyMs + 1) / LATENCY_STEP));
  const is = (one: Observation['outcome']) => (outcome === one ? 1 : 0);
  return {
    count: before.count + 1,
    scored: before.scored + (value === null ? 0 : 1),
    sum: before.sum + (value ?? 0),
    passed: before.passed + is('passed'),
    failed: before.failed + is('failed'),
    abstained: before.abstained + is('abstained'),
    errors: before.errors + is('error'),
    costUsd: before.costUsd + costUsd,
    latencies: { ...before.latencies, [step]: (before.latencies[step] ?? 0) + 1 },
  };
}

export function joinedTallies(tallies: readonly WindowTally[]): WindowTally {
  const latencies: Record<string, number> = {};
  for (const tally of tallies) {
    for (const [step, count] of Object.entries(tally.latencies)) {
      latencies[step] = (latencies[step] ?? 0) + count;
    }
  }
  const sum = (of: (tally: WindowTally) => number) =>
    tallies.reduce((total, tally) => total + of(tally), 0);
  return {
    count: sum(({ count }) => count),
    scored: sum(({ scored }) => scored),
    sum: sum((tally) => tally.sum),
    passed: sum(({ passed }) => passed),
    failed: sum(({ failed }) => failed),
    abstained: sum(({ abstained }) => abstained),
    errors: sum(({ errors }) => errors),
    costUsd: sum(({ costUsd }) => costUsd),
    latencies,
  };
}

/** What a threshold says of the verdicts in its window. @param isWhole whether the monitor has run that long */
export function thresholdState(
  threshold: MonitorThreshold,
  tally: WindowTally,
  isWhole: boolean,
): ThresholdState {
  const { above, below } = threshold;
  const { value, count } = figureOf(threshold, tally, isWhole);
  const isCrossed =
    value !== null &&
    ((above !== undefined && value > above) || (below !== undefined && value < below));
  return { ...threshold, value, count, isCrossed };
}

function figureOf(
  { measure, minimumCount = MINIMUM_COUNT }: MonitorThreshold,
  tally: WindowTally,
  isWhole: boolean,
): { value: number | null; count: number } {
  const { count, scored, passed, failed, errors, abstained, costUsd } = tally;
  const share = (part: number, of: number) => ({
    value: of === 0 || of < minimumCount ? null : part / of,
    count: of,
  });
  switch (measure) {
    case 'pass_rate':
      return share(passed, passed + failed);
    case 'mean':
      return share(tally.sum, scored);
    case 'error_rate':
      return share(errors, count);
    case 'abstention_rate':
      return share(abstained, count);
    case 'latency_p95':
      return { value: count < minimumCount ? null : latencyAt(0.95, tally), count };
    case 'cost':
      return { value: costUsd, count };
    // That nothing has come says something only once there was time for it.
    case 'count':
      return { value: isWhole ? count : null, count };
  }
}

function latencyAt(share: number, { latencies, count }: WindowTally): number | null {
  const steps = Object.entries(latencies)
    .map(([step, many]) => ({ step: Number(step), many }))
    .sort((a, b) => a.step - b.step);
  let before = 0;
  for (const { step, many } of steps) {
    before += many;
    if (before >= share * count) return Math.exp(step * LATENCY_STEP) - 1;
  }
  return null;
}
