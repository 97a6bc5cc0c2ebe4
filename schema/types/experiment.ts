import type { BatchCounts, Estimate, WebhookTarget } from './batch.ts';
import type { Keep } from './data-settings.ts';
import type { DatasetSelection, SelectedDataset } from './dataset-selection.ts';
import type { JsonObject, JsonValue } from './json.ts';
import type { Message } from './message.ts';
import type { RedactionSettings } from './redaction.ts';
import type { Context, Sample, TokenUsage } from './sample.ts';
import type { Policy, ScorerReference } from './scorer-reference.ts';
import type { SuiteIdentity, Verdict, VerdictMetadata } from './verdict.ts';

/** `generating` asks the targets, `scoring` scores what they answered; the others have ended. */
export type ExperimentStatus = 'generating' | 'scoring' | 'completed' | 'cancelled';

/**
 * What answers: a model as `provider/model`, a Worker behind a service binding as `binding/NAME`, a
 * pipeline as `name` or `name@3`, or an endpoint of the user's own.
 */
export type ExperimentTarget = string | ExperimentEndpoint;

/** An HTTP endpoint of the user's own, with how a request is made and an answer is read. */
export interface ExperimentEndpoint {
  /** A public HTTPS URL. */
  url: string;
  /** Defaults to `POST`. */
  method?: 'POST' | 'PUT' | 'GET';
  /** Values are templates, in which `{{secrets.NAME}}` stands for a secret of the project. */
  headers?: Record<string, string>;
  /** JSON in which texts are templates. Defaults to `{ "input": "{{prompt}}" }`; `GET` sends none. */
  body?: JsonValue;
  /** How the answer is read. */
  response?: ExperimentResponse;
  /** Milliseconds to the end of an answer, up to 600,000. Defaults to 120,000. */
  timeoutMs?: number;
}

/** JSON pointers into an answer; an empty pointer is all of it. */
export interface ExperimentResponse {
  /**
   * `json`: one JSON value. `text`: the body is the output, also while it streams. `events`: server-sent
   * events, of which `output` points to the part of the text that each adds. Defaults to `json`.
   */
  format?: 'json' | 'text' | 'events';
  /** Pointer to the output. Defaults to `/output`. */
  output?: string;
  /** Pointer to the contexts that the answer was made from, a list of texts or objects with `text`. */
  contexts?: string;
  /** Pointer to the name of the model that answered. */
  model?: string;
  /** Pointer to the cost in US dollars. */
  costUsd?: string;
  /** Pointers to the tokens that were used. */
  inputTokens?: string;
  outputTokens?: string;
}

/** A prompt template, a target and parameters. */
export interface ExperimentVariant {
  /** Unique in the experiment. */
  name: string;
  target: ExperimentTarget;
  /** A template of what the user says. */
  prompt?: string;
  /** Templates of messages, instead of `prompt`. Without either the sample is sent as it is. */
  messages?: ExperimentMessage[];
  /** Fields of the request to a model, such as `temperature`. `"{{seed}}"` stands for the seed of the repeat. */
  parameters?: JsonObject;
  /** Values for templates, which precede those of the sample. */
  variables?: Record<string, string>;
  /** What this variant changes in samples. */
  changes?: ExperimentChange[];
  /** Your own keys and values, such as what a probe varied. They are returned as they came. */
  metadata?: VerdictMetadata;
}

export interface ExperimentMessage {
  role: 'system' | 'developer' | 'user' | 'assistant';
  /** A template. */
  content: string;
}

/** Fields that replace those of one sample, for one variant. */
export interface ExperimentChange {
  /** Id of the sample. */
  sample: string;
  input?: string;
  messages?: Message[];
  contexts?: (string | Context)[];
  expected?: JsonValue;
  /** Values for templates. */
  variables?: Record<string, string>;
}

export interface ExperimentRetry {
  /** Attempts at one answer, 1 to 10. Defaults to 4. */
  attempts?: number;
  /** The longest wait that `Retry-After` may ask for, in milliseconds. Defaults to 600,000. */
  maxWaitMs?: number;
}

/** Which variant to choose, by numbers. */
export interface ExperimentChoice {
  by: 'cheapest' | 'fastest' | 'best';
  /** How much lower than the best mean it may be, from 0 to 1. 0.02 is 2 points. Defaults to 0. */
  within?: number;
  /** Name of the score that decides. Defaults to the verdict: the share of answers that pass. */
  scorer?: string;
}

