import { logBeta } from '../distributions/beta.ts';
import { normalCdf } from '../distributions/normal.ts';
import type { Estimate } from '../estimate.ts';
import type { Block, History } from './history.ts';
import { cautiousVariance, meanOf, minus, NO_VALUES, plus, type Totals } from './totals.ts';

/** Since when the mean of a stream is another, and by how much. */
export interface Change {
  /** Where the mean has most likely changed. */
  at: Place;
  /** The change lies between these with the coverage asked for. */
  earliest: Place;
  latest: Place;
  /** Whether the window reaches the start of the stream: the change may have begun before it. */
  isOpen: boolean;
  before: { mean: number; count: number };
  after: { mean: number; count: number };
  /** The mean after the change less that before it. */
  effect: Estimate;
}

/** A value of the stream: its number, from 0, and when it came, in milliseconds. */
export interface Place {
  start: number;
  startMs: number;
}

export interface ChangeOptions {
  /** Values from before the stream, under which all was well. */
  baseline?: Totals;
  /** Of the effect's interval and of the window, between 0 and 1. */
  coverage?: number;
  /** How much less dependent values say, from the detector's plan. */
  power?: number;
}

/** A change at the start of a block: what would follow of it, and how likely it is beside the others. */
interface Split {
  block: Block;
  before: Totals;
  after: Totals;
  /** As a logarithm. */
  weight: number;
  /** The effect if this is the point, with its variance. */
  effect: { mean: number; variance: number };
}

/** The deviation of effects that are expected before anything is seen. */
const EXPECTED_EFFECT = 0.15;

/** Points less likely than the best by this factor, as a logarithm, do not matter. */
const UNLIKELY = -20;

/**
 * Looks back from an alarm for the change that explains it. Every point is weighed by how likely it
 * makes what was seen, with the means before and after unknown; the window is what the least likely
 * points leave, and the effect that of all points by their weight. An alarm chooses the moment at which
 * one looks: the few values after a late point are not taken at their word, since the mean after is
 * expected near that before.
 *
 * Values count as so many passes and fails as vary as much, an approximation. A false alarm has no
 * change that could be found.
 *
 * Source: Smith 1975, "A Bayesian approach to inference about a change-point in a sequence of random
 * variables"; Wedderburn 1974 for the dispersion.
 * @returns null if there is nothing before or nothing after any point
 */
export function findChange(history: History, options: ChangeOptions = {}): Change | null {
  const { baseline = NO_VALUES, coverage = 0.95, power = 1 } = options;
  const splits = splitsOf(history, baseline, power);
  const best = splits.reduce<Split | null>(
    (one, other) => (one === null || other.weight > one.weight ? other : one),
    null,
  );
  if (best === null) return null;
  const shares = sharesOf(splits, best.weight);
  const [first, last] = windowOf(shares, coverage);
  return {
    at: placeOf(best.block),
    // A change within a block shows at its start or at that of the next.
    earliest: placeOf((splits[first - 1] ?? splits[first] ?? best).block),
    latest: placeOf((splits[last + 1] ?? splits[last] ?? best).block),
    isOpen: first === 0,
    before: { mean: meanOf(best.before), count: best.before.count },
    after: { mean: meanOf(best.after), count: best.after.count },
    effect: effectOf(splits, shares, coverage),
  };
}

function placeOf({ start, startMs }: Block): Place {
  return { start, startMs };
}

function splitsOf(history: History, baseline: Totals, power: number): Split[] {
  const all = history.reduce<Totals>(plus, NO_VALUES);
  const scale = power / dispersionOf(plus(baseline, all));
  let seen = NO_VALUES;
  return history.flatMap((block) => {
    const [before, after] = [plus(baseline, seen), minus(all, seen)];
    seen = plus(seen, block);
    return before.count === 0 ? [] : [splitAt(block, { before, after, scale })];
  });
}

/** The variance of values beside that of passes and fails with the same mean, at most 1. */
function dispersionOf(totals: Totals): number {
  const mean = meanOf(totals);
  const most = mean * (1 - mean);
  return most > 0 ? Math.min(1, cautiousVariance(totals) / most) : 1;
}

function splitAt(
  block: Block,
  { before, after, scale }: { before: Totals; after: Totals; scale: number },
): Split {
  const [passes, fails] = countsOf(before, scale, 0.5);
  const mean = passes / (passes + fails);
  const strength = Math.max(1, (mean * (1 - mean)) / EXPECTED_EFFECT ** 2 - 1);
  const [priorPasses, priorFails] = [strength * mean, strength * (1 - mean)];
  const [sum, rest] = countsOf(after, scale, 0);
  const [laterPasses, laterFails] = [priorPasses + sum, priorFails + rest];
  return {
    block,
    before,
    after,
    weight:
      Math.log(block.count) +
      logBeta(passes, fails) +
      logBeta(laterPasses, laterFails) -
      logBeta(priorPasses, priorFails),
    effect: {
      mean: laterPasses / (laterPasses + laterFails) - mean,
      variance: betaVariance(passes, fails) + betaVariance(laterPasses, laterFails),
    },
  };
}

function countsOf({ count, sum }: Totals, scale: number, more: number): [number, number] {
  return [sum * scale + more, Math.max(0, count - sum) * scale + more];
}

function betaVariance(a: number, b: number): number {
  return (a * b) / ((a + b) ** 2 * (a + b + 1));
}

function sharesOf(splits: readonly Split[], most: number): number[] {
  const weights = splits.map(({ weight }) => Math.exp(Math.max(UNLIKELY * 2, weight - most)));
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  return weights.map((weight) => weight / total);
}

/** The first and last of the likeliest points that together have the share asked for. */
function windowOf(shares: readonly number[], coverage: number): [number, number] {
  const order = shares.map((_, i) => i).sort((a, b) => (shares[b] ?? 0) - (shares[a] ?? 0));
  let [covered, first, last] = [0, shares.length, -1];
  for (const i of order) {
    if (covered >= coverage) break;
    covered += shares[i] ?? 0;
    [first, last] = [Math.min(first, i), Math.max(last, i)];
  }
  return [first, last];
}

function effectOf(splits: readonly Split[], shares: readonly number[], coverage: number): Estimate {
  const parts = splits.flatMap(({ effect: { mean, variance } }, i) => {
    const share = shares[i] ?? 0;
    return share > Math.exp(UNLIKELY) ? [{ share, mean, deviation: Math.sqrt(variance) }] : [];
  });
  const below = (effect: number) =>
    parts.reduce(
      (sum, { share, mean, deviation }) => sum + share * normalCdf((effect - mean) / deviation),
      0,
    );
  return {
    value: parts.reduce((sum, { share, mean }) => sum + share * mean, 0),
    low: quantileOf(below, (1 - coverage) / 2),
    high: quantileOf(below, (1 + coverage) / 2),
  };
}

/** Effects are from -1 to 1. */
function quantileOf(below: (effect: number) => number, probability: number): number {
  let [low, high] = [-1, 1];
  for (let halving = 0; halving < 40; halving += 1) {
    const middle = (low + high) / 2;
    if (below(middle) < probability) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}
