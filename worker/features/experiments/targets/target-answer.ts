import type { AnyToolCall, Context, TokenUsage } from '@assay/schema/types.ts';

/** What a target answered. */
export interface TargetAnswer {
  output: string;
  toolCalls: AnyToolCall[];
  /** What the answer was made from, where the target says so. */
  contexts: (string | Context)[] | undefined;
  /** `provider/model`, or what an endpoint calls its model. */
  model: string | null;
  finishReason: string | null;
  usage: TokenUsage | null;
  /** Null without a known price. */
  costUsd: number | null;
  latencyMs: number;
  /** To the first part of the answer; null if it did not stream. */
  firstTokenMs: number | null;
}

/** Why a target gave no answer. */
export class TargetError extends Error {
  override readonly name = 'TargetError';
  readonly code: string;
  /** Whether another attempt may get an answer. */
  readonly mayPass: boolean;
  /** What the target asks to wait for, in milliseconds. */
  readonly retryAfterMs: number | undefined;
  /** What the attempt cost all the same; null without a known price. */
  readonly costUsd: number | null;

  constructor(
    code: string,
    message: string,
    more: { mayPass: boolean; retryAfterMs?: number | undefined; costUsd?: number | null },
  ) {
    super(message);
    this.code = code;
    this.mayPass = more.mayPass;
    this.retryAfterMs = more.retryAfterMs;
    this.costUsd = more.costUsd === undefined ? 0 : more.costUsd;
  }
}
