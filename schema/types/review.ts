import type { LabelSpan, LabelTarget, LabelTargetInput, LabelValue } from './label.ts';
import type { Question } from './question.ts';
import type { Sample } from './sample.ts';
import type { Evidence } from './score.ts';

/** Stored verdicts that match all filters. */
export interface VerdictSource {
  verdicts: {
    from?: string;
    to?: string;
    passed?: boolean | null;
    scorer?: string;
    failed?: string;
    errored?: string;
    tags?: string[];
    metadata?: { [key: string]: string };
  };
}

/** The samples of a batch that have a result. */
export interface BatchSource {
  batchId: string;
  status?: 'passed' | 'failed' | 'abstained' | 'error';
}

/** The items of a version of a data set. */
export interface DatasetSource {
  /** `name@version`. */
  dataset: string;
  split?: string;
}

export interface ListedSource {
  targets: LabelTargetInput[];
}

/** Where the items of a queue come from. */
export type QueueSource = VerdictSource | BatchSource | DatasetSource | ListedSource;

/** All of the source, in its order. */
export interface AllSampling {
  method: 'all';
}

/** So many at random, each with the same probability. */
export interface RandomSampling {
  method: 'random';
  size: number;
}

/** So many at random from each stratum. */
export interface StratifiedSampling {
  method: 'stratified';
  size: number;
  /** What tells the strata apart; `score` needs `scorer`. */
  by: 'passed' | 'score' | 'tag' | 'split';
  /** The score whose fifths are the strata. */
  scorer?: string;
  /** `proportional` (the default) to the strata, or `equal` for all. */
  allocation?: 'proportional' | 'equal';
}

/** Those that a judge was least sure of. For discovery: they enter no estimate. */
export interface UncertainSampling {
  method: 'uncertain';
  size: number;
  /** The score that counts. Defaults to the least sure one of each verdict. */
  scorer?: string;
}

/** Those on which judges differ most. For discovery: they enter no estimate. */
export interface DisagreementSampling {
  method: 'disagreement';
  size: number;
  /** The scores to compare. Defaults to those of all judges, and the votes within each. */
  scorers?: string[];
}

export type Sampling =
  | AllSampling
  | RandomSampling
  | StratifiedSampling
  | UncertainSampling
  | DisagreementSampling;

export interface ReviewQueueInput {
  name: string;
  description?: string;
  /** `name` for the newest version, or `name@version`. */
  question: string;
  source: QueueSource;
  sampling: Sampling;
  /** People who review each item. Defaults to 1. */
  reviewsPerItem?: number;
  /** Hides the judge’s answer until the reviewer has submitted. Defaults to true. */
  blind?: boolean;
  /** The score that is shown as suggestion. Defaults to the scorer that the question was made from. */
  suggestion?: string;
  /** Seconds for which an item is kept for a reviewer. Defaults to 900. */
  leaseSeconds?: number;
}

export interface ReviewQueue {
  name: string;
  description: string;
  question: Question;
  source: QueueSource;
  sampling: Sampling;
  reviewsPerItem: number;
  blind: boolean;
  suggestion: string | null;
  leaseSeconds: number;
  status: 'open' | 'closed';
  /** How many there were to draw from. */
  population: number;
  /** Whether labels of its items may enter estimates. */
  isEstimable: boolean;
  createdAt: string;
}

/** How far a queue has come. */
export interface QueueProgress {
  items: number;
  /** Items with all their reviews. */
  done: number;
  /** Items on which people differ, and nobody has decided. */
  disputed: number;
  adjudicated: number;
  reviews: { wanted: number; submitted: number; skipped: number };
  reviewers: ReviewerProgress[];
}

export interface ReviewerProgress {
  reviewer: string;
  submitted: number;
  skipped: number;
  /** Mean seconds from opening an item to submitting it; null before the first. */
  secondsPerItem: number | null;
  lastAt: string | null;
}

