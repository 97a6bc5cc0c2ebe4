import type { Keep } from './data-settings.ts';
import type { Message, ResponseItem } from './message.ts';
import type { RedactionSettings } from './redaction.ts';
import type { Context, TokenUsage } from './sample.ts';
import type { Score } from './score.ts';
import type { RequireCalibration } from './score-calibration.ts';
import type { ScorerReference } from './scorer-reference.ts';
import type { AnyToolCall } from './tool.ts';
import type { StoreMode, VerdictMetadata } from './verdict.ts';

/** Where in an application a text is checked. */
export type GuardStage = 'input' | 'output' | 'tool-call' | 'tool-result';

/** What the guard asks of the application, from the mildest to the strictest. */
export type GuardAction = 'allow' | 'flag' | 'redact' | 'block';

/** What replaces a redacted span. */
export type RedactionMode = 'mask' | 'placeholder' | 'hash' | 'tokens';

/** What an error of a scorer means for the action. */
export type GuardOnError = 'allow' | 'block';

export interface GuardEscalation {
  below: number;
  above: number;
  scorer: ScorerReference;
}

/** One scorer of a policy, and what follows if it fails. */
export interface GuardRule {
  scorer: ScorerReference;
  action: Exclude<GuardAction, 'allow'>;
  stages?: GuardStage[];
  kinds?: Record<string, GuardAction>;
  onError?: GuardOnError;
  escalate?: GuardEscalation;
}

export interface GuardRedaction {
  mode?: RedactionMode;
  kinds?: Record<string, RedactionMode>;
}

export interface GuardPolicyContent {
  rules: GuardRule[];
  onError?: GuardOnError;
  redaction?: GuardRedaction;
  /** A judge that does not meet it counts as one that could not score. */
  requireCalibration?: RequireCalibration;
}

export interface GuardPolicyVersionInput extends GuardPolicyContent {
  description?: string;
}

export interface GuardPolicyInput extends GuardPolicyVersionInput {
  name: string;
}

/** A named, versioned policy of a project. */
export interface GuardPolicy extends GuardPolicyContent {
  name: string;
  version: number;
  description: string;
  fingerprint: string;
  createdAt: string;
}

export interface GuardRequest {
  stage: GuardStage;
  text?: string;
  messages?: (Message | ResponseItem)[];
  toolCalls?: AnyToolCall[];
  input?: string;
  contexts?: (string | Context)[];
  policy?: string | GuardPolicyContent;
  tokens?: Record<string, string>;
  streamed?: 'part' | 'observed';
  store?: StoreMode;
  keep?: Keep;
  redact?: RedactionSettings;
  deadlineMs?: number;
  tags?: string[];
  metadata?: VerdictMetadata;
}

/** Something that a detector found in what was sent. */
export interface GuardFinding {
  scorer: string;
  kind: string;
  pointer: string;
  start: number;
  end: number;
  certainty: number;
  action: GuardAction;
  note?: string;
}

/** What stands in place of a span of what was sent. */
export interface GuardReplacement {
  kind: string;
  pointer: string;
  start: number;
  end: number;
  replacement: string;
}

/** A rule that could not be applied. */
export interface GuardNotRun {
  scorer: string;
  status: 'error' | 'abstained' | 'skipped' | 'uncalibrated';
  code: string | null;
  reason: string;
  action: GuardOnError;
}

/** What may be done with what was sent. */
export interface GuardResult {
  action: GuardAction;
  stage: GuardStage;
  decidedBy: string | null;
  text?: string | null;
  input?: string | null;
  messages?: (Message | ResponseItem)[] | null;
  toolCalls?: AnyToolCall[] | null;
  contexts?: (string | Context)[] | null;
  tokens?: Record<string, string>;
  findings: GuardFinding[];
  replacements: GuardReplacement[];
  notRun: GuardNotRun[];
  scores: Score[];
  verdictId: string;
  stored: StoreMode;
  policy: { name: string | null; version: number | null; fingerprint: string };
  usage: TokenUsage | null;
  costUsd: number;
  latencyMs: number;
}

export interface GuardRestoreRequest {
  text: string;
  tokens: Record<string, string>;
}

export interface GuardRestored {
  text: string;
}
