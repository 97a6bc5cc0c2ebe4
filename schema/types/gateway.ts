import type { Keep } from './data-settings.ts';
import type { JsonObject } from './json.ts';
import type { RedactionSettings } from './redaction.ts';
import type { Context, TokenUsage } from './sample.ts';
import type { StoreMode, VerdictMetadata } from './verdict.ts';

/** What a caller of the gateway may say beside OpenAI's fields, as `assay`. */
export interface GatewayOptions {
  /** What the answer should rest on, kept as the contexts of the sample. */
  contexts?: (string | Context)[];
  /** Kept with the verdict. */
  metadata?: VerdictMetadata;
  /** Labels of the verdict. */
  tags?: string[];
  /** When the sample and its verdict are stored. */
  store?: StoreMode;
  /** What is kept of them, at most what the project keeps. */
  keep?: Keep;
  /** What is replaced in the sample, in addition to what the project replaces. */
  redact?: RedactionSettings;
}

/** One call of a model. */
export interface GatewayAttempt {
  /** `provider/model`. */
  model: string;
  /** The HTTP status of the provider; null if it did not answer. */
  status: number | null;
  /** Why it failed; null if it answered. */
  code: string | null;
  /** To the beginning of the answer. */
  latencyMs: number;
}

/** What the guard did; `not_run` if nothing was looked at, `pending` while a stream goes on. */
export type GatewayGuard = 'not_run' | 'pending' | 'allow' | 'flag' | 'redact' | 'block';

/** How an answer came about: the field `assay` of answers, and of the last event of streams. */
export interface GatewayReport {
  requestId: string;
  /** Id of the stored verdict; null if none is stored. */
  verdictId: string | null;
  /** `name@version`; null for a model that was named itself. */
  pipeline: string | null;
  /** `provider/model` that answered; null if none was asked. */
  model: string | null;
  /** How many targets were passed over before it. */
  fallbackRank: number;
  /** Whether the answer was given to an equal request before, and no model was asked. */
  isCached: boolean;
  attempts: GatewayAttempt[];
  /** Tokens of all attempts. */
  usage: TokenUsage;
  /** US dollars of all attempts, and of what steps asked; null if a price is unknown. */
  costUsd: number | null;
  /** Of that, what judges and embedding models took that steps asked; null if a price is unknown. */
  judgeCostUsd: number | null;
  /** Whether the provider counted all tokens, and all prices are known. */
  isCostExact: boolean;
  guard: GatewayGuard;
  /** What each step of the pipeline says of itself, by its name. */
  steps: Record<string, JsonObject>;
}
