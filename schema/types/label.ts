/** A stored verdict. */
export interface VerdictTarget {
  verdictId: string;
}

/** An item of a version of a data set. */
export interface DatasetItemTarget {
  /** `name@version`. */
  dataset: string;
  itemId: string;
}

/** A sample of a batch, by its place in the input from 0. */
export interface BatchSampleTarget {
  batchId: string;
  index: number;
}

/** A sample wherever it stands, by the `sampleHash` of a verdict's lineage. */
export interface SampleTarget {
  sampleHash: string;
}

/** What a label says something of. */
export type LabelTarget = VerdictTarget | DatasetItemTarget | BatchSampleTarget | SampleTarget;

/** A sample of a batch, by the id that it was given. */
export interface BatchSampleIdTarget {
  batchId: string;
  sampleId: string;
}

export type LabelTargetInput = LabelTarget | BatchSampleIdTarget;

/**
 * The answer to a question: a boolean (pass-fail), the number of a level (levels), a category or free
 * text, or `first`, `second` or `tie` (pairwise).
 */
export type LabelValue = boolean | number | string;

/** A passage of the sample that the label is about, in UTF-16 code units. */
export interface LabelSpan {
  /** JSON pointer into the sample, such as `/output`. */
  pointer: string;
  start: number;
  end: number;
  note?: string;
}

export type LabelOrigin = 'bulk' | 'review' | 'adjudication';

export interface LabelInput {
  /** `name` for the newest version, or `name@version`. */
  question?: string;
  target: LabelTargetInput;
  value: LabelValue;
  /** Who says so. */
  by?: string;
  comment?: string;
  spans?: LabelSpan[];
  /** The probability with which the target was drawn from all that an estimate is about. */
  inclusionProbability?: number;
}

export interface LabelsInput {
  /** The question of labels that name none. */
  question?: string;
  /** The person of labels that name none. */
  by?: string;
  labels: LabelInput[];
}

export interface Label {
  id: string;
  /** `name@version`. */
  question: string;
  target: LabelTarget;
  value: LabelValue;
  by: string;
  comment: string | null;
  spans: LabelSpan[];
  origin: LabelOrigin;
  /** The queue it was given in; null for bulk labels. */
  queue: string | null;
  inclusionProbability: number | null;
  /** Counts up from 1 when the same person corrects the label. */
  revision: number;
  createdAt: string;
}

/** The result of sending labels. */
export interface LabelsTaken {
  added: number;
  /** Labels that correct an earlier one of the same person. */
  corrected: number;
  /** Labels that were there already. */
  unchanged: number;
}

/** How the final value was found. */
export type FinalBasis = 'adjudicated' | 'majority' | 'single';

/** What people said of one target, and what follows. */
export interface TargetLabels {
  question: string;
  target: LabelTarget;
  /** null where people differ and nobody has decided. */
  value: LabelValue | null;
  basis: FinalBasis | null;
  /** Whether all who labelled it said the same. */
  isUnanimous: boolean;
  /** The newest label of each person, adjudications last. */
  labels: Label[];
  /**
   * What the target counts for in an estimate: 1 / inclusion probability, or 1 for bulk labels
   * without one. null for what was chosen, not drawn at random: it belongs in no estimate.
   */
  weight: number | null;
}
