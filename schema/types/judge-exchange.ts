import type { TokenUsage } from './sample.ts';

export interface ExchangedMessage {
  role: 'system' | 'user' | 'assistant';
  content: string;
}

/** What a judge was asked and answered, in one call; or that its answer came from the cache. */
export interface JudgeExchange {
  /** Name of the score that it was asked for. */
  scorer: string;
  /** The model that answered, or was asked, as `provider/model`. */
  model: string;
  modelVersion: string | null;
  /** As sent; empty where the answer came from the cache. */
  messages: ExchangedMessage[];
  /** As it came; null where there is none. */
  answer: string | null;
  /** The model's thinking, where the server returns it apart. */
  reasoning: string | null;
  cached: boolean;
  usage: TokenUsage | null;
  /** Why there is no answer. */
  error: { code: string; message: string } | null;
}
