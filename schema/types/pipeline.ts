import type { GuardPolicyContent } from './guard.ts';
import type { JsonObject } from './json.ts';
import type { ScorerReference } from './scorer-reference.ts';

/** A guard at one end of a pipeline. */
export interface PipelineGuardInput {
  /** Name of a guard policy (`name` or `name@version`), or its rules. Defaults to the built-in policy. */
  policy?: string | GuardPolicyContent;
  /** The answer to a blocked request, in place of a content-filter refusal. */
  blockedText?: string;
}

export interface PipelineGuardOutput extends PipelineGuardInput {
  /**
   * How streams are checked: `buffer` holds all, `window` sends what later text cannot change,
   * `observe` sends all and reports. Defaults to `window`.
   */
  stream?: 'buffer' | 'window' | 'observe';
}

/** One model, or one Worker behind a service binding, with what it is asked. */
export interface PipelineTarget {
  /** Unique in the pipeline; routes name it. */
  name: string;
  /** `provider/model`, or `binding/NAME` for a Worker by service binding. */
  model: string;
  /** Fields that replace those of the request, such as `temperature`. */
  parameters?: JsonObject;
  /** Share of a load-balanced group, relative to the others. Defaults to 1. */
  weight?: number;
  /** To the first byte of an answer. Defaults to 30,000. */
  firstByteTimeoutMs?: number;
  /** To the end of an answer. Defaults to 120,000. */
  timeoutMs?: number;
}

/** How often one target is asked again before the next one is. */
export interface PipelineRetry {
  /** Attempts in all, 1 to 5. Defaults to 2. */
  attempts?: number;
  /** HTTP statuses that are asked again. Defaults to 408, 409, 429, 500, 502, 503 and 504. */
  onStatus?: number[];
  /** The longest wait that a `Retry-After` may ask for. Defaults to 10,000. */
  maxWaitMs?: number;
}

/** How targets are chosen among. */
export interface PipelineGroup {
  /** `single` asks the first, `fallback` each in turn, `load-balance` by weight, then the others. */
  strategy?: 'single' | 'fallback' | 'load-balance';
  /** Names of targets. */
  targets: string[];
  /** Asks the next target as well if the first has not begun to answer by then. */
  hedgeAfterMs?: number;
}

/** What must hold for a rule of a route; all that is given must hold. */
export interface PipelineCondition {
  /** Values by the key of `metadata` (OpenAI's field). */
  metadata?: Record<string, PipelineTest>;
  /** Values by the name of a request header, in lower case. */
  headers?: Record<string, PipelineTest>;
  /** Languages of the last user message, ISO 639-1. */
  language?: string[];
  /** Characters of all messages. */
  characters?: { min?: number; max?: number };
  /** Whether the request offers tools, or offers one of these. */
  tools?: boolean | string[];
  /**
   * Hours of the day, `from` inclusive to `to` exclusive, 0 to 24, in an IANA time zone (UTC if there
   * is none). Over midnight if `to` is lower; `days` are those on which the time begins.
   */
  time?: { from: number; to: number; timeZone?: string; days?: PipelineDay[] };
  /** The intents that were recognised, by name. */
  intent?: string[];
}

export type PipelineDay = 'mon' | 'tue' | 'wed' | 'thu' | 'fri' | 'sat' | 'sun';

/** A test of one text: one of these values, or a pattern. */
export type PipelineTest = { in: string[] } | { pattern: string } | { exists: boolean };

/** One rule; the first that matches decides. */
export interface PipelineRule {
  name: string;
  when?: PipelineCondition;
  /** Share of what matches `when`, 0 to 1, the same for one conversation. Defaults to 1. */
  share?: number;
  use: PipelineGroup;
  parameters?: JsonObject;
}

/** How the intent of the last user message is recognised. */
export type PipelineIntent =
  | { by: 'patterns'; intents: Record<string, string[]> }
  | {
      by: 'examples';
      /** Texts for each intent. */
      intents: Record<string, string[]>;
      /** Embedding model, `provider/model`; the project's if it is not given. */
      model?: string;
      /** Cosine similarity below which there is no intent, 0 to 1. Defaults to 0.5. */
      threshold?: number;
    }
  | {
      by: 'classify';
      /** A description of each intent. */
      intents: Record<string, string>;
      /** Judge model, `provider/model`; the project's if it is not given. */
      model?: string;
    };

