import { type Baseline, baselineLimits, spreadOf } from './baseline.ts';
import type { Direction } from './shiryaev-roberts.ts';

export interface DetectorOptions {
  /** How many values without drift pass on average until a false alarm, at least; 2 or more. */
  targetRunLength: number;
  /** The smallest change of the mean worth an alarm, above 0 and below 1. */
  smallestEffect: number;
  directions?: readonly Direction[];
  /** That the mean is within each of its limits, between 0 and 1. */
  baselineConfidence?: number;
}

/** A bet that the mean has moved in a direction, by so much. */
export interface PlannedBet {
  direction: Direction;
  /** The limit of the baseline's mean that is the hardest to beat in this direction. */
  mean: number;
  bet: number;
  weight: number;
}

/** All that is fixed before the first value is watched. */
export interface DetectorPlan {
  /** Those of each direction together, the one for the smallest effect first. */
  bets: readonly PlannedBet[];
  /** An alarm is raised when the logarithm of the evidence reaches it. */
  logAlarm: number;
  /** What the mean was, with the limits the bets are against. */
  baseline: { value: number; low: number; high: number; count: number };
  /** Of single values. */
  deviation: number;
  /** How much each value resembles the one before, from 0 to below 1. */
  correlation: number;
  /** The power that factors are raised to, 1 if values do not resemble each other. */
  power: number;
}

const DIRECTIONS: readonly Direction[] = ['decrease', 'increase'];

/** One wrong limit in ten: lower would mean longer baselines, higher more values between alarms to make up for it. */
const BASELINE_CONFIDENCE = 0.9;

/** Bets are for changes of so many times the smallest effect. */
const MULTIPLES = [1, 1.5, 2.5, 4, 8];

/** Larger ones would lose nearly all on one value. */
const LARGEST_BET = 0.9;

/** The fewest values that say anything of their spread. */
const LEAST_BASELINE = 10;

/**
 * Chooses the bets of an e-detector. The true mean of the baseline is not known, so bets in each
 * direction are against the limit that is the hardest to beat: as long as both limits are right, the
 * run length holds. In case they are not, the alarm is raised later, by as much as their confidence
 * lacks, so that the average over all baselines holds too.
 *
 * A bet on a change d earns the most if it is d / (variance + d²) per unit. Neighbours that resemble
 * each other (correlation r) say less than so many values: factors are raised to the power
 * (1 - r) / (1 + r), which is exact for long runs of small bets and never raises a factor's mean.
 *
 * Source: Shin, Ramdas & Rinaldo 2024, "E-detectors", section 4; Waudby-Smith & Ramdas 2024 for the
 * size of bets. The corrections for the baseline and for
 * correlation are ours.
 * @param baseline of at least 10 values, from before what is watched
 * @throws RangeError if an option is outside its range or the baseline too short
 */
export function planDetector(baseline: Baseline, options: DetectorOptions): DetectorPlan {
  const { targetRunLength, smallestEffect, directions = DIRECTIONS } = options;
  const { baselineConfidence = BASELINE_CONFIDENCE } = options;
  if (!(targetRunLength >= 2)) throw new RangeError('The run length must be 2 or more.');
  if (!(smallestEffect > 0 && smallestEffect < 1)) {
    throw new RangeError('The smallest effect must be between 0 and 1.');
  }
  if (baseline.count < LEAST_BASELINE) {
    throw new RangeError(`The baseline needs at least ${LEAST_BASELINE} values.`);
  }
  const limits = baselineLimits(baseline, baselineConfidence);
  const { variance, correlation } = spreadOf(baseline);
  const watched = directions.filter((direction) =>
    direction === 'decrease' ? limits.low > 0 : limits.high < 1,
  );
  const wrong = (1 - baselineConfidence) * watched.length;
  return {
    bets: watched.flatMap((direction) =>
      betsOf({ direction, limits, variance, smallestEffect }).map((bet) => ({
        ...bet,
        weight: bet.weight / watched.length,
      })),
    ),
    logAlarm: Math.log(targetRunLength / (1 - wrong)),
    baseline: { ...limits, count: baseline.count },
    deviation: Math.sqrt(variance),
    correlation,
    power: (1 - correlation) / (1 + correlation),
  };
}

function betsOf({
  direction,
  limits,
  variance,
  smallestEffect,
}: {
  direction: Direction;
  limits: { value: number; low: number; high: number };
  variance: number;
  smallestEffect: number;
}): PlannedBet[] {
  const mean = direction === 'decrease' ? limits.low : limits.high;
  const room = direction === 'decrease' ? mean : 1 - mean;
  const uncertain = Math.abs(mean - limits.value);
  const effects = MULTIPLES.map((multiple) =>
    Math.min(room, Math.max(smallestEffect / 4, multiple * smallestEffect - uncertain)),
  );
  const distinct = [...new Set(effects)];
  return distinct.map((effect) => ({
    direction,
    mean,
    bet: Math.min(LARGEST_BET, ((1 - room) * effect) / (variance + effect ** 2)),
    weight: 1 / distinct.length,
  }));
}