/** What a variant must reach; all variants if none is named. */
export interface ExperimentRequirement {
  variant?: string;
  /** Name of a score. Defaults to the verdict. */
  scorer?: string;
  /** Defaults to `mean`. */
  statistic?: 'mean' | 'best' | 'worst' | 'passHat' | 'agreement';
  /** From 0 to 1. */
  atLeast: number;
}

export interface ExperimentInput {
  /** What it is called in lists. */
  name?: string;
  variants: ExperimentVariant[];
  /** The samples, without outputs. An id is made for those that have none. */
  samples?: Sample[];
  /** Items of a data set, instead of samples. */
  dataset?: DatasetSelection;
  /** Answers per variant and sample. Defaults to 1. */
  repeats?: number;
  scorers?: ScorerReference[];
  suite?: string;
  policy?: Policy;
  /** A scorer that compares two answers: those that pass mean the same. */
  agreement?: ScorerReference;
  /** Orders the calls, and seeds each repeat. Defaults to 0. */
  seed?: number;
  /** Generation stops before it would cost more, in US dollars. */
  maxCostUsd?: number;
  /** Calls of one target at once, 1 to 64. Defaults to 4. */
  concurrency?: number;
  retry?: ExperimentRetry;
  /** In words, such as `cheapest variant not worse than the best by more than 2 points`, or by numbers. */
  choose?: string | ExperimentChoice;
  require?: ExperimentRequirement[];
  tags?: string[];
  metadata?: VerdictMetadata;
  webhook?: WebhookTarget;
  keep?: Keep;
  redact?: RedactionSettings;
}

/** Variants × samples × repeats, generated and scored. */
export interface Experiment {
  id: string;
  name: string | null;
  status: ExperimentStatus;
  variants: ExperimentVariant[];
  dataset: SelectedDataset | null;
  /** How many samples, and how often each variant answers each. */
  samples: number;
  repeats: number;
  scorers: ScorerReference[];
  suite: SuiteIdentity | null;
  seed: number;
  concurrency: number;
  maxCostUsd: number | null;
  choose: ExperimentChoice | null;
  counts: ExperimentCounts;
  /** Tokens of the answers. */
  usage: TokenUsage;
  /** Of the answers; null while it includes a model without a price. */
  costUsd: number | null;
  /** Of the scores. */
  scoringCostUsd: number;
  estimate: ExperimentEstimate;
  /** The batches that score its answers, one for each run. */
  batches: string[];
  tags: string[];
  metadata: VerdictMetadata;
  webhook: WebhookTarget | null;
  keep: Exclude<Keep, 'nothing'>;
  createdAt: string;
  endedAt: string | null;
}

export interface ExperimentCounts {
  /** total = pending + generated + error. */
  total: number;
  pending: number;
  generated: number;
  /** Cells without an answer. */
  error: number;
  /** Of the generated: see `BatchCounts`. */
  scoring: BatchCounts;
}

export interface ExperimentEstimate {
  /** Variants × samples × repeats. */
  cells: number;
  variants: ExperimentVariantEstimate[];
  /** Of all answers; null if a model has no known price. */
  costUsd: number | null;
  /** Calls that scoring makes at least. */
  judgeCalls: number;
  /** The least time, if each call takes a second. */
  seconds: number;
  notes: string[];
}

export interface ExperimentVariantEstimate {
  variant: string;
  calls: number;
  inputTokens: number;
  /** By `max_tokens` of the variant, or 500 an answer. */
  outputTokens: number;
  costUsd: number | null;
}

export type ExperimentCellStatus = 'pending' | 'generated' | 'error';

/** One answer of one variant to one sample. */
export interface ExperimentCell {
  /** Its place: (sample × variants + variant) × repeats + repeat. */
  index: number;
  variant: string;
  /** Id of the sample. */
  sampleId: string;
  repeat: number;
  status: ExperimentCellStatus;
  /** The sample with the answer, if asked for and kept. */
  sample: Sample | null;
  output: string | null;
  verdict: Verdict | null;
  /** Why there is no answer, or no verdict. */
  error: { code: string; message: string } | null;
  /** `provider/model` that answered. */
  model: string | null;
  attempts: number;
  costUsd: number | null;
  latencyMs: number | null;
  /** To the first part of the answer; null if it did not stream. */
  firstTokenMs: number | null;
  usage: TokenUsage | null;
}

