import { studentCritical } from '../distributions/student.ts';
import { type Estimate, estimateWithin } from '../estimate.ts';
import { mean, momentsOf } from '../moments.ts';
import { shareDifference } from '../share-difference.ts';
import { holm } from '../slices/holm.ts';
import { alikeEstimate } from './alike-values.ts';
import { signFlipTest } from './sign-flips.ts';

/** The values of one item under two conditions, from 0 to 1, one or more each. */
export interface PairedValues {
  first: readonly number[];
  second: readonly number[];
}

export interface PairedComparison {
  name: string;
  pairs: readonly PairedValues[];
}

export interface PairedResult {
  name: string;
  /** Items that have values under both. */
  items: number;
  /** The mean of first less second. The intervals of all comparisons hold together. */
  difference: Estimate;
  /** Of so large a difference if there were none, corrected for the number of comparisons. */
  probability: number;
}

/**
 * Several paired differences looked at together. Among many some look large by chance, so intervals
 * are widened for their number (Bonferroni) and probabilities corrected (Holm).
 *
 * Source: Newcombe 1998 (method 10) for single passes and fails, Student's interval of the means of
 * items for all else; Dunn 1961 and Holm 1979 for the number of comparisons.
 * @param comparisons those without items are omitted
 * @param coverage of all intervals together, between 0 and 1
 */
export function pairedDifferences(
  comparisons: readonly PairedComparison[],
  coverage = 0.95,
): PairedResult[] {
  const given = comparisons.filter(({ pairs }) => pairs.length > 0);
  const each = 1 - (1 - coverage) / Math.max(1, given.length);
  const gaps = given.map(({ pairs }) => pairs.map((pair) => gapOf(pair)));
  const corrected = holm(gaps.map((differences) => signFlipTest(differences)));
  return given.map(({ name, pairs }, i) => ({
    name,
    items: pairs.length,
    difference: differenceOf(pairs, each),
    probability: corrected[i] ?? 1,
  }));
}

/** The mean difference of pairs, first less second, with its interval. */
export function differenceOf(pairs: readonly PairedValues[], coverage = 0.95): Estimate {
  if (pairs.every((pair) => isSinglePass(pair))) return passDifference(pairs, coverage);
  return meanGap(
    pairs.map((pair) => gapOf(pair)),
    coverage,
  );
}

/** The mean of differences from −1 to 1, with Student's interval; of equal ones as wide as they leave open. */
export function meanGap(gaps: readonly number[], coverage = 0.95): Estimate {
  const { count, mean: value, variance } = momentsOf(gaps);
  if (count < 2) return { value, low: -1, high: 1 };
  if (variance < 1e-15) return alikeEstimate(value, count, { least: -1, most: 1 }, coverage);
  const margin = studentCritical(coverage, count - 1) * Math.sqrt(variance / (count - 1));
  return estimateWithin(value, margin, -1, 1);
}

function gapOf({ first, second }: PairedValues): number {
  return mean(first) - mean(second);
}

function isSinglePass({ first, second }: PairedValues): boolean {
  return [first, second].every(([value, ...more]) => {
    return more.length === 0 && (value === 0 || value === 1);
  });
}

function passDifference(pairs: readonly PairedValues[], coverage: number): Estimate {
  const count = (first: number, second: number) =>
    pairs.filter((pair) => pair.first[0] === first && pair.second[0] === second).length;
  return shareDifference(
    {
      both: count(1, 1),
      onlyFirst: count(1, 0),
      onlySecond: count(0, 1),
      neither: count(0, 0),
    },
    coverage,
  );
}
