import { normalCdf, normalCritical } from '../distributions/normal.ts';
import { type Estimate, estimateWithin } from '../estimate.ts';
import { holm } from '../slices/holm.ts';
import type { Run } from './detector.ts';
import type { Direction } from './shiryaev-roberts.ts';
import { type SliceBook, sidesOf, type Trait } from './slices.ts';
import { cautiousVariance, meanOf, minus, type Totals } from './totals.ts';

/** Which part of a change a slice accounts for, and how. */
export interface ExplainedSlice extends Trait {
  firstMs: number;
  before: SliceSide;
  after: SliceSide;
  /** The slice's mean after the change less before; the intervals of all slices hold together. */
  difference: Estimate | null;
  /** What the slice adds to the change of the whole; those of all values of a key add up to it. */
  contribution: number;
  /** Of it, what comes from other scores within the slice, and what from more or fewer values in it. */
  within: number;
  mix: number;
  /** Of there being nothing particular about the slice, corrected for all that was looked at. */
  probability: number | null;
  /** Why the slice stands out: its scores moved more than the others', or there are more or fewer of it. */
  cause: 'within' | 'mix' | null;
}

export interface SliceSide {
  count: number;
  /** Of all values on this side, from 0 to 1. */
  share: number;
  mean: number | null;
}

export interface Explanation {
  /** The mean after the change less before. */
  shift: number;
  /** Those that stand out first, each by how much of the shift they add. */
  slices: readonly ExplainedSlice[];
}

export interface ExplainOptions {
  /** Of all intervals together, between 0 and 1. */
  coverage?: number;
  /** How much less dependent values say, from the detector's plan. */
  power?: number;
}

/** Fewer values on a side have no interval worth showing. */
const LEAST_VALUES = 5;

/** A slice with less than this part of its later share before is new, but for a few values; likewise gone. */
const ONE_SIDED = 0.1;

/** A slice that adds less than this share of the shift is not its cause, however sure it is. */
const LEAST_SHARE = 0.2;

interface Sides {
  before: Totals;
  after: Totals;
}

/**
 * Which slices account for a change of the mean. What a slice adds is p'(m' − M) − p(m − M), where p is
 * its share, m its mean and M the mean of all before; it is the sum of what other scores in it make
 * (at its average share) and of what another share of it makes (at its average mean). A slice stands
 * out if its scores moved more than those outside it, or if its share moved, beyond chance, in the
 * direction of the change.
 *
 * Before and after are those of the detector's run: after is all since the evidence began to rise.
 *
 * Source: Kitagawa 1955, "Components of a difference between two rates"; Holm 1979; Dunn 1961 for the
 * intervals.
 * @param runs of the detector's state
 * @returns null if there is nothing before or nothing after
 */
export function explainChange(
  book: SliceBook,
  { runs, direction }: { runs: readonly Run[]; direction: Direction },
  { coverage = 0.95, power = 1 }: ExplainOptions = {},
): Explanation | null {
  const index = runs.findIndex((run) => run.direction === direction);
  const whole = sidesOf(book.stream, runs, index);
  if (index < 0 || whole.before.count === 0 || whole.after.count === 0) return null;
  const shift = meanOf(whole.after) - meanOf(whole.before);
  const measured = book.slices.map((slice) => {
    const sides = sidesOf(slice, runs, index);
    return { slice, sides, ...contributionOf(sides, whole) };
  });
  const tests = measured.map(({ sides }) =>
    canExplain(sides, whole, shift) ? testsOf(sides, whole, power) : UNTESTED,
  );
  const corrected = correctedFor(tests);
  const compared = measured.filter(({ sides }) => hasBoth(sides)).length;
  const slices = measured.map(({ slice, sides, ...parts }, i): ExplainedSlice => {
    const probabilities = corrected[i] ?? { within: null, mix: null };
    return {
      key: slice.key,
      value: slice.value,
      firstMs: slice.firstMs,
      before: sideOf(sides.before, whole.before),
      after: sideOf(sides.after, whole.after),
      difference: differenceOf(sides, 1 - (1 - coverage) / Math.max(1, compared), power),
      ...parts,
      probability: leastOf(probabilities),
      cause: causeOf(parts, { shift, probabilities, excess: tests[i]?.excess ?? 0 }),
    };
  });
  const order = (one: ExplainedSlice) => (one.cause === null ? 0 : 10) + one.contribution / shift;
  return { shift, slices: slices.sort((one, other) => order(other) - order(one)) };
}

