import type { Estimate } from './batch.ts';
import type { LabelSource } from './calibration.ts';
import type { CalibrationRemark } from './calibration-report.ts';
import type { CustomScorerVersionInput } from './custom-scorer.ts';

/** How a custom judge is to be improved from labels. */
export interface AlignInput extends LabelSource {
  /** Folds of the cross-validation. Defaults to 4. */
  folds?: number;
  /** Few-shot examples to choose from the labels, at most. Defaults to 4; 0 tries none. */
  examples?: number;
  /** Whether a model rewrites the criteria from the disagreements. Defaults to true. */
  rewrite?: boolean;
}

export type CandidateKind = 'examples' | 'criterion' | 'criterion-and-examples';

/** A changed definition, measured on labels that it was not made from. */
export interface AlignmentCandidate {
  kind: CandidateKind;
  /** Labels that it and the present version have both judged. */
  n: number;
  /** Labels that it could not judge. */
  errors: number;
  agreement: Estimate;
  /** Its agreement minus that of the present version; the interval is corrected for the candidates. */
  gain: Estimate;
}

export interface AlignmentResult {
  /** Agreement of the present version, over the labels that were tried. */
  baseline: Estimate | null;
  n: number;
  candidates: AlignmentCandidate[];
  /** The candidate with a gain beyond chance that is largest; null if there is none. */
  best: CandidateKind | null;
  /** A version to add with POST /v1/scorers/{name}/versions; null without a gain. */
  proposal: CustomScorerVersionInput | null;
  remarks: CalibrationRemark[];
}

/** An attempt to improve a custom judge from labels. */
export interface Alignment {
  id: string;
  status: 'running' | 'completed' | 'failed';
  scorer: string;
  version: number;
  /** The calibration of the present version, which has the baseline. */
  calibration: string;
  progress: { total: number; done: number };
  result: AlignmentResult | null;
  error: { code: string; message: string } | null;
  createdAt: string;
  endedAt: string | null;
}
