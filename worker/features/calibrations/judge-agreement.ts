import type { AgreementEstimates, CalibrationReport, Estimate } from '@assay/schema/types.ts';
import { cohenKappa } from '../../core/statistics/agreement/cohen-kappa.ts';
import { gwetAc1 } from '../../core/statistics/agreement/gwet-ac1.ts';
import { rawAgreement } from '../../core/statistics/agreement/raw-agreement.ts';
import type { AgreementTable } from '../../core/statistics/agreement/table.ts';
import { confusionOf } from '../../core/statistics/calibration/confusion.ts';
import type { Pair } from './usable-pairs.ts';
import { scaledWeights, weightedShare } from './weighted.ts';

/** How far the judge agrees with people; null without labels. */
export function judgeAgreement(pairs: readonly Pair[]): AgreementEstimates | null {
  if (pairs.length === 0) return null;
  const table = tableOf(pairs);
  return {
    raw: rawAgreement(table),
    kappa: estimateOf(cohenKappa(table)),
    ac1: estimateOf(gwetAc1(table)),
  };
}

/** The verdicts of people in rows and of the judge in columns, fail before pass. */
function tableOf(pairs: readonly Pair[]): AgreementTable {
  const weights = scaledWeights(pairs.map(({ weight }) => weight));
  const table: [[number, number], [number, number]] = [
    [0, 0],
    [0, 0],
  ];
  for (const [i, { isGood, passed }] of pairs.entries()) {
    table[isGood ? 1 : 0][passed ? 1 : 0] += weights[i] ?? 0;
  }
  return table;
}

/** The confusion matrix, and what it says of good samples and of bad ones. */
export function ratesOf(
  pairs: readonly Pair[],
): Pick<CalibrationReport, 'confusion' | 'sensitivity' | 'specificity' | 'passRate'> {
  const { counts, sensitivity, specificity } = confusionOf(
    pairs.map(({ isGood, passed, weight }) => ({ judged: passed, labelled: isGood, weight })),
  );
  const people = weightedShare(pairs, ({ isGood }) => isGood);
  const judge = weightedShare(pairs, ({ passed }) => passed);
  return {
    confusion: {
      truePositive: counts.truePass,
      falsePositive: counts.falsePass,
      trueNegative: counts.trueFail,
      falseNegative: counts.falseFail,
    },
    sensitivity,
    specificity,
    passRate: people && judge && { people, judge },
  };
}

/** An estimate without what else a coefficient has. */
export function estimateOf(estimate: Estimate | null): Estimate | null {
  if (estimate === null) return null;
  const { value, low, high } = estimate;
  return { value, low, high };
}