export interface PipelineRoute {
  intent?: PipelineIntent;
  /**
   * What the requests of one conversation have in common. Defaults to `metadata.conversation`, then
   * `conversation`, then `user`.
   */
  stickyBy?: { header: string } | { metadata: string } | 'user';
  /**
   * What happens if a condition cannot be evaluated: the group `otherwise` is asked and the result
   * says why, or the request fails. Defaults to `otherwise`.
   */
  onError?: 'otherwise' | 'fail';
  rules: PipelineRule[];
}

/** One step over an answer, in the order written. */
export type PipelinePostStep =
  /** Repairs JSON and checks it against the requested schema; asks once more if that fails. */
  | { step: 'repair-json'; askAgain?: boolean }
  /** Replaces what a guard policy finds. */
  | { step: 'redact'; policy?: string | GuardPolicyContent }
  /** Puts back what `guardInput` replaced by tokens. */
  | { step: 'restore' }
  /** Says which context supports which sentence. */
  | {
      step: 'citations';
      format?: 'field' | 'inline';
      /** By the words, without a model, or by a judge. Defaults to `alignment`. */
      by?: 'alignment' | 'judge';
      /** `provider/model` of the judge. Defaults to that of the deployment. */
      model?: string;
      /** What follows if the judge cannot judge: the answer without marks, or an error. Defaults to `keep`. */
      onError?: 'keep' | 'fail';
    }
  /** Enriches the answer through a service of the user's own. */
  | {
      step: 'http';
      /** Public HTTPS URL. */
      url: string;
      /** Defaults to 3,000; at most 10,000. */
      timeoutMs?: number;
      /** What follows if it fails: the answer as it was, or an error. Defaults to `keep`. */
      onError?: 'keep' | 'fail';
    };

export interface PipelineRefine {
  /** More attempts, 1 to 3. */
  attempts: number;
  /** Mean of the scores that is enough, 0 to 1. Without it the verdict must pass. */
  threshold?: number;
}

/** Scores of the finished sample. */
export interface PipelineJudge {
  /** Name of a suite (`name` or `name@version`), or scorers. */
  suite?: string;
  scorers?: ScorerReference[];
  /** `before`: the answer waits. `after`: in the background. Defaults to `after`. */
  when?: 'before' | 'after';
  /** Share of answers that are scored, 0 to 1. Defaults to 1. */
  share?: number;
  /** Asks the model again if the scores fall short; needs `before`. */
  refine?: PipelineRefine;
  /** What follows if a judge is of the model's own family. Defaults to `warn`. */
  sameFamily?: 'warn' | 'refuse';
  /**
   * What follows with `before` if a judge could not score: the answer with the error among its scores, or an
   * error in place of the answer. Defaults to `keep`.
   */
  onError?: 'keep' | 'fail';
}

export interface PipelineContent {
  guardInput?: PipelineGuardInput;
  targets: PipelineTarget[];
  /** Without rules, or if none matches: `otherwise`. */
  route?: PipelineRoute;
  /** The group for what no rule matches. Defaults to all targets as `fallback`. */
  otherwise?: PipelineGroup;
  retry?: PipelineRetry;
  /** Answers to equal requests for so many seconds, 0 to 86,400. Defaults to 0, which is off. */
  cacheSeconds?: number;
  guardOutput?: PipelineGuardOutput;
  postProcess?: PipelinePostStep[];
  judge?: PipelineJudge;
}

export interface PipelineVersionInput extends PipelineContent {
  description?: string;
}

export interface PipelineInput extends PipelineVersionInput {
  name: string;
}

/** A named, versioned way of a request through the gateway. */
export interface Pipeline extends PipelineContent {
  name: string;
  version: number;
  description: string;
  fingerprint: string;
  createdAt: string;
}

/** The effect of saving a pipeline. */
export interface PipelinePreview {
  isChanged: boolean;
  newest: Pipeline | null;
  next: Omit<Pipeline, 'version' | 'createdAt'>;
}

/** A request in OpenAI's shape, to be routed and not asked. */
export interface PipelineRouteRequest {
  body: JsonObject;
  headers?: Record<string, string>;
}

/** What would be chosen, and why. */
export interface PipelineRouteResult {
  pipeline: string;
  version: number;
  /** Name of the rule; null for `otherwise`. */
  rule: string | null;
  strategy: 'single' | 'fallback' | 'load-balance';
  /** In the order in which they would be asked. */
  targets: { name: string; model: string }[];
  parameters: JsonObject;
  intent: { name: string | null; by: PipelineIntent['by']; certainty: number | null } | null;
  /** Each rule that was looked at, in order; `isMatch` is null if it could not be evaluated. */
  considered: { rule: string; isMatch: boolean | null; because: string }[];
  /** What recognising the intent cost, in US dollars. */
  costUsd: number;
}