function sideOf(side: Totals, whole: Totals): SliceSide {
  return {
    count: side.count,
    share: side.count / whole.count,
    mean: side.count === 0 ? null : meanOf(side),
  };
}

function contributionOf({ before, after }: Sides, whole: Sides) {
  const base = meanOf(whole.before);
  const [earlier, later] = [before.count / whole.before.count, after.count / whole.after.count];
  const [then, now] = [before, after].map((side) => (side.count > 0 ? meanOf(side) : base));
  const contribution = later * ((now ?? base) - base) - earlier * ((then ?? base) - base);
  // What is new or gone has no mean to compare with: all it adds comes from there being more or fewer of it.
  const isOneSided = Math.min(earlier, later) < ONE_SIDED * Math.max(earlier, later);
  const within = isOneSided ? 0 : ((earlier + later) / 2) * ((now ?? base) - (then ?? base));
  return { contribution, within, mix: contribution - within };
}

interface SliceTests {
  within: number | null;
  mix: number | null;
  /** How much more the slice's mean moved than that of the others. */
  excess: number;
}

const UNTESTED: SliceTests = { within: null, mix: null, excess: 0 };

/** Whether a slice is large enough for its part of the shift; those that are not are not tested, nor corrected for. */
function canExplain({ before, after }: Sides, whole: Sides, shift: number): boolean {
  const share = Math.max(before.count / whole.before.count, after.count / whole.after.count);
  return share >= LEAST_SHARE * Math.abs(shift);
}

function testsOf(sides: Sides, whole: Sides, power: number): SliceTests {
  const others = {
    before: minus(whole.before, sides.before),
    after: minus(whole.after, sides.after),
  };
  const isThere = sides.before.count + sides.after.count >= LEAST_VALUES;
  const mix = isThere ? shareProbability(sides, whole, power) : null;
  if (!hasBoth(sides) || !hasBoth(others)) return { within: null, mix, excess: 0 };
  const excess = movedBy(sides) - movedBy(others);
  const error = Math.hypot(errorOf(sides, power), errorOf(others, power));
  return { within: twoSided(excess / error), mix, excess };
}

function hasBoth({ before, after }: Sides): boolean {
  return before.count >= LEAST_VALUES && after.count >= LEAST_VALUES;
}

function movedBy({ before, after }: Sides): number {
  return meanOf(after) - meanOf(before);
}

function errorOf({ before, after }: Sides, power: number): number {
  const squared = cautiousVariance(before) / before.count + cautiousVariance(after) / after.count;
  return Math.sqrt(squared / power);
}

function shareProbability(sides: Sides, whole: Sides, power: number): number {
  const [n, m] = [whole.before.count, whole.after.count];
  const pooled = (sides.before.count + sides.after.count) / (n + m);
  const error = Math.sqrt((pooled * (1 - pooled) * (1 / n + 1 / m)) / power);
  return error > 0 ? twoSided((sides.after.count / m - sides.before.count / n) / error) : 1;
}

function twoSided(z: number): number {
  return 2 * normalCdf(-Math.abs(z));
}

/** All tests of all slices, corrected together. */
function correctedFor(tests: readonly SliceTests[]) {
  const all = tests.flatMap(({ within, mix }) => [within, mix]);
  const corrected = holm(all.filter((probability) => probability !== null));
  let next = 0;
  const taken = (probability: number | null) =>
    probability === null ? null : (corrected[next++] ?? null);
  return tests.map(({ within, mix }) => ({ within: taken(within), mix: taken(mix) }));
}

interface Probabilities {
  within: number | null;
  mix: number | null;
}

function leastOf({ within, mix }: Probabilities): number | null {
  if (within === null || mix === null) return within ?? mix;
  return Math.min(within, mix);
}

function causeOf(
  { within, mix }: { within: number; mix: number },
  { shift, probabilities, excess }: { shift: number; probabilities: Probabilities; excess: number },
): ExplainedSlice['cause'] {
  const isSure = (probability: number | null) => (probability ?? 1) < 0.05;
  const inside = isSure(probabilities.within) && excess * shift > 0 ? within / shift : 0;
  const byShare = isSure(probabilities.mix) ? mix / shift : 0;
  if (Math.max(inside, byShare) < LEAST_SHARE) return null;
  return inside >= byShare ? 'within' : 'mix';
}

function differenceOf(sides: Sides, coverage: number, power: number): Estimate | null {
  if (!hasBoth(sides)) return null;
  return estimateWithin(movedBy(sides), normalCritical(coverage) * errorOf(sides, power), -1, 1);
}
