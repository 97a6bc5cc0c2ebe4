import type {
  Context,
  JsonValue,
  Message,
  TokenUsage,
  Tool,
  ToolCall,
} from '@assay/schema/types.ts';
import type { Span } from './otlp/span.ts';

/** What a span did: asked a model, fetched documents, ran a tool, or held such steps together. */
export type SpanKind = 'model' | 'retrieval' | 'tool' | 'parent';

/** What one span, or a log record beside it, says of a sample; empty where it says nothing. */
export interface Reading {
  kind?: SpanKind;
  /** The conversation before the answer. */
  messages?: Message[];
  input?: string;
  output?: string;
  /** Calls that the answer makes, or the call that a tool span ran. */
  toolCalls?: ToolCall[];
  tools?: Tool[];
  contexts?: Context[];
  /** Provider and model, as `provider/model`, or what is known of them. */
  generator?: string;
  usage?: TokenUsage;
  finishReason?: string;
  session?: string;
  user?: string;
}

/** A convention of attributes. Adding one is one file and one line in `dialects/list.ts`. */
export interface Dialect {
  /** As reports show it. */
  name: string;
  /** @returns undefined for a span that does not follow the convention, or says nothing of a sample */
  read(span: Span): Reading | undefined;
}

/** A reading without what is undefined or empty. */
export function reading(given: { [Name in keyof Reading]: Reading[Name] | undefined }): Reading {
  const kept: { [key: string]: unknown } = {};
  for (const [key, value] of Object.entries(given)) {
    if (value === undefined || value === '') continue;
    if (Array.isArray(value) && value.length === 0) continue;
    kept[key] = value;
  }
  return kept;
}

export function textOf(value: JsonValue | undefined): string | undefined {
  if (value === undefined || value === null) return undefined;
  return typeof value === 'string' ? value : JSON.stringify(value);
}

export function countOf(value: JsonValue | undefined): number | undefined {
  return typeof value === 'number' && value >= 0 ? value : undefined;
}

export function usageOf(
  input: JsonValue | undefined,
  output: JsonValue | undefined,
): TokenUsage | undefined {
  const [inputTokens, outputTokens] = [countOf(input), countOf(output)];
  if (inputTokens === undefined && outputTokens === undefined) return undefined;
  return { inputTokens: inputTokens ?? 0, outputTokens: outputTokens ?? 0 };
}

/** `provider/model`, unless one of them is unknown or the model names its provider. */
export function generatorOf(
  provider: JsonValue | undefined,
  model: JsonValue | undefined,
): string | undefined {
  if (typeof model !== 'string' || model === '') return undefined;
  if (typeof provider !== 'string' || provider === '' || model.includes('/')) return model;
  return `${provider}/${model}`;
}
