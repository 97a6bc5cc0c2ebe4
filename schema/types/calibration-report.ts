import type { Estimate } from './batch.ts';

/** A model as it answered: what a calibration holds for. */
export interface CalibratedJudge {
  /** `provider/model`. */
  model: string;
  /** The version that the model reported; null if it reports none. */
  version: string | null;
}

/** How labels were used. */
export interface CalibrationCounts {
  labels: number;
  /** Labels that enter the estimates. */
  used: number;
  /** The judge could not judge: an error, never a disagreement. */
  errors: number;
  abstained: number;
  skipped: number;
  /** Chosen, not drawn at random. */
  chosen: number;
  /** People differ, and nobody has decided. */
  undecided: number;
  /** Judged by another version of the model. */
  otherVersion: number;
  /** Kish's effective number of labels, given their weights. */
  effective: number;
}

/** Raw agreement beside what is left of it after chance: κ alone misleads. */
export interface AgreementEstimates {
  raw: Estimate;
  kappa: Estimate | null;
  ac1: Estimate | null;
}

export interface PeopleAgreement extends AgreementEstimates {
  people: number;
  /** Samples that at least two people labelled. */
  samples: number;
  alpha: Estimate | null;
}

export interface ConfusionMatrix {
  truePositive: number;
  falsePositive: number;
  trueNegative: number;
  falseNegative: number;
}

export interface CalibrationQuality {
  /** Expected calibration error, 10 bins. */
  ece: number;
  brier: number;
}

export interface CalibrationCurve {
  /** Chosen by its Brier score on held-out folds; `identity` takes the value as it is. */
  method: 'identity' | 'platt' | 'beta' | 'isotonic';
  before: CalibrationQuality;
  /** On held-out folds. */
  after: CalibrationQuality;
  /** The probability that people pass a sample, by the value that the judge gave. */
  points: CurvePoint[];
  /** Labels by the value that the judge gave. */
  bins: { low: number; high: number; n: number; value: number; passed: number }[];
}

export interface CurvePoint {
  value: number;
  probability: number;
  low: number;
  high: number;
}

export type SliceKind = 'length' | 'language' | 'family' | 'position' | 'tag';

/** How the judge does on a part of the samples; intervals are corrected for the number of slices. */
export interface CalibrationSlice {
  by: SliceKind;
  slice: string;
  n: number;
  agreement: Estimate;
  /** Share of passes by the judge minus that by people. */
  bias: Estimate;
  /** Whether the bias differs from that of the other samples, beyond chance. */
  isDifferent: boolean;
}

/** The confidence from which the judge's verdicts carry the guarantee that was asked for. */
export interface CalibrationGuarantee {
  risk: number;
  confidence: number;
  /** null: abstain always. */
  threshold: number | null;
  /** Share of samples that are not abstained from. */
  coverage: number;
  /** Labels at or above the threshold, and the wrong verdicts among them. */
  n: number;
  wrong: number;
  /** Labels that were drawn to count alike, and can carry a guarantee. */
  tested: number;
  /** Labels that are needed above a threshold if the judge makes no error there. */
  needed: number;
}

export interface CalibrationWidth {
  /** Width of the interval of the agreement now. */
  now: number;
  asked: number;
  /** How many more labels make it that narrow, if the agreement stays as it is. */
  more: number;
}

export interface CalibrationDisagreement {
  index: number;
  sampleId: string | null;
  /** What people said, and the judge, from 0 to 1. */
  people: number;
  judge: number;
  reason: string;
}

export interface CalibrationRemark {
  code: string;
  message: string;
}

/** What labels tell of a judge. */
export interface CalibrationReport {
  counts: CalibrationCounts;
  errors: { code: string; count: number }[];
  versions: (CalibratedJudge & { labels: number })[];
  /** null if no label could be used. */
  agreement: AgreementEstimates | null;
  people: PeopleAgreement | null;
  confusion: ConfusionMatrix;
  sensitivity: Estimate | null;
  specificity: Estimate | null;
  passRate: { people: Estimate; judge: Estimate } | null;
  curve: CalibrationCurve | null;
  slices: CalibrationSlice[];
  guarantee: CalibrationGuarantee;
  width: CalibrationWidth | null;
  disagreements: CalibrationDisagreement[];
  /** What to mind, and what to do about it. */
  remarks: CalibrationRemark[];
}
