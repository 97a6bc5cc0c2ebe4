import type { CorpusScore, CorrectedStatistics, Estimate, GateOutcome } from './batch.ts';

/** Comparison of two batches, sample by sample; a difference is batch minus base. */
export interface BatchComparison {
  batch: string;
  base: string;
  pairs: number;
  unpaired: number;
  /** Pairs whose input or expected answer differs from the base. */
  changed: number;
  gate: Gate;
  regressions: Regression[];
  scorers: ScorerComparison[];
}

export interface Gate {
  outcome: GateOutcome;
  passed: boolean;
  failures: string[];
}

export interface ScorerComparison {
  name: string;
  pairs: number;
  mean: Difference | null;
  passRate: Difference | null;
  mcnemar: Mcnemar | null;
  wins: number;
  losses: number;
  ties: number;
  lost: number;
  /** The metric of all pairs together. Only of `bleu`, `chrf` and `ter`, where both batches counted. */
  corpus?: CorpusDifference;
  /** The differences by the weights of a data set; only where it has some. */
  weighted?: { mean: Estimate | null; passRate: Estimate | null };
  /** Only of judges that were calibrated. */
  corrected?: {
    batch: CorrectedStatistics | null;
    base: CorrectedStatistics | null;
    difference: CorrectedDifference;
  };
}

/** By how much people would say that two batches differ. */
export interface CorrectedDifference {
  question: string | null;
  /** Samples that are labelled in both batches. */
  labels: number;
  mean: DifferenceEstimate | null;
  passRate: DifferenceEstimate | null;
  /** Why an estimate is missing. */
  reasons: DifferenceRefusal[];
}

export interface DifferenceEstimate extends Estimate {
  method: 'prediction_powered' | 'labels_alone' | 'rogan_gladen';
}

export interface DifferenceRefusal {
  of: 'mean' | 'passRate';
  code:
    | 'labels_missing'
    | 'too_few_labels'
    | 'too_many_labels'
    | 'unequal_weights'
    | 'calibration_missing'
    | 'calibration_stale'
    | 'no_labels_of_one_kind'
    | 'judge_too_uncertain'
    | 'too_few_errors'
    | 'no_pairs';
  detail: string;
}

export interface CorpusDifference {
  batch: CorpusScore;
  base: CorpusScore;
  /** Batch less base. */
  difference: CorpusScore;
}

export interface Difference {
  batch: number;
  base: number;
  difference: Estimate;
  resamples: number;
}

export interface Mcnemar {
  onlyBatchPassed: number;
  onlyBasePassed: number;
  exactP: number;
  midP: number;
}

export interface Regression {
  sampleId: string;
  scorer: string;
  batch: number | null;
  base: number | null;
  batchPassed: boolean | null;
  basePassed: boolean | null;
}
