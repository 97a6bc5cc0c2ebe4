import type { Estimate } from './batch.ts';
import type { CalibratedJudge, CalibrationReport } from './calibration-report.ts';
import type { PageQuery } from './page.ts';
import type { Sample } from './sample.ts';
import type { ScorerReference, ScorerSettings } from './scorer-reference.ts';

/** What people said: whether it passes, or how good it is from 0 to 1. */
export type CalibrationValue = boolean | number;

/** What one person said of a sample. */
export interface PersonalLabel {
  by: string;
  value: CalibrationValue;
}

/** A sample with what people said of it. */
export interface CalibrationLabel {
  sample: Sample;
  /** The final label; the majority of `reviews` if omitted. */
  value?: CalibrationValue;
  /** What each person said, for the agreement among people. */
  reviews?: PersonalLabel[];
  /** What the label counts for in an estimate. Defaults to 1, or to 1 / `inclusionProbability`. */
  weight?: number;
  /** The probability with which the sample was drawn. */
  inclusionProbability?: number;
  /** Chosen, not drawn at random: it enters no estimate. */
  isChosen?: boolean;
  tags?: string[];
}

/** Where the labels of a calibration come from, and what is to be told of the judge. */
export interface LabelSource {
  /** Labels of your own, up to 1 MiB. */
  labels?: CalibrationLabel[];
  /** A data set as `name@3`, or `name` for its newest version. */
  dataset?: string;
  /** The question whose labels count, where a data set has labels of several. */
  question?: string;
  /** Grades from this on count as a pass. Defaults to the threshold of the scorer, or 0.5. */
  passAt?: number;
}

/** What a calibration is asked to find out. */
export interface CalibrationTerms {
  /** Allowed share of wrong verdicts among those that the judge does not abstain from. */
  risk: number;
  /** Probability with which the guarantee holds. */
  confidence: number;
  /** Width of the interval for which the number of labels is computed. */
  width: number;
}

export interface CalibrationInput extends LabelSource, Partial<CalibrationTerms> {
  scorer: ScorerReference;
  /** Calls the judge again instead of reading its cached answers. */
  refresh?: boolean;
}

export type CalibrationStatus = 'running' | 'completed' | 'failed';

/** A calibration without its report. */
export interface CalibrationHead {
  id: string;
  status: CalibrationStatus;
  scorer: ScorerSettings;
  name: string;
  fingerprint: string;
  /** Empty until it has completed. */
  judges: CalibratedJudge[];
  dataset: string | null;
  question: string | null;
  /** Labels that are scored. */
  n: number;
  terms: CalibrationTerms;
  passAt: number;
  /** The batch that scores them. */
  batch: string;
  /** Agreement of the judge with people; null until it has completed, or if nothing could be told. */
  agreement: Estimate | null;
  error: { code: string; message: string } | null;
  createdAt: string;
  endedAt: string | null;
}

export interface Calibration extends CalibrationHead {
  progress: { total: number; done: number; errors: number };
  report: CalibrationReport | null;
}

export interface CalibrationFilter extends PageQuery {
  /** Of this scorer, by the name that the calibration was made with. */
  scorer?: string;
  status?: CalibrationStatus;
  fingerprint?: string;
}
