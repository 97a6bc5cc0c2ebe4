import type { CorpusDifference, ScorerComparison } from '@assay/schema/types.ts';
import type { BootstrapMean } from '../../core/statistics/bootstrap.ts';
import { mcnemar } from '../../core/statistics/mcnemar.ts';
import { Differences, meanDifference } from '../../core/statistics/mean-difference.ts';
import { shareDifference } from '../../core/statistics/share-difference.ts';
import {
  addWeighted,
  NO_WEIGHTS,
  type WeightedSums,
  weightedMean,
  weighValue,
} from '../../core/statistics/weighted-mean.ts';
import { addCounts, type CorpusMetrics, type CorpusSums } from './corpus.ts';
import type { JudgedSums } from './corrected-statistics.ts';

// Values closer than this are the same: 0.1 + 0.2 is not 0.3.
export const ROUNDING = 1e-9;

/** What one batch has of a score of one sample. */
export interface Side {
  value: number | null;
  passed: boolean | null;
  /** Of a metric of whole corpora. */
  counts?: readonly number[] | undefined;
  /** Of a judge, the models that judged; see `judgesKey`. */
  judges?: string | undefined;
}

/** The pairs of one score so far; its size does not grow with them. */
export interface ScoreTally {
  pairs: number;
  values: { batch: number; base: number; differences: Differences };
  passes: { both: number; onlyBatch: number; onlyBase: number; neither: number };
  wins: number;
  losses: number;
  ties: number;
  /** Those that have a value in the base alone. */
  lost: number;
  /** What the scores of a judge add up to, in either batch. */
  sums: { batch: JudgedSums; base: JudgedSums };
  /** What a metric of whole corpora counted in the pairs, in either batch. */
  corpus: { batch: CorpusSums | undefined; base: CorpusSums | undefined };
  /** Differences by the weights of a data set. */
  weighted: { isWeighted: boolean; values: WeightedSums; passes: WeightedSums };
}

export function emptyTally(): ScoreTally {
  return {
    pairs: 0,
    values: { batch: 0, base: 0, differences: new Differences() },
    passes: { both: 0, onlyBatch: 0, onlyBase: 0, neither: 0 },
    ...{ wins: 0, losses: 0, ties: 0, lost: 0 },
    sums: { batch: noSums(), base: noSums() },
    corpus: { batch: undefined, base: undefined },
    weighted: { isWeighted: false, values: NO_WEIGHTS, passes: NO_WEIGHTS },
  };
}

function noSums(): JudgedSums {
  return { scored: 0, sum: 0, sumOfSquares: 0, judged: 0, passed: 0, judges: {} };
}

/** Adds one side of a pair that has a value in both. */
function addSide(sums: JudgedSums, { value, passed, judges }: Side): JudgedSums {
  const own = value ?? 0;
  const seen = judges === undefined ? 0 : (sums.judges?.[judges] ?? 0);
  return {
    scored: sums.scored + 1,
    sum: sums.sum + own,
    sumOfSquares: sums.sumOfSquares + own * own,
    judged: sums.judged + (passed === null ? 0 : 1),
    passed: sums.passed + (passed ? 1 : 0),
    judges: judges === undefined ? sums.judges : { ...sums.judges, [judges]: seen + 1 },
  };
}

export function addPair(
  tally: ScoreTally,
  own: Side,
  other: Side,
  weight: number | null = null,
): void {
  tally.pairs += 1;
  addWeights(tally.weighted, { own, other, weight });
  if (isLost(own, other)) tally.lost += 1;
  if (own.value !== null && other.value !== null) {
    const difference = own.value - other.value;
    tally.values.batch += own.value;
    tally.values.base += other.value;
    tally.values.differences.add(difference);
    tally.sums = { batch: addSide(tally.sums.batch, own), base: addSide(tally.sums.base, other) };
    const { corpus } = tally;
    if (own.counts) corpus.batch = addCounts(corpus.batch, own.counts);
    if (other.counts) corpus.base = addCounts(corpus.base, other.counts);
    if (difference > ROUNDING) tally.wins += 1;
    else if (difference < -ROUNDING) tally.losses += 1;
    else tally.ties += 1;
  }
  if (own.passed !== null && other.passed !== null) {
    if (own.passed) tally.passes[other.passed ? 'both' : 'onlyBatch'] += 1;
    else tally.passes[other.passed ? 'onlyBase' : 'neither'] += 1;
  }
}

