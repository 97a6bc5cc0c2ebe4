import { SCORE_ERRORS, type ScoreErrorCode } from '@assay/schema/errors.ts';
import type { Evidence, JudgementDetails, ScoreError, TokenUsage } from '@assay/schema/types.ts';

/** What a scorer says of a sample. */
export type Outcome = Scored | Abstained | Failed;

/** What asking models took. */
export interface Spent {
  usage: TokenUsage;
  /** Whether some of the tokens were estimated, because a provider did not count them. */
  usageEstimated?: boolean;
  costUsd: number;
  /** Whether every answer was known already. */
  cached: boolean;
}

/** How the judges voted. */
export type Judgement = JudgementDetails;

interface Asked {
  /** Only of scorers that ask models. */
  judgement?: Judgement;
  spent?: Spent;
}

export interface Scored extends Asked {
  status: 'scored';
  value: number;
  raw: number | null;
  reason: string;
  evidence: Evidence[];
  /** What the metric counted: the counts of samples add up to those of a corpus. */
  counts?: readonly number[];
}

export interface Abstained extends Asked {
  status: 'abstained';
  reason: string;
  evidence: Evidence[];
}

export interface Failed extends Asked {
  status: 'error';
  code: ScoreErrorCode;
  reason: string;
  /** The beginning of what a judge answered, where that could not be read. */
  answer?: string;
}

/**
 * A value was found.
 *
 * @param value from 0 (worst) to 1 (best)
 * @param reason one sentence on how it came about
 * @param more `raw`, the metric's own number on its own scale; `evidence`; `counts`, of which the
 * scorer's `corpus` makes the metric of many samples
 */
export function scored(
  value: number,
  reason: string,
  more: { raw?: number; evidence?: Evidence[]; counts?: readonly number[] } = {},
): Scored {
  const { raw = null, evidence = [], counts } = more;
  return { status: 'scored', value, raw, reason, evidence, ...(counts && { counts }) };
}

/** The scorer looked and cannot tell: not a fault, and not a value. */
export function abstained(reason: string, evidence: Evidence[] = []): Abstained {
  return { status: 'abstained', reason, evidence };
}

/** The sample cannot be scored: never a low value. */
export function failed(code: ScoreErrorCode, reason: string): Failed {
  return { status: 'error', code, reason };
}

/** An error as a score carries it. */
export function scoreError({ code, reason, answer }: Omit<Failed, 'status'>): ScoreError {
  const { retryable } = SCORE_ERRORS[code];
  return { code, message: reason, retryable, ...(answer === undefined ? {} : { answer }) };
}
