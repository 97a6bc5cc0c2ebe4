import type { TokenUsage } from './sample.ts';
import type { ScoreCalibration } from './score-calibration.ts';

export type ScorerKind = 'code' | 'embedding' | 'judge';

/** Where in the sample a score found its reason. */
export interface Evidence {
  pointer?: string;
  start?: number;
  end?: number;
  text?: string;
  note?: string;
  /** What a detector found there. */
  kind?: string;
  /** How sure the detector is, from 0 to 1. */
  certainty?: number;
}

/** One answer of one judge. */
export interface Vote {
  model: string;
  modelVersion: string | null;
  value: number | null;
  reason: string;
  counted: boolean;
  usage: TokenUsage;
  usageEstimated?: boolean;
  costUsd: number;
  latencyMs: number;
  cached: boolean;
  error?: ScoreError;
}

/** What a judge's score contains in addition to its value. */
export interface JudgementDetails {
  confidence: number | null;
  agreement: number | null;
  votes: Vote[];
  warnings: string[];
}

interface ScoreBase extends Partial<JudgementDetails> {
  /** What is known of the judge; absent if it was never calibrated. */
  calibration?: ScoreCalibration;
  scorer: string;
  name: string;
  version: number;
  kind: ScorerKind;
  fingerprint: string;
  threshold: number | null;
  weight: number;
  required: boolean;
  negated: boolean;
  reason: string;
  evidence: Evidence[];
  usage: TokenUsage | null;
  usageEstimated?: boolean;
  costUsd: number;
  latencyMs: number;
  cached: boolean;
  children?: Score[];
}

export interface ScoredScore extends ScoreBase {
  status: 'scored';
  value: number;
  raw: number | null;
  passed: boolean | null;
  /** What the metric counted: the counts of samples add up to those of a corpus. Only of `bleu`, `chrf` and `ter`. */
  counts?: number[];
}

export interface UnscoredScore extends ScoreBase {
  status: 'abstained' | 'skipped';
  value: null;
  raw: null;
  passed: null;
}

export interface ErrorScore extends ScoreBase {
  status: 'error';
  value: null;
  raw: null;
  passed: null;
  error: ScoreError;
}

export interface ScoreError {
  code: string;
  message: string;
  retryable: boolean;
  /** The beginning of a judge’s answer that could not be parsed. */
  answer?: string;
}

export type Score = ScoredScore | UnscoredScore | ErrorScore;
