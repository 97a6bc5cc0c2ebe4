import type { Estimate, WebhookTarget } from './batch.ts';
import type { Keep } from './data-settings.ts';
import type { DatasetSelection } from './dataset-selection.ts';
import type {
  ExperimentCounts,
  ExperimentEstimate,
  ExperimentMessage,
  ExperimentStatus,
  ExperimentTarget,
} from './experiment.ts';
import type { JsonObject } from './json.ts';
import type { RedactionSettings } from './redaction.ts';
import type { Sample } from './sample.ts';
import type { Policy, ScorerReference } from './scorer-reference.ts';
import type { VerdictMetadata } from './verdict.ts';

/** What a probe varies, while all else stays the same. */
export type ProbeKind =
  | 'consistency'
  | 'phrasing'
  | 'position'
  | 'counterfactual'
  | 'order'
  | 'distraction'
  | 'drift';

/** Words of your own that differ between groups: those at one position of each group replace each other. */
export interface ProbeTerms {
  dimension: string;
  groups: Record<string, string[]>;
}

export interface ProbeInput {
  kind: ProbeKind;
  /** What it is called in lists. */
  name?: string;
  /** What is probed. A `drift` probe asks that of the earlier one if this is omitted. */
  target?: ExperimentTarget;
  /** A template of what the user says. */
  prompt?: string;
  /** Templates of messages, instead of `prompt`. Without either the sample is sent as it is. */
  messages?: ExperimentMessage[];
  parameters?: JsonObject;
  variables?: Record<string, string>;
  samples?: Sample[];
  dataset?: DatasetSelection;
  /** Answers to each variant of each sample. Defaults to 5 for `consistency`, 3 for `drift`, else 1. */
  repeats?: number;
  scorers?: ScorerReference[];
  suite?: string;
  policy?: Policy;
  /**
   * Of `consistency` probes: the scorer that compares two answers; those that pass mean the same. Defaults
   * to `embedding-similarity` if an embedding model is configured.
   */
  agreement?: ScorerReference;
  /** Decides what is changed. Defaults to 0. */
  seed?: number;
  /** Differences up to this do not matter, from 0 to 1. Defaults to 0.05. */
  margin?: number;
  /** Words and phrases that no variant changes, beside those of `expected`. */
  fixed?: string[];
  /** ISO 639-1 of the questions. Detected if omitted. */
  language?: string;
  phrasing?: ProbePhrasing;
  position?: ProbePosition;
  counterfactual?: ProbeCounterfactual;
  order?: { orders?: number };
  distraction?: ProbeDistraction;
  drift?: { since: string };
  maxCostUsd?: number;
  concurrency?: number;
  tags?: string[];
  metadata?: VerdictMetadata;
  webhook?: WebhookTarget;
  keep?: Keep;
  redact?: RedactionSettings;
}

export interface ProbePhrasing {
  rewordings?: string[];
  /** Paraphrases that a model writes of each question; those that mean something else are dropped. */
  paraphrases?: number;
  /** The model that writes and checks them. Defaults to that of judges. */
  model?: string;
}

export interface ProbePosition {
  /** Passages in all. Defaults to 5, 10 and 20. */
  lengths?: number[];
  /** From 0 (first) to 1 (last). Defaults to 0, 0.25, 0.5, 0.75 and 1. */
  depths?: number[];
  distractors?: string[];
}

export interface ProbeCounterfactual {
  dimensions?: string[];
  terms?: ProbeTerms[];
}

export interface ProbeDistraction {
  /** Passages that are added. Defaults to 1, 3 and 10. */
  amounts?: number[];
  distractors?: string[];
}

