import type { ProbeDifference } from '@assay/schema/types.ts';
import { pairedDifferences } from '../../../core/statistics/errors/paired-differences.ts';
import {
  byVariant,
  type Measure,
  type ProbeAnswer,
  pairsOf,
  scoreOf,
  valuesBySample,
} from './answers.ts';
import { decide } from './findings.ts';

/** Fewer samples say nothing that is worth an interval. */
export const LEAST_SAMPLES = 5;

export interface Comparing {
  /** Name of the variant that the others are compared with. */
  original: string;
  margin: number;
  measure?: Measure;
}

/** Each variant less the original, sample by sample. */
export function differencesFrom(
  answers: readonly ProbeAnswer[],
  { original, margin, measure = scoreOf }: Comparing,
): ProbeDifference[] {
  const groups = byVariant(answers);
  const base = valuesBySample(groups.get(original) ?? [], measure);
  const comparisons = [...groups].flatMap(([name, those]) => {
    if (name === original) return [];
    const pairs = pairsOf(valuesBySample(those, measure), base);
    return pairs.length < LEAST_SAMPLES ? [] : [{ name, pairs }];
  });
  return pairedDifferences(comparisons).map(({ name, items, difference, probability }) => ({
    ...{ first: name, second: original, measure: measure === scoreOf ? 'score' : 'refused' },
    ...{ samples: items, difference, probability },
    outcome: decide({ difference, probability, margin }),
  }));
}

/** Differences that were found, the largest losses first. */
export function foundIn(differences: readonly ProbeDifference[]): ProbeDifference[] {
  return differences
    .filter(({ outcome }) => outcome === 'affected')
    .toSorted((a, b) => a.difference.value - b.difference.value);
}

/** The largest difference that is not ruled out. */
export function largestPossible(differences: readonly ProbeDifference[]): number {
  return Math.max(
    0,
    ...differences.map(({ difference: { low, high } }) => Math.max(Math.abs(low), Math.abs(high))),
  );
}
