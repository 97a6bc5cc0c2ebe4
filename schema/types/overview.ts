import type { Batch, Estimate } from './batch.ts';
import type { DailySpend } from './project.ts';
import type { TokenUsage } from './sample.ts';

/** What happened in a project lately, and what needs attention. */
export interface Overview {
  /** Newest first. */
  batches: BatchTrend[];
  /** The last 14 days (UTC), oldest first. */
  days: DayCounts[];
  spend: { todayUsd: number; dailyCapUsd: number | null; days: DailySpend[] };
  errors: ErrorCount[];
  attention: Attention[];
}

/** A batch with the one before it of the same kind. */
export interface BatchTrend {
  batch: Batch;
  passRate: Estimate | null;
  previous: { id: string; passRate: number } | null;
  /** Change of the pass rate from the previous batch, with its 95% interval. */
  change: Estimate | null;
}

/** Verdicts of single requests, up to 50,000 of each outcome, and samples of batches. */
export interface DayCounts {
  day: string;
  passed: number;
  failed: number;
  undecided: number;
  samples: number;
}

/** Errors of the newest batches, by their code; and of single requests, by the score that failed. */
export interface ErrorCount {
  code: string | null;
  scorer: string | null;
  count: number;
}

export interface Attention {
  kind: 'gate_failed' | 'regressed' | 'errors' | 'unsealed' | 'webhook_failed' | 'spend';
  message: string;
  batch: string | null;
}

/** What a project asked of one version of a model. */
export interface JudgeModel {
  model: string;
  /** As the provider named it; null if it named none. */
  version: string | null;
  firstDay: string;
  lastDay: string;
  calls: number;
  /** Answers from the cache, which are no calls. */
  cached: number;
  errors: number;
  usage: TokenUsage;
  costUsd: number;
  /** Oldest first. */
  days: JudgeDay[];
}

export interface JudgeDay {
  day: string;
  calls: number;
  cached: number;
  errors: number;
  costUsd: number;
}
