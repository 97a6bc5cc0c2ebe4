import type { AskedGuarantee } from '@assay/scorers/judging/dials.ts';
import { binomialCdf } from '../../core/statistics/distributions/binomial.ts';
import type { LadderStep } from './calibration-cache.ts';

/**
 * The lowest confidence from which verdicts carry a guarantee, by tests from the highest down to the
 * first that fails; null where none passes. Steps with so few labels that no test of them could pass
 * are not tested.
 */
export function thresholdOf(
  ladder: readonly LadderStep[],
  { risk, confidence }: AskedGuarantee,
): number | null {
  const delta = 1 - confidence;
  const least = labelsWithoutError({ risk, confidence });
  let threshold: number | null = null;
  for (const [from, n, wrong] of ladder) {
    if (n < least) continue;
    if (binomialCdf(wrong, n, risk) > delta) return threshold;
    threshold = from;
  }
  return threshold;
}

/** Labels that a test needs to pass if none of them is wrong. */
export function labelsWithoutError({ risk, confidence }: AskedGuarantee): number {
  return Math.ceil(Math.log(1 - confidence) / Math.log(1 - risk) - 1e-9);
}
