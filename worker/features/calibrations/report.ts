import type { CalibratedJudge, CalibrationReport, CalibrationTerms } from '@assay/schema/types.ts';
import type { AppliedTables } from '../scoring/calibration-cache.ts';
import { appliedLabels } from './applied-labels.ts';
import { curveOf } from './curve.ts';
import { disagreementsOf } from './disagreements.ts';
import { guaranteeOf, ladderOf } from './guarantee.ts';
import { judgeAgreement, ratesOf } from './judge-agreement.ts';
import { labelsNeeded } from './labels-needed.ts';
import { peopleAgreement } from './people-agreement.ts';
import type { LabelledScore } from './read-labelled-scores.ts';
import { remarksOf } from './remarks.ts';
import { slicesOf } from './slices.ts';
import { usablePairs } from './usable-pairs.ts';
import { thinned } from './weighted.ts';

/** What a calibration comes to: for people, and for the scores that are read by it. */
export interface Findings {
  report: CalibrationReport;
  judges: CalibratedJudge[];
  applied: AppliedTables;
}

/** Computes the report of labelled scores: the same for the same, whenever it is computed. */
export function reportOf(
  labelled: readonly LabelledScore[],
  { passAt, ...terms }: CalibrationTerms & { passAt: number },
): Findings {
  const { pairs, judges, counts, errors, versions } = usablePairs(labelled, passAt);
  // What a method demands that all labels count alike gets a sample in which they do.
  const alike = thinned(pairs);
  const ladder = ladderOf(alike);
  const { curve, table } = curveOf(pairs);
  const agreement = judgeAgreement(pairs);
  const labels = labelled.map(({ label }) => label);
  const told = {
    counts,
    errors,
    versions,
    agreement,
    people: peopleAgreement(labels, passAt),
    ...ratesOf(pairs),
    curve,
    slices: slicesOf(alike),
    guarantee: guaranteeOf(ladder, pairs, terms),
    width: agreement && labelsNeeded(agreement.raw, counts, terms.width),
    disagreements: disagreementsOf(pairs),
  };
  return {
    report: { ...told, remarks: remarksOf({ ...told, judges }) },
    judges,
    applied: { curve: table, ladder, ...appliedLabels(alike) },
  };
}
