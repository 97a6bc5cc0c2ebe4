/** What is watched for, fixed before the first value is seen. */
export interface DriftOptions {
  /** The mean under which all is well, between 0 and 1. */
  mean: number;
  /** Bets from 0 to below 1: small ones find small changes, large ones find large changes sooner. */
  bets?: readonly number[];
  directions?: readonly Direction[];
}

export type Direction = 'increase' | 'decrease';

/** A finite number for each direction and bet: the logarithm of 1 + its Shiryaev-Roberts sum. */
export type DriftState = readonly number[];

const BETS = [0.05, 0.1, 0.2, 0.4, 0.8];
const DIRECTIONS: readonly Direction[] = ['increase', 'decrease'];

export function startDrift({ bets = BETS, directions = DIRECTIONS }: DriftOptions): DriftState {
  return directions.flatMap(() => bets.map(() => 0));
}

/**
 * Takes the next value of a stream. Nothing but order is needed: the bets do not depend on the values.
 *
 * Source: Shin, Ramdas & Rinaldo 2024, "E-detectors: a nonparametric framework for sequential change
 * detection", section 3.
 * @param value from 0 to 1
 * @throws RangeError if the mean is not between 0 and 1, or a bet is not from 0 to below 1
 */
export function observeDrift(state: DriftState, value: number, options: DriftOptions): DriftState {
  const { mean, bets = BETS, directions = DIRECTIONS } = options;
  if (!(mean > 0 && mean < 1)) throw new RangeError('The mean must be between 0 and 1.');
  return directions.flatMap((direction, i) =>
    bets.map((bet, j) =>
      logSumAfter(state[i * bets.length + j] ?? 0, factorOf(value, bet, { mean, direction })),
    ),
  );
}

/** The logarithm of 1 + the sum after a factor, from that before it. */
export function logSumAfter(logSum: number, factor: number): number {
  return log1pExp(Math.log(factor) + logSum);
}

export interface DriftEvidence {
  /** The logarithm of the mixture; an alarm at `Math.log(run)` comes on average once in `run` values or later, without drift. */
  logEvidence: number;
  /** Where most of it comes from. */
  direction: Direction;
}

/** How much speaks for a change, all bets and directions weighing the same. */
export function driftEvidence(state: DriftState, options: DriftOptions): DriftEvidence {
  const { bets = BETS, directions = DIRECTIONS } = options;
  const sums = directions.map((direction, i) => ({
    direction,
    sum: state
      .slice(i * bets.length, (i + 1) * bets.length)
      .reduce((total, log) => total + Math.expm1(Math.min(log, 700)), 0),
  }));
  const most = sums.reduce((one, other) => (other.sum > one.sum ? other : one));
  const total = sums.reduce((all, { sum }) => all + sum, 0) / state.length;
  return { logEvidence: Math.log(total), direction: most.direction };
}

/**
 * The CUSUM form of one bet: the largest product of factors since any start, rather than their sum.
 *
 * Source: as above, section 3.2.
 * @param before the product before, 1 at the start
 */
export function cusumOfBet(
  before: number,
  value: number,
  { mean, bet, direction }: { mean: number; bet: number; direction: Direction },
): number {
  return factorOf(value, bet, { mean, direction }) * Math.max(before, 1);
}

/** What a bet is multiplied by at a value: at most 1 on average while the mean has not moved in its direction. */
export function factorOf(
  value: number,
  bet: number,
  { mean, direction }: { mean: number; direction: Direction },
): number {
  if (!(bet >= 0 && bet < 1)) throw new RangeError('A bet must be from 0 to below 1.');
  const ratio = direction === 'increase' ? value / mean : (1 - value) / (1 - mean);
  return 1 + bet * (ratio - 1);
}

function log1pExp(x: number): number {
  return x > 30 ? x + Math.exp(-x) : Math.log1p(Math.exp(x));
}
