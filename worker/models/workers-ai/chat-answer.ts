import type { JsonObject, JsonValue } from '@assay/schema/types.ts';
import { isJsonObject, objectsIn } from '../../core/json-object.ts';
import { countTokens } from '../token-count.ts';

/** What an answer says of itself where Workers AI says nothing. */
export interface About {
  id: string;
  /** Seconds since 1970. */
  created: number;
  model: string;
  /** The tokens that the answer may have; undefined for the default of the model. */
  maxTokens: number | undefined;
}

/** The default of most of its models. Source: Workers AI's documentation, text generation. */
const DEFAULT_MAX_TOKENS = 256;

/**
 * An answer as a chat completion; undefined if its shape is not known. Newer models have that shape
 * already, and keep all that they say.
 */
export function chatAnswer(answer: unknown, about: About): JsonObject | undefined {
  if (!isJsonObject(answer)) return undefined;
  const { id, created, model } = about;
  const known = { id, object: 'chat.completion', created, model };
  if (Array.isArray(answer.choices)) return { ...known, ...answer };
  const { response, tool_calls: calls, usage, finish_reason: reason } = answer;
  if (response === undefined && !Array.isArray(calls)) return undefined;
  const text = textOf(response);
  const made = objectsIn(calls).map((call, index) => toCall(call, `call_${id}_${index}`));
  const message: JsonObject = {
    role: 'assistant',
    content: text === '' && made.length > 0 ? null : text,
    refusal: null,
    ...(made.length === 0 ? {} : { tool_calls: made }),
  };
  const finish_reason = finishOf(reason, { hasCalls: made.length > 0, usage, about });
  return {
    ...known,
    choices: [{ index: 0, message, logprobs: null, finish_reason }],
    ...(isJsonObject(usage) ? { usage } : {}),
  };
}

/** What JSON mode returns is an object at times. */
export function textOf(response: JsonValue | undefined): string {
  if (response === undefined || response === null) return '';
  return typeof response === 'string' ? response : JSON.stringify(response);
}

/** A call of a tool in OpenAI's shape; older models give its name and its arguments alone. */
export function toCall(call: JsonObject, id: string): JsonObject {
  const { name, arguments: args } = isJsonObject(call.function) ? call.function : call;
  return {
    id: typeof call.id === 'string' && call.id !== '' ? call.id : id,
    type: 'function',
    function: { name: name ?? '', arguments: typeof args === 'string' ? args : textOf(args ?? {}) },
  };
}

interface Ended {
  hasCalls: boolean;
  usage: JsonValue | undefined;
  about: Pick<About, 'maxTokens'>;
}

/** Why an answer ended. Older models do not say that they reached a limit: their count does. */
export function finishOf(reason: JsonValue | undefined, { hasCalls, usage, about }: Ended): string {
  if (typeof reason === 'string') return reason;
  if (hasCalls) return 'tool_calls';
  const written = isJsonObject(usage) ? usage.completion_tokens : undefined;
  const isAtLimit =
    about.maxTokens === undefined
      ? written === DEFAULT_MAX_TOKENS
      : Number(written) >= about.maxTokens;
  return isAtLimit ? 'length' : 'stop';
}

/** Tokens by Assay's own count, which `estimated` marks. */
export function estimatedUsage(sent: readonly string[]): JsonObject {
  const tokens = Math.ceil(countTokens(...sent).typical);
  return { prompt_tokens: tokens, total_tokens: tokens, estimated: true };
}