/** One sample with what each variant made of it. */
export interface ExperimentRow {
  sample: number;
  sampleId: string;
  /** The beginning of what was asked. */
  input: string | null;
  cells: ExperimentRowCell[];
}

export interface ExperimentRowCell {
  variant: string;
  answered: number;
  scored: number;
  passed: number;
  error: number;
  /** Mean value of the verdicts, or of the score asked for. */
  value: number | null;
  /** The beginning of the first answer. */
  output: string | null;
}

/** What repeated answers of one variant scored by one scorer come to. */
export interface ExperimentScorerReport {
  /** Name of the score; null for the verdict. */
  scorer: string | null;
  scored: number;
  /** Samples with at least one score. */
  samples: number;
  abstained: number;
  skipped: number;
  error: number;
  mean: Estimate | null;
  passRate: Estimate | null;
  /** Mean over samples of the best, and of the worst, of their repeats. */
  best: Estimate | null;
  worst: Estimate | null;
  /** Mean over samples of the standard deviation of their repeats; null without repeats. */
  spread: number | null;
  /** For some `k` up to the number of repeats. */
  passAt: ExperimentPass[];
  /** Share of samples whose repeats all passed, or all failed; null without repeats. */
  agreement: Estimate | null;
}

export interface ExperimentPass {
  k: number;
  /** At least one of `k` answers passes. */
  any: Estimate;
  /** All of `k` answers pass. */
  all: Estimate;
}

export interface ExperimentDistribution {
  mean: number;
  p50: number;
  p95: number;
}

export interface ExperimentVariantReport {
  variant: string;
  cells: number;
  generated: number;
  error: number;
  /** How often each error occurred. */
  errors: { code: string; count: number }[];
  scorers: ExperimentScorerReport[];
  /** Share of samples whose repeats are the same text; null without repeats. */
  sameText: Estimate | null;
  /** Share of samples whose repeats mean the same; null without `agreement` or repeats. */
  sameMeaning: Estimate | null;
  /** US dollars an answer. */
  costUsd: ExperimentDistribution | null;
  latencyMs: ExperimentDistribution | null;
  firstTokenMs: ExperimentDistribution | null;
  totalCostUsd: number | null;
  usage: TokenUsage;
}

/** The first variant less the second, over the samples that both have. */
export interface ExperimentPair {
  scorer: string | null;
  first: string;
  second: string;
  samples: number;
  difference: Estimate;
  /** Of so large a difference if there were none. */
  p: number;
  /** Corrected for the number of pairs (Holm). */
  correctedP: number;
  outcome: 'first' | 'second' | 'undecided';
  /** More samples with which the difference would likely be found, if it is as large as it looks. */
  moreSamples: number | null;
}

export interface ExperimentChosen {
  rule: string;
  /** Null if no variant can be chosen. */
  variant: string | null;
  /** Whether the interval of the difference from the best is within the rule, too. */
  isCertain: boolean;
  /** One sentence with the reason. */
  reason: string;
}

export interface ExperimentRequirementResult extends ExperimentRequirement {
  variant: string;
  value: Estimate | null;
  outcome: 'passed' | 'failed' | 'undecided';
}

export interface ExperimentReport {
  id: string;
  name: string | null;
  status: ExperimentStatus;
  repeats: number;
  variants: ExperimentVariantReport[];
  pairs: ExperimentPair[];
  chosen: ExperimentChosen | null;
  requirements: ExperimentRequirementResult[];
  /** Of all requirements; null without any. */
  outcome: 'passed' | 'failed' | 'undecided' | null;
  /** What to know before trusting the numbers. */
  notes: string[];
}

/** A secret of the project, which only requests to its own endpoints carry. */
export interface ProjectSecret {
  name: string;
  /** Hosts that it may be sent to. */
  hosts: string[];
  createdAt: string;
  updatedAt: string;
}

export interface ExperimentFilter {
  status?: ExperimentStatus;
  tag?: string;
  limit?: number;
  cursor?: string;
}

export interface ExperimentCellFilter {
  variant?: string;
  sampleId?: string;
  status?: ExperimentCellStatus;
  include?: 'sample';
  limit?: number;
  cursor?: string;
}

export interface ExperimentRowFilter {
  scorer?: string;
  limit?: number;
  cursor?: string;
}

export interface ExperimentResume {
  /** Replaces the limit. */
  maxCostUsd?: number;
}

/** A secret to be saved. */
export interface SecretInput {
  value: string;
  /** Hosts that it may be sent to, such as `api.example.com`. */
  hosts: string[];
}
