import type { ScoreErrorCode } from '@assay/schema/errors.ts';
import type { JsonObject, JsonValue, TokenUsage } from '@assay/schema/types.ts';

/** The models of a deployment that stand in where a scorer's parameters name none. */
export interface DefaultModels {
  /** `provider/model` of the judge. */
  judge?: string;
  /** Judges to turn to, in order, when that one cannot answer. */
  fallback?: readonly string[];
  /** `provider/model` of the embedding model. */
  embedding?: string;
  /** `provider/model` of the reranking model. */
  reranking?: string;
}

export type CacheMode = 'use' | 'refresh' | 'off';

export interface JudgeMessage {
  role: 'system' | 'user' | 'assistant';
  content: string;
}

/** One call of a model. */
export interface JudgeCall {
  /** `provider/model`. */
  model: string;
  /** Models to turn to, in order, when that one cannot answer. */
  fallback: readonly string[];
  messages: readonly JudgeMessage[];
  /** What the answer is, in a word, and its JSON Schema. */
  schemaName: string;
  schema: JsonObject;
  temperature: number;
  seed: number | null;
  /** Tokens that the answer may have, at most. */
  maxTokens: number;
  logprobs: boolean;
}

/** Why an answer ended: the model was done, its tokens were used up, or anything else. */
export type Finish = 'stop' | 'length' | 'other';

/** A model's answer, as it came. */
export interface Completed {
  ok: true;
  text: string;
  /** What the server returned as the model's thinking, apart from `text`; null if nothing. */
  reasoningText: string | null;
  /** `length` also where the server says so by another name; `other` where it does not say. */
  finish: Finish;
  /** The `provider/model` that answered. */
  model: string;
  /** The model's own version string, where it gives one. */
  modelVersion: string | null;
  usage: TokenUsage;
  /** Whether some of the tokens were estimated, because the provider does not count them. */
  usageEstimated?: boolean;
  costUsd: number;
  latencyMs: number;
  /** The tokens of `text` with their likeliest alternatives; null where the provider gives none. */
  logprobs: readonly TokenChoice[] | null;
}

/** A token of an answer, and what could have stood in its place. */
export interface TokenChoice {
  token: string;
  /** Of the token itself, which `top` may lack; null where the provider does not say. */
  logprob: number | null;
  top: readonly { token: string; logprob: number }[];
}

/** Why there is no answer; what was spent all the same. */
export interface NotCompleted {
  ok: false;
  code: ScoreErrorCode;
  reason: string;
  /** The beginning of what the judge answered, where that could not be read. */
  answer?: string;
  usage?: TokenUsage;
  usageEstimated?: boolean;
  costUsd?: number;
}

/** Something to be kept, or not; kept things are JSON. */
export interface Kept<Value extends JsonValue> {
  value: Value;
  keep: boolean;
}

/** How a scorer asks a model: given by the runner, scripted in tests. */
export interface Judge {
  /** Whether a model may judge this sample: `refused` before anything is sent, or what to warn of. */
  admit(model: string): { refused?: NotCompleted; warnings: readonly JudgeWarning[] };
  /** A random text that the sample cannot know; the same for all that is asked about it. */
  nonce(): string;
  /** Calls a model once. Never throws: what fails is a value. */
  complete(call: JudgeCall): Promise<Completed | NotCompleted>;
  /** What was kept of a model under a key; otherwise what `make` gives, which is kept when it says so. */
  remember<Value extends JsonValue>(
    model: string,
    key: string,
    mode: CacheMode,
    make: () => Promise<Kept<Value>>,
  ): Promise<{ value: Value; cached: boolean }>;
}

/** What a judge's score may have to be taken with: see docs/judges.md. */
export type JudgeWarning =
  | 'self_evaluation'
  | 'logprobs_unavailable'
  | 'votes_missing'
  | 'quote_not_found'
  | 'order_disagreement'
  | 'claims_missing'
  | 'fallback_used'
  | 'calibration_missing'
  | 'calibration_stale';

/** Embeds texts. Never throws: what fails is a value. */
export type Embedder = (
  texts: readonly string[],
  options: EmbedOptions,
) => Promise<Embedded | NotCompleted>;

export interface EmbedOptions {
  /** `provider/model`. */
  model: string;
  cache: CacheMode;
}

export interface Embedded {
  ok: true;
  /** One vector a text, in their order, all of one length. */
  vectors: readonly (readonly number[])[];
  usage: TokenUsage;
  /** Whether some of the tokens were estimated, because the provider does not count them. */
  usageEstimated?: boolean;
  costUsd: number;
  cached: boolean;
}

/** Tells how relevant texts are to a query. Never throws: what fails is a value. */
export type Reranker = (
  query: string,
  texts: readonly string[],
  options: EmbedOptions,
) => Promise<Reranked | NotCompleted>;

export interface Reranked {
  ok: true;
  /** From 0 to 1, one a text, in their order. */
  relevances: readonly number[];
  usage: TokenUsage;
  /** Whether some of the tokens were estimated, because the provider does not count them. */
  usageEstimated?: boolean;
  costUsd: number;
  cached: boolean;
}

const UNCONFIGURED: NotCompleted = {
  ok: false,
  code: 'judge_unconfigured',
  reason:
    'No model is configured. Set ASSAY_JUDGE_BASE_URL and ASSAY_JUDGE_MODEL, or ASSAY_PROVIDERS; see docs/judges.md.',
};

/** The judge if there is none: refuses every model. */
export const NO_JUDGE: Judge = {
  admit: () => ({ refused: UNCONFIGURED, warnings: [] }),
  nonce: () => '',
  complete: async () => UNCONFIGURED,
  remember: async (_model, _key, _mode, make) => ({ value: (await make()).value, cached: false }),
};

/** The embedder if there is none. */
export const NO_EMBEDDER: Embedder = async () => UNCONFIGURED;

/** The reranker if there is none. */
export const NO_RERANKER: Reranker = async () => UNCONFIGURED;
