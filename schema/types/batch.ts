import type { Keep } from './data-settings.ts';
import type { DatasetSelection, SelectedDataset } from './dataset-selection.ts';
import type { JudgeExchange } from './judge-exchange.ts';
import type { RedactionSettings } from './redaction.ts';
import type { Sample, TokenUsage } from './sample.ts';
import type { Policy, ScorerReference } from './scorer-reference.ts';
import type { SuiteIdentity, Verdict, VerdictMetadata } from './verdict.ts';

export type BatchStatus = 'open' | 'running' | 'completed' | 'cancelled';

export type BatchPriority = 'high' | 'normal' | 'low';

export interface BatchOptions {
  scorers?: ScorerReference[];
  suite?: string;
  policy?: Policy;
  /** Items of a data set, instead of samples. */
  dataset?: DatasetSelection;
  tags?: string[];
  metadata?: VerdictMetadata;
  priority?: BatchPriority;
  webhook?: WebhookTarget;
  onInvalid?: 'reject' | 'skip';
  keep?: Keep;
  redact?: RedactionSettings;
  open?: boolean;
}

export interface BatchInput extends BatchOptions {
  samples?: Sample[];
}

export interface BatchAppend {
  samples: Sample[];
  onInvalid?: 'reject' | 'skip';
}

export interface WebhookTarget {
  url: string;
}

/** Many samples that are scored through the queue. */
export interface Batch {
  id: string;
  status: BatchStatus;
  scorers: ScorerReference[];
  suite: SuiteIdentity | null;
  dataset: SelectedDataset | null;
  policy: Policy;
  keep: Exclude<Keep, 'nothing'>;
  priority: BatchPriority;
  tags: string[];
  metadata: VerdictMetadata;
  webhook: WebhookTarget | null;
  counts: BatchCounts;
  invalid: InvalidLines;
  usage: TokenUsage;
  costUsd: number;
  samplesPerSecond: number | null;
  createdAt: string;
  startedAt: string | null;
  estimatedEndAt: string | null;
  endedAt: string | null;
  gate: BatchGate | null;
}

/** A batch with the statistics of its scorers. */
export interface BatchReport extends Batch {
  statistics: ScorerStatistics[];
}

export interface BatchCounts {
  total: number;
  pending: number;
  scored: number;
  passed: number;
  failed: number;
  abstained: number;
  error: number;
}

export interface InvalidLines {
  count: number;
  first: InvalidLine[];
}

export interface InvalidLine {
  line: number;
  message: string;
}

export interface Estimate {
  value: number;
  low: number;
  high: number;
}

export interface ScorerStatistics {
  name: string;
  scored: number;
  abstained: number;
  skipped: number;
  error: number;
  mean: Estimate | null;
  passRate: Estimate | null;
  quantiles: { p: number; estimate: Estimate }[];
  /** The metric of all scored samples together. Only of `bleu`, `chrf` and `ter`. */
  corpus?: CorpusScore;
  /** Only of batches of a data set with weights. */
  weighted?: WeightedStatistics;
  /** Only of judges that were calibrated. */
  corrected?: CorrectedStatistics;
}

/** Statistics in which each sample counts for the weight of its item. */
export interface WeightedStatistics {
  mean: Estimate | null;
  passRate: Estimate | null;
  /** How many samples of equal weight would be as certain. */
  effective: number;
}

/** An estimate that labels of people correct. */
export interface CorrectedEstimate extends Estimate {
  /** PPI++ for means, Rogan and Gladen for pass rates. */
  method: 'prediction_powered' | 'labels_alone' | 'rogan_gladen';
}

/** What people would say of a batch that only a calibrated judge has seen. */
export interface CorrectedStatistics {
  calibration: string;
  /** Labels that correct it. */
  labels: number;
  mean: CorrectedEstimate | null;
  passRate: CorrectedEstimate | null;
  /** Why one of them is missing. */
  reasons: string[];
}

/** A metric of many samples together, which is not the mean of theirs. */
export interface CorpusScore {
  /** 0 (worst) to 1 (best). */
  value: number;
  /** On the metric's own scale. */
  raw: number;
}

export type ItemStatus = 'pending' | 'passed' | 'failed' | 'abstained' | 'error';

/** The result of one sample of a batch. */
export interface BatchItem {
  index: number;
  sampleId: string | null;
  status: ItemStatus;
  attempts: number;
  verdict: Verdict | null;
  error: ItemError | null;
  /** The sample, if requested with `include` and still kept. */
  sample?: Sample;
  /** What judges were asked and answered, if kept. */
  exchanges?: JudgeExchange[];
}

export interface ItemError {
  code: string;
  message: string;
}

export type GateOutcome = 'passed' | 'failed' | 'undecided';

/** The last outcome of the batch’s gate. */
export interface BatchGate {
  outcome: GateOutcome;
  base: string | null;
  at: string;
}
