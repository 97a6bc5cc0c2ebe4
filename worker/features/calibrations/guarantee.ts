import type { CalibrationGuarantee, CalibrationTerms } from '@assay/schema/types.ts';
import { labelsForGuarantee } from '../../core/statistics/selective/clopper-pearson.ts';
import type { LadderStep } from '../scoring/calibration-cache.ts';
import { thresholdOf } from '../scoring/guaranteed-threshold.ts';
import type { Pair } from './usable-pairs.ts';
import { weightedShare } from './weighted.ts';

/**
 * Labels by the confidence of their verdicts, from the highest down: how many are at least so
 * confident, and how many of those are wrong.
 *
 * @param pairs that count alike
 */
export function ladderOf(pairs: readonly Pair[]): LadderStep[] {
  const steps = Map.groupBy(pairs, ({ confidence }) => toHundredth(confidence));
  const ladder: LadderStep[] = [];
  let [n, wrong] = [0, 0];
  for (const [confidence, own] of [...steps].sort(([a], [b]) => b - a)) {
    n += own.length;
    wrong += own.filter(({ isGood, passed }) => isGood !== passed).length;
    ladder.push([confidence, n, wrong]);
  }
  return ladder;
}

/** Downward, so that what is at least so confident is never more than what was tested. */
function toHundredth(confidence: number): number {
  return Math.floor(confidence * 100 + 1e-6) / 100;
}

/** The threshold from which verdicts carry the guarantee asked for, with its coverage. */
export function guaranteeOf(
  ladder: readonly LadderStep[],
  pairs: readonly Pair[],
  { risk, confidence }: Pick<CalibrationTerms, 'risk' | 'confidence'>,
): CalibrationGuarantee {
  const threshold = thresholdOf(ladder, { risk, confidence });
  const [, n = 0, wrong = 0] = ladder.find(([from]) => from === threshold) ?? [];
  const kept = weightedShare(
    pairs,
    (pair) => threshold !== null && pair.confidence >= threshold - 1e-9,
  );
  return {
    ...{ risk, confidence, threshold, n, wrong },
    coverage: kept?.value ?? 0,
    tested: ladder.at(-1)?.[1] ?? 0,
    needed: labelsForGuarantee(0, risk, confidence),
  };
}