/** A probe: an experiment whose samples are variants of yours. */
export interface Probe {
  /** Also its id as an experiment. */
  id: string;
  kind: ProbeKind;
  name: string | null;
  status: ExperimentStatus;
  target: ExperimentTarget;
  seed: number;
  margin: number;
  repeats: number;
  /** The probe that a `drift` probe compares with. */
  since: string | null;
  /** Samples it was given, and of those the ones with variants. */
  samples: number;
  probed: number;
  variants: ProbeVariantCount[];
  skipped: ProbeSkipped[];
  counts: ExperimentCounts;
  costUsd: number | null;
  scoringCostUsd: number;
  maxCostUsd: number | null;
  tags: string[];
  createdAt: string;
  endedAt: string | null;
}

/** What a probe would make and cost. */
export interface ProbeEstimate {
  kind: ProbeKind;
  samples: number;
  probed: number;
  variants: ProbeVariantCount[];
  skipped: ProbeSkipped[];
  /** Some of the variants, with what was changed. */
  shown: ProbeMade[];
  estimate: ExperimentEstimate;
}

export interface ProbeVariantCount {
  variant: string;
  samples: number;
}

/** Samples of which a variant was not made, and why. */
export interface ProbeSkipped {
  variant: string;
  reason: string;
  samples: number;
}

/** One change of one field of a sample; offsets are UTF-16 units of the field before it. */
export interface ProbeEdit {
  /** JSON pointer of the field, such as `/input`. */
  pointer: string;
  start: number;
  end: number;
  before: string;
  after: string;
}

/** A sample as the probe changed it. */
export interface ProbeMade {
  /** Id of the original, or its position from 1. */
  of: string;
  variant: string;
  /** What is asked now. */
  asked: string | null;
  /** The first changes; a control has none. */
  edits: ProbeEdit[];
  /** How many changes there are in all. */
  edited: number;
}

/**
 * `affected`: a difference that is not chance. `steady`: any is within the margin. `undecided`: there
 * are too few answers to say. `not_run`: nothing was compared.
 */
export type ProbeOutcome = 'affected' | 'steady' | 'undecided' | 'not_run';

export interface ProbeReport {
  id: string;
  kind: ProbeKind;
  name: string | null;
  status: ExperimentStatus;
  seed: number;
  createdAt: string;
  /** The score it is about; null for the verdict. */
  scorer: string | null;
  margin: number;
  outcome: ProbeOutcome;
  /** What was found and what to do about it. */
  line: string;
  /** Samples with scored answers, such answers, and answers without a score. */
  samples: number;
  answers: number;
  errors: number;
  variants: ProbeVariantResult[];
  differences: ProbeDifference[];
  sensitivity: ProbeSensitivity | null;
  consistency: ProbeConsistency | null;
  curves: ProbeCurve[];
  drift: ProbeDrift | null;
  /** The samples with the largest differences. */
  shown: ProbeShown[];
  skipped: ProbeSkipped[];
  notes: string[];
}

export interface ProbeVariantResult {
  variant: string;
  samples: number;
  mean: Estimate | null;
  /** Share of answers that refuse; null unless it is looked for. */
  refused: Estimate | null;
}

/** The first variant less the second, over samples that have both. */
export interface ProbeDifference {
  first: string;
  second: string;
  measure: 'score' | 'refused';
  samples: number;
  /** The intervals of all differences of one measure hold together. */
  difference: Estimate;
  /** Of so large a difference if there were none, corrected for their number. */
  probability: number;
  outcome: Exclude<ProbeOutcome, 'not_run'>;
}

export interface ProbeSensitivity {
  /** Mean distance of the scores of two wordings (ProSA). */
  wordings: Estimate;
  /** The same of two answers to one wording; null without repeats. */
  repeats: Estimate | null;
}

export interface ProbeConsistency {
  repeats: number;
  mean: Estimate;
  /** Share of samples whose answers all passed or all failed. */
  sameVerdict: Estimate;
  /** That two answers to a sample are the same text, to the last sign. */
  sameAnswer: Estimate | null;
  /** Share of samples whose answers are all the same text. */
  sameText: Estimate | null;
  sameMeaning: ProbeMeaning;
  /** Mean of the best and of the worst answer to each sample. */
  best: Estimate;
  worst: Estimate;
  /** That all of `k` answers pass. */
  passHat: { k: number; value: Estimate }[];
}

