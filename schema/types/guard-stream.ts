import type { GuardAction, GuardFinding, GuardNotRun, GuardStage } from './guard.ts';

/** When the text of a stream goes out. */
export type GuardStreamMode = 'buffer' | 'window' | 'observe';

/** The shape of a stream's chunks. */
export type GuardStreamDialect =
  | 'text'
  | 'openai-chat'
  | 'openai-responses'
  | 'ai-sdk'
  | 'anthropic';

/** A text or a tool call in a stream. */
export interface GuardStreamPart {
  /** Where it is in the answer, such as `choices/0/content`. */
  part: string;
  stage: GuardStage;
  /** `not_run` if all or some of it went unchecked: it did not pass. */
  status: 'checked' | 'not_run';
  action: GuardAction;
  decidedBy: string | null;
  /** The verdict on the whole part; null if there is none. */
  verdictId: string | null;
  /** Why it went unchecked. */
  reason?: string;
}

/** A finding with offsets in the whole text of its part. */
export interface GuardStreamFinding extends GuardFinding {
  part: string;
  /** Whether some of it had gone out before it was found. */
  isLate?: true;
}

/** What the guard made of a stream. */
export interface GuardStreamReport {
  /** `not_run` if any part, or all of the stream, went unchecked: it did not pass. */
  status: 'checked' | 'not_run';
  mode: GuardStreamMode;
  /** The strictest action of all parts. */
  action: GuardAction;
  decidedBy: string | null;
  /** The verdict on the part that decided, else on the first. */
  verdictId: string | null;
  findings: GuardStreamFinding[];
  notRun: (GuardNotRun & { part: string })[];
  parts: GuardStreamPart[];
  /** What each token stands for, if there are any. */
  tokens?: Record<string, string>;
}
