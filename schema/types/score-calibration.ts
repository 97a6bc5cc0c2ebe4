/** What is known of the judge of a score. */
export interface ScoreCalibration {
  id: string;
  /** The probability that people pass the sample; null if there were too few labels to tell. */
  probability: number | null;
  low: number | null;
  high: number | null;
  /** Whether another version of the model was calibrated than the one that judged. */
  isStale: boolean;
}

/** What a judge must have to decide a verdict. */
export interface RequireCalibration {
  maxAgeDays?: number;
  /** Minimum agreement with people: the lower end of its interval must reach it. */
  minAgreement?: number;
}

export type CalibrationFault =
  | 'calibration_missing'
  | 'calibration_stale'
  | 'calibration_expired'
  | 'calibration_too_low';

/** A score whose judge does not meet `requireCalibration`. */
export interface UncalibratedScore {
  name: string;
  code: CalibrationFault;
  message: string;
}