/** How many samples have answers that all mean the same. */
export interface ProbeMeaning {
  /** `not_run`: there was nothing to decide it by, or it failed. Nothing is known of meaning then. */
  status: 'compared' | 'not_run';
  /** How meaning was decided, or why it was not. */
  how: string;
  /** Share of samples whose answers all mean the same as the first one. */
  share: Estimate | null;
  /** Samples of which all answers were compared. */
  samples: number;
  /** Samples of which some could not be compared: they are not in `share`. */
  unknown: number;
}

export interface ProbeCurve {
  /** Passages in all. */
  length: number;
  /** The intervals of all points hold together. */
  points: { depth: number; samples: number; mean: Estimate }[];
  /** The mean over inner depths less that over both ends. */
  middle: {
    samples: number;
    difference: Estimate;
    probability: number;
    outcome: Exclude<ProbeOutcome, 'not_run'>;
  } | null;
}

export interface ProbeDrift {
  /** The probe that is compared with. */
  since: string;
  /** Now less then. */
  score: ProbeDifference | null;
  /** Samples whose most frequent answers differ, of those that both runs have. */
  changed: Estimate | null;
  /** Whether the answers of both runs could be exchanged; null without repeats. */
  exchangeability: {
    /** How much more alike answers of one run are than those of both. */
    statistic: number;
    probability: number;
    /** Samples that say something of it. */
    informative: number;
  } | null;
}

export interface ProbeShown {
  /** Id of the original, or its position. */
  sample: string;
  first: ProbeShownAnswer;
  second: ProbeShownAnswer;
  difference: number;
}

export interface ProbeShownAnswer {
  variant: string;
  /** The beginning of what was asked; null if it is not kept. */
  asked: string | null;
  /** The beginning of what was answered. */
  output: string | null;
  value: number | null;
  refused: boolean | null;
  edits: ProbeEdit[];
}

export interface ProbeReportFilter {
  /** Name of a score. Defaults to the verdict. */
  scorer?: string;
}

export interface ProbeFilter {
  kind?: ProbeKind;
  tag?: string;
  limit?: number;
  cursor?: string;
}

/** What is known of an application's behaviour, from the newest probe of each kind that has a result. */
export interface ModelCard {
  /** The target that it is about, as probes name it; null for all of the project. */
  target: string | null;
  createdAt: string;
  /** The newest consistency probe. */
  performance: ModelCardEntry;
  sensitivity: ModelCardEntry;
  position: ModelCardEntry;
  order: ModelCardEntry;
  distraction: ModelCardEntry;
  bias: ModelCardEntry;
  drift: ModelCardEntry;
  cost: ModelCardCost;
  /** Kinds of probes that were never run, or of which none has been scored. */
  notRun: ProbeKind[];
}

/** One kind of probe in a model card. */
export interface ModelCardEntry {
  outcome: ProbeOutcome;
  /** What was found and what to do about it. */
  line: string;
  /** Of the probe; null if none has been run. */
  probe: ModelCardProbe | null;
  samples: number;
  answers: number;
  errors: number;
  /** The numbers it rests on. */
  numbers: ModelCardNumber[];
}

export interface ModelCardProbe {
  id: string;
  /** Path of its page in the dashboard. */
  page: string;
  /** The whole link to that page; null where `dashboardUrl` of the alert settings is not set. */
  url: string | null;
  name: string | null;
  target: string;
  seed: number;
  createdAt: string;
}

export interface ModelCardNumber {
  name: string;
  estimate: Estimate;
}

/** What answers of those probes cost. */
export interface ModelCardCost {
  answers: number;
  /** US dollars; null if a model has no known price. */
  totalUsd: number | null;
  perAnswerUsd: number | null;
}

export interface ModelCardFilter {
  /** Only probes of this target, such as `openai/gpt-5-mini`, a pipeline or the URL of an endpoint. */
  target?: string;
}
