import type { Keep } from './data-settings.ts';
import type { Sample, TokenUsage } from './sample.ts';
import type { Score } from './score.ts';
import type { UncalibratedScore } from './score-calibration.ts';

/** How `passed` was decided. */
export interface Decision {
  rule: 'required' | 'weighted-mean';
  threshold: number | null;
  decidedBy: string[];
  undecidedBy: string[];
  /** Scores that the policy does not let decide; absent unless it has `requireCalibration`. */
  uncalibrated?: UncalibratedScore[];
  reason: string;
}

export interface Lineage {
  sampleHash: string;
  suite: SuiteIdentity | null;
  generator: string | null;
  requestId: string;
  assayVersion: string;
  traceparent?: string;
  /** The pipeline of the gateway that the answer came through. */
  pipeline?: PipelineIdentity;
  /** The guard policy that decided; its name and version are null if the request brought it. */
  policy?: { name: string | null; version: number | null; fingerprint: string };
  /** Ids of the detectors whose findings were replaced; absent if there were none. */
  redaction?: { stored: string[]; models: string[] };
  /** When it was imported: what it says is known from the export alone. */
  importedAt?: string;
}

export interface SuiteIdentity {
  name: string;
  version: number;
  fingerprint: string;
}

export interface PipelineIdentity {
  name: string;
  version: number;
  fingerprint: string;
}

export type StoreMode = 'now' | 'queued' | 'none';

/** The result for one sample. */
export interface Verdict {
  id: string;
  sampleId: string | null;
  passed: boolean | null;
  value: number | null;
  decision: Decision;
  scores: Score[];
  lineage: Lineage;
  stored: StoreMode;
  /** What is stored of it, where that is not `sample`. */
  kept?: Exclude<Keep, 'nothing' | 'sample'>;
  tags: string[];
  metadata: VerdictMetadata;
  usage: TokenUsage | null;
  costUsd: number;
  latencyMs: number;
  createdAt: string;
}

export type VerdictMetadata = { [key: string]: string | number | boolean };

/** A stored verdict with its sample. */
export interface StoredVerdict extends Verdict {
  sample: Sample;
}
