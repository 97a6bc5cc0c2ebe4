import type { SelectedDataset } from './dataset-selection.ts';
import type { JsonObject, JsonValue } from './json.ts';
import type { JudgeExchange } from './judge-exchange.ts';
import type { Sample, TokenUsage } from './sample.ts';
import type { ScorerKind } from './score.ts';
import type { ScoreCalibration } from './score-calibration.ts';
import type { ScorerSettings } from './scorer-reference.ts';
import type { Decision, SuiteIdentity, Verdict } from './verdict.ts';

/** All that decides a scorer's scores. */
export interface ScorerDefinition {
  version: number;
  settings: ScorerSettings;
  /**
   * What its fingerprint is the hash of, and what the fingerprints in it are hashes of; not there in
   * definitions of older releases.
   */
  fingerprinted?: JsonObject[] | undefined;
}

/** Whether a definition is what a fingerprint was made from; unknown for those of older releases. */
export type DefinitionProof = 'proven' | 'altered' | 'unknown';

/** A model that was asked for a score. */
export interface ModelLineage {
  model: string;
  modelVersion: string | null;
  counted: boolean;
  cached: boolean;
  usage: TokenUsage;
  costUsd: number;
  latencyMs: number;
}

/** How one score came about. */
export interface ScoreLineage {
  name: string;
  scorer: string;
  version: number;
  kind: ScorerKind;
  fingerprint: string;
  definition: ScorerDefinition | null;
  /** Whether the fingerprint is that of the definition; null without one. */
  definitionProof: DefinitionProof | null;
  weight: number;
  required: boolean;
  models: ModelLineage[];
  cached: boolean;
  /** What was known of the judge when it judged; null where that is nothing. */
  calibration: ScoreCalibration | null;
  latencyMs: number;
}

/** The batch that a verdict is of. */
export interface BatchLineage {
  id: string;
  /** Place of the sample in it. */
  index: number;
  /** The items that the batch scores; null where it has samples of its own. */
  dataset: SelectedDataset | null;
  /** The entry of the log with the results that were written together; null until they have one. */
  results: string | null;
}

/** Everything that led to a verdict. */
export interface VerdictLineage {
  verdictId: string;
  createdAt: string;
  sample: { hash: string; isKept: boolean; value: Sample };
  scores: ScoreLineage[];
  exchanges: JudgeExchange[] | null;
  decision: Decision;
  suite: SuiteIdentity | null;
  batch: BatchLineage | null;
  generator: string | null;
  requestId: string;
  traceparent: string | null;
  release: string;
  latencyMs: number;
  costUsd: number;
}

export interface LineageQuery {
  format?: 'json' | 'prov';
}

/** A document of W3C PROV-JSON. */
export type ProvDocument = {
  prefix: { [name: string]: string };
  [part: string]: JsonObject;
};

/** A field that differs between a verdict and its replay. */
export interface ReplayDifference {
  pointer: string;
  before: JsonValue;
  after: JsonValue;
}

/** A score that could not be repeated as it was. */
export interface ReplayChange {
  name: string;
  reason:
    | 'definition_not_kept'
    | 'definition_altered'
    | 'scorer_removed'
    | 'scorer_changed'
    | 'model_changed';
  message: string;
}

/** A stored verdict beside the verdict that the same sample gets by the same definitions now. */
export interface Replay {
  isEqual: boolean;
  differences: ReplayDifference[];
  changes: ReplayChange[];
  releases: { before: string; after: string };
  verdict: Verdict;
}
