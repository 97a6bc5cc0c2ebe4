import type { JsonObject, JsonValue } from './json.ts';
import type { Message, ResponseItem } from './message.ts';
import type { AnyTool, AnyToolCall } from './tool.ts';

/** The input of a model, its output, and the context it was given. */
export interface Sample {
  id?: string;
  input?: string;
  output?: string | JsonObject | JsonValue[];
  expected?: JsonValue;
  contexts?: (string | Context)[];
  referenceContexts?: (string | ReferenceContext)[];
  messages?: (Message | ResponseItem)[];
  tools?: AnyTool[];
  toolCalls?: AnyToolCall[];
  expectedToolCalls?: AnyToolCall[];
  generator?: string;
  generation?: Generation;
  metadata?: JsonObject;
}

export interface Context {
  id?: string;
  text: string;
  score?: number;
}

export interface ReferenceContext {
  id?: string;
  text?: string;
  gain?: number;
}

export interface Generation {
  finishReason?: string;
  latencyMs?: number;
  costUsd?: number;
  usage?: TokenUsage;
  logprobs?: number[] | { content: TokenLogprob[] | null; refusal?: JsonValue };
}

export interface TokenLogprob {
  token: string;
  logprob: number;
  [other: string]: unknown;
}

export interface TokenUsage {
  inputTokens: number;
  outputTokens: number;
}