export interface ReviewQueueReport extends ReviewQueue {
  progress: QueueProgress;
}

/** A queue as its reviewer sees it. */
export interface AssignedQueue {
  name: string;
  description: string;
  question: Question;
  blind: boolean;
  status: 'open' | 'closed';
  reviewer: string;
  mayAdjudicate: boolean;
  progress: AssignedProgress;
}

/** How far a reviewer has come. */
export interface AssignedProgress {
  items: number;
  submitted: number;
  skipped: number;
  /** Items that the reviewer may still get. */
  left: number;
  secondsPerItem: number | null;
  /** Items that wait for a decision; 0 for reviewers who may not adjudicate. */
  disputed: number;
}

/** What a judge says, in the form of an answer. */
export interface Suggestion {
  scorer: string;
  value: LabelValue | null;
  reason: string;
  evidence: Evidence[];
}

export interface ReviewAnswer {
  value: LabelValue;
  comment?: string;
  spans?: LabelSpan[];
}

export interface ReviewDraft {
  value?: LabelValue;
  comment?: string;
  spans?: LabelSpan[];
}

/** An item that a reviewer holds, or has submitted. */
export interface ReviewTask {
  item: number;
  target: LabelTarget;
  sample: Sample;
  status: 'leased' | 'draft' | 'submitted' | 'skipped';
  /** When the item may go to somebody else; null once it is submitted. */
  leaseUntil: string | null;
  /** What the reviewer has said so far. */
  answer: ReviewDraft;
  /** null if there is none, or while the queue hides it. */
  suggestion: Suggestion | null;
}

export interface ReviewClaim {
  /** The item to go back to. The next one if omitted. */
  item?: number;
}

export interface ClaimedReview {
  /** null when there is nothing left for this reviewer now. */
  task: ReviewTask | null;
  progress: AssignedProgress;
}

export interface SubmittedReview {
  item: number;
  status: 'submitted' | 'skipped' | 'draft';
  progress: AssignedProgress;
}

/** An item on which people differ. */
export interface DisputedItem {
  item: number;
  target: LabelTarget;
  answers: { by: string; value: LabelValue; comment: string | null }[];
}

/** Disputed items with their samples, for those who decide. */
export interface Dispute extends DisputedItem {
  sample: Sample | null;
  suggestion: Suggestion | null;
}

/** A share or coefficient with its interval. */
export interface AgreementEstimate {
  value: number;
  low: number;
  high: number;
}

/** How far people agree. */
export interface AgreementFigures {
  /** Items with at least two reviews. */
  items: number;
  /** null where no item has two reviews. */
  raw: AgreementEstimate | null;
  /** Cohen’s kappa; of two people only, and null where it is not defined. */
  kappa: AgreementEstimate | null;
  /** The weights of `kappa`: `quadratic` for levels. */
  weights: 'nominal' | 'quadratic';
  /** Gwet’s AC1. */
  ac1: AgreementEstimate | null;
  /** Krippendorff’s alpha, ordinal for levels. */
  alpha: AgreementEstimate | null;
}

export interface PairAgreement extends AgreementFigures {
  reviewers: [string, string];
}

/** How one person compares with the final values. */
export interface ReviewerAgreement {
  reviewer: string;
  reviews: number;
  /** With the final value, over items that somebody else labelled too. */
  withFinal: AgreementEstimate | null;
  items: number;
}

export interface AgreementReport {
  question: string;
  queue: string | null;
  /** Targets with a label. */
  targets: number;
  overall: AgreementFigures;
  pairs: PairAgreement[];
  reviewers: ReviewerAgreement[];
  /** Targets on which people differ, at most 100. */
  disagreements: Disagreement[];
}

export interface Disagreement {
  target: LabelTarget;
  values: { [reviewer: string]: LabelValue };
  /** null where nobody has decided, and there is no majority. */
  final: LabelValue | null;
}
