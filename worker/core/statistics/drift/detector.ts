import type { DetectorPlan } from './detector-plan.ts';
import { type Direction, factorOf, logSumAfter } from './shiryaev-roberts.ts';

/** What the detector remembers: as many numbers as there are bets, twice. */
export interface DetectorState {
  /** How many values it has taken. */
  count: number;
  /** For each bet the logarithm of 1 + its Shiryaev-Roberts sum. */
  logSums: readonly number[];
  /** For each direction, the run of the bet on the smallest effect. */
  runs: readonly Run[];
}

/** The values since the evidence for a change began to rise. */
export interface Run {
  direction: Direction;
  /** The number of the first of them, from 0: where the mean has moved, if it has. */
  start: number;
  /** Counts the runs, so that what is kept of one can be told from the next. */
  number: number;
  /** The logarithm of the product of factors since then, above 0 unless it starts anew. */
  logProduct: number;
}

export interface Evidence {
  /** The logarithm of the mixture of all bets; minus infinity before the first value. */
  logEvidence: number;
  isAlarm: boolean;
  /** Where most of it comes from; null if nothing can be watched. */
  direction: Direction | null;
}

export function startDetector(plan: DetectorPlan): DetectorState {
  const directions = [...new Set(plan.bets.map(({ direction }) => direction))];
  return {
    count: 0,
    logSums: plan.bets.map(() => 0),
    runs: directions.map((direction) => ({ direction, start: 0, number: 0, logProduct: 0 })),
  };
}

/**
 * Takes the next value. Values must come in order, each once; the time between them does not matter.
 *
 * Source: Shin, Ramdas & Rinaldo 2024, "E-detectors", sections 3 and 4; Page 1954 for the runs.
 * @param value from 0 to 1
 */
export function observe(plan: DetectorPlan, state: DetectorState, value: number): DetectorState {
  if (!(value >= 0 && value <= 1)) throw new RangeError('A value must be from 0 to 1.');
  const factors = plan.bets.map(
    ({ bet, ...against }) => factorOf(value, bet, against) ** plan.power,
  );
  return {
    count: state.count + 1,
    logSums: factors.map((factor, i) => logSumAfter(state.logSums[i] ?? 0, factor)),
    runs: state.runs.map((run) => {
      const smallest = plan.bets.findIndex(({ direction }) => direction === run.direction);
      return nextRun(run, Math.log(factors[smallest] ?? 1), state.count);
    }),
  };
}

function nextRun(run: Run, logFactor: number, position: number): Run {
  if (run.logProduct > 0) return { ...run, logProduct: run.logProduct + logFactor };
  return { ...run, start: position, number: run.number + 1, logProduct: logFactor };
}

/** How much speaks for a change, and whether it is enough for an alarm. */
export function evidenceOf(plan: DetectorPlan, state: DetectorState): Evidence {
  const sums = plan.bets.map(({ direction, weight }, i) => ({
    direction,
    sum: weight * Math.expm1(Math.min(state.logSums[i] ?? 0, 700)),
  }));
  const sumOf = (of: Direction) =>
    sums.reduce((total, { direction, sum }) => total + (direction === of ? sum : 0), 0);
  const [decrease, increase] = [sumOf('decrease'), sumOf('increase')];
  const logEvidence = Math.log(decrease + increase);
  if (sums.length === 0) return { logEvidence, isAlarm: false, direction: null };
  return {
    logEvidence,
    isAlarm: logEvidence >= plan.logAlarm,
    direction: decrease >= increase ? 'decrease' : 'increase',
  };
}