function addWeights(
  weighted: ScoreTally['weighted'],
  { own, other, weight }: { own: Side; other: Side; weight: number | null },
): void {
  if (weight !== null) weighted.isWeighted = true;
  const add = (sums: WeightedSums, difference: number) =>
    addWeighted(sums, weighValue(difference, weight ?? 1));
  if (own.value !== null && other.value !== null) {
    weighted.values = add(weighted.values, own.value - other.value);
  }
  if (own.passed !== null && other.passed !== null) {
    weighted.passes = add(weighted.passes, Number(own.passed) - Number(other.passed));
  }
}

const DIFFERENCES = { least: -1, most: 1 };

/** What had a value has none: an error, an abstention, or a scorer that is not run any more. */
function isLost(own: Side, other: Side): boolean {
  return other.value !== null && own.value === null;
}

export function isWorse(own: Side, other: Side): boolean {
  if (isLost(own, other)) return true;
  if (other.passed === true && own.passed === false) return true;
  return own.value !== null && other.value !== null && own.value < other.value - ROUNDING;
}

/** What makes the metric of a corpus of its counts, in either batch: their parameters may differ. */
export interface CorpusPair {
  batch: CorpusMetrics;
  base: CorpusMetrics;
}

export function compareScorer(
  name: string,
  tally: ScoreTally,
  metrics: CorpusPair,
  bootstrap: BootstrapMean,
): ScorerComparison {
  const { pairs, values, passes, wins, losses, ties, lost, weighted } = tally;
  const corpus = compareCorpora(name, tally, metrics);
  return {
    ...{ name, pairs, mean: compareMeans(values, bootstrap), ...comparePasses(passes) },
    ...{ wins, losses, ties, lost },
    ...(corpus && { corpus }),
    ...(weighted.isWeighted && {
      weighted: {
        mean: weightedMean(weighted.values, DIFFERENCES),
        passRate: weightedMean(weighted.passes, DIFFERENCES),
      },
    }),
  };
}

function compareCorpora(
  name: string,
  { corpus, values }: ScoreTally,
  metrics: CorpusPair,
): CorpusDifference | undefined {
  const scoreOf = (side: keyof CorpusPair) => {
    const sums = corpus[side];
    return sums?.samples === values.differences.count
      ? metrics[side].get(name)?.(sums.counts)
      : undefined;
  };
  const batch = scoreOf('batch');
  const base = scoreOf('base');
  if (batch === undefined || base === undefined) return undefined;
  const difference = { value: batch.value - base.value, raw: batch.raw - base.raw };
  return { batch, base, difference };
}

function compareMeans(
  { batch, base, differences }: ScoreTally['values'],
  bootstrap: BootstrapMean,
): ScorerComparison['mean'] {
  const { count } = differences;
  if (count === 0) return null;
  const { resamples, ...difference } = meanDifference(differences, bootstrap);
  return { batch: batch / count, base: base / count, difference, resamples };
}

function comparePasses({
  both,
  onlyBatch,
  onlyBase,
  neither,
}: ScoreTally['passes']): Pick<ScorerComparison, 'passRate' | 'mcnemar'> {
  const count = both + onlyBatch + onlyBase + neither;
  if (count === 0) return { passRate: null, mcnemar: null };
  return {
    passRate: {
      batch: (both + onlyBatch) / count,
      base: (both + onlyBase) / count,
      difference: shareDifference({ both, onlyFirst: onlyBatch, onlySecond: onlyBase, neither }),
      resamples: 0,
    },
    mcnemar: {
      onlyBatchPassed: onlyBatch,
      onlyBasePassed: onlyBase,
      ...mcnemar(onlyBatch, onlyBase),
    },
  };
}
