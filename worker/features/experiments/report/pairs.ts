import type { ExperimentPair } from '@assay/schema/types.ts';
import { pairedDifference } from '../../../core/statistics/errors/paired-difference.ts';
import { itemsForPaired } from '../../../core/statistics/errors/sample-size.ts';
import { mcnemar } from '../../../core/statistics/mcnemar.ts';
import { mean } from '../../../core/statistics/moments.ts';
import { shareDifference } from '../../../core/statistics/share-difference.ts';
import { holm } from '../../../core/statistics/slices/holm.ts';
import { type ObservedCell, scoreIn } from './observed.ts';

const ALPHA = 0.05;
/** More samples than this decide nothing for anybody. */
const MOST_SAMPLES = 1_000_000;

/** A variant with the mean of each sample's repeats. */
interface Side {
  name: string;
  means: ReadonlyMap<number, number>;
}

/**
 * Every pair of variants by one score, over the samples that both have. Looking at many pairs finds a
 * difference by chance, so their probabilities are corrected together.
 */
export function pairsOf(
  scorer: string | null,
  variants: readonly { name: string; cells: readonly ObservedCell[] }[],
): ExperimentPair[] {
  const sides = variants.map(({ name, cells }) => ({ name, means: meansOf(scorer, cells) }));
  const pairs = sides.flatMap((first, i) =>
    sides.slice(i + 1).map((second) => [first, second] as const),
  );
  const compared = pairs.flatMap(([first, second]) => compare(first, second) ?? []);
  const corrected = holm(compared.map(({ p }) => p));
  return compared.map(({ variance, ...pair }, i) => {
    const correctedP = corrected[i] ?? 1;
    const isDecided = correctedP < ALPHA;
    const { value } = pair.difference;
    return {
      ...{ scorer, ...pair, correctedP },
      outcome: !isDecided ? 'undecided' : value > 0 ? 'first' : 'second',
      moreSamples: isDecided ? null : moreSamples(pair, variance, compared.length),
    };
  });
}

/** The mean of each sample's repeats. */
export function meansOf(
  scorer: string | null,
  cells: readonly ObservedCell[],
): Map<number, number> {
  const values = new Map<number, number[]>();
  for (const cell of cells) {
    const value = scoreIn(cell, scorer)?.value;
    if (value === null || value === undefined) continue;
    const own = values.get(cell.sample);
    if (own === undefined) values.set(cell.sample, [value]);
    else own.push(value);
  }
  return new Map([...values].map(([sample, own]) => [sample, mean(own)]));
}

/** Undefined if the two have fewer than two samples in common. */
function compare(first: Side, second: Side) {
  const both = [...first.means].flatMap(([sample, value]) => {
    const other = second.means.get(sample);
    return other === undefined ? [] : [[value, other] as const];
  });
  if (both.length < 2) return undefined;
  const named = { first: first.name, second: second.name, samples: both.length };
  const { difference, p, variance } = pairedDifference(both.map(([a, b]) => a - b));
  if (!both.every(([a, b]) => isBit(a) && isBit(b))) return { ...named, difference, p, variance };
  // Of passes and fails the score interval and McNemar's test keep their level for few samples.
  const count = (a: number, b: number) =>
    both.filter((pair) => pair[0] === a && pair[1] === b).length;
  const counts = {
    ...{ both: count(1, 1), onlyFirst: count(1, 0) },
    ...{ onlySecond: count(0, 1), neither: count(0, 0) },
  };
  return {
    ...{ ...named, variance, difference: shareDifference(counts) },
    p: mcnemar(counts.onlyFirst, counts.onlySecond).midP,
  };
}

function isBit(value: number): boolean {
  return value === 0 || value === 1;
}

/** So that the difference is found with a probability of 80% at the level that the number of pairs leaves. */
function moreSamples(
  { difference, samples }: Pick<ExperimentPair, 'difference' | 'samples'>,
  variance: number,
  pairs: number,
): number | null {
  if (Math.abs(difference.value) < 1e-9 || variance === 0) return null;
  const needed = itemsForPaired(difference.value, { between: variance }, { alpha: ALPHA / pairs });
  const more = Math.max(1, needed - samples);
  return more > MOST_SAMPLES ? null : more;
}
