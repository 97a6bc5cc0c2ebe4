import type { AskedGuarantee } from '@assay/scorers/judging/dials.ts';
import {
  type ConfidentAnswer,
  selectiveThreshold,
} from '../../core/statistics/selective/selective-threshold.ts';
import type { LadderStep } from './calibration-cache.ts';

// The same ladder is asked for the same guarantee with each score.
const found = new WeakMap<readonly LadderStep[], Map<string, number | null>>();

/** The lowest confidence from which verdicts carry a guarantee; null where none does. */
export function thresholdOf(
  ladder: readonly LadderStep[],
  { risk, confidence }: AskedGuarantee,
): number | null {
  const known = found.get(ladder) ?? new Map<string, number | null>();
  found.set(ladder, known);
  const key = `${risk} ${confidence}`;
  const threshold = known.get(key);
  if (threshold !== undefined) return threshold;
  const searched = selectiveThreshold(answersOf(ladder), { risk, confidence });
  const lowest = searched.status === 'guaranteed' ? searched.threshold : null;
  known.set(key, lowest);
  return lowest;
}

/** The labels of a ladder, of which it says how many are how confident, and how many of them wrong. */
function answersOf(ladder: readonly LadderStep[]): ConfidentAnswer[] {
  return ladder.flatMap(([confidence, n, wrong], i) => {
    const [, before, wrongBefore] = ladder[i - 1] ?? [1, 0, 0];
    return Array.from({ length: n - before }, (_, k) => ({
      confidence,
      loss: k < wrong - wrongBefore ? 1 : 0,
    }));
  });
}
