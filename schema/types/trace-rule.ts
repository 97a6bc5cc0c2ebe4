import type { PipelineTest } from './pipeline.ts';
import type { ScorerReference } from './scorer-reference.ts';
import type { Verdict } from './verdict.ts';

/** What becomes a sample: each call of a model, the trace as a whole, or all traces of a session. */
export type TraceLevel = 'model-call' | 'trace' | 'session';

/** What must hold of a span; all that is given must hold. */
export interface TraceFilter {
  /** Attributes of the span or its resource, such as `service.name`. */
  attributes?: Record<string, PipelineTest>;
  /** Models as samples name their generator, such as `openai/gpt-4o-mini-2024-07-18`. */
  models?: string[];
  /** Whether the span ended with an error. */
  isError?: boolean;
  /** The shortest duration, in milliseconds. */
  minLatencyMs?: number;
}

export interface TraceRuleContent {
  level: TraceLevel;
  filter?: TraceFilter;
  /** Share of traces that are scored, above 0 to 1; a trace is in or out as a whole. Defaults to 1. */
  share?: number;
  /** The most samples that are scored in a minute. Defaults to 60. */
  perMinute?: number;
  /**
   * How long late spans of a trace are waited for; at the level `session`, how long the session must
   * have been idle. Defaults to 30, for sessions to 600.
   */
  delaySeconds?: number;
  /** At the level `session`: seconds after its first trace until a session is scored at the latest. */
  windowSeconds?: number;
  /** Name of a suite (`name` or `name@version`), or scorers. */
  suite?: string;
  scorers?: ScorerReference[];
  /** Whether traces are scored. Defaults to true. */
  isEnabled?: boolean;
  /** Whether ids of users are replaced by hashes. Defaults to true. */
  hashUsers?: boolean;
}

export interface TraceRuleVersionInput extends TraceRuleContent {
  description?: string;
}

export interface TraceRuleInput extends TraceRuleVersionInput {
  name: string;
}

/** A named, versioned rule of a project: which traces are scored, and by what. */
export interface TraceRule extends TraceRuleContent {
  name: string;
  version: number;
  description: string;
  fingerprint: string;
  createdAt: string;
}

/** What a rule would have scored in the last hour. */
export interface TraceRulePreview {
  seen: number;
  looked: number;
  matched: number;
  estimate: number;
  examples: { traceId: string; spanId: string; name: string }[];
}

/** Verdicts of a rule in the order in which they were stored. */
export interface RuleVerdicts {
  items: Verdict[];
  /** The place of the last; what is stored later comes after it. */
  cursor: string;
  /** Whether more come after it already. */
  hasMore: boolean;
}

export interface RuleVerdictQuery {
  /** The `cursor` of an earlier answer; without it the last verdicts are returned. */
  after?: string;
  limit?: number;
}

/** What a rule did in the last hour, by the minute. */
export interface TraceRuleActivity {
  minutes: { at: string; matched: number; scored: number; failed: number }[];
  /** Why samples could not be scored, the last time that happened. */
  fault: { at: string; code: string; detail: string } | null;
}
