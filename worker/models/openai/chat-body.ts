import type { CompletionRequest } from '../provider.ts';
import { countTokens } from '../token-count.ts';
import { type Dialect, FORMATS, type Format, laterOf } from './dialect.ts';
import { toTurns } from './turns.ts';

/** How one call is asked: the model's dialect, and what holds for this call alone. */
export interface Manner {
  dialect: Dialect;
  /** For this call's schema. */
  format: Format;
  maxTokens: number;
}

/** The body of a call of chat completions. */
export type ChatBody = ReturnType<typeof toChatBody>;

/** Source: OpenAI API reference, chat completions; `enable_thinking` as Alibaba has it. */
export function toChatBody(request: CompletionRequest, { dialect, format, maxTokens }: Manner) {
  const { model, temperature, seed, logprobs } = request;
  const { omitted, limitField } = dialect;
  const responseFormat = toResponseFormat(request, laterOf(FORMATS, dialect.format, format));
  const sendsLogprobs = logprobs && !omitted.has('logprobs');
  return {
    model,
    messages: toMessages(request, dialect),
    ...(limitField === 'none' ? {} : { [limitField]: maxTokens }),
    ...(omitted.has('temperature') ? {} : { temperature }),
    ...(seed === null || omitted.has('seed') ? {} : { seed }),
    ...(sendsLogprobs ? { logprobs, top_logprobs: dialect.topLogprobs } : {}),
    ...(responseFormat ? { response_format: responseFormat } : {}),
    ...(dialect.isStreamed ? { stream: true } : {}),
    ...(dialect.isStreamed && !omitted.has('stream_options')
      ? { stream_options: { include_usage: true } }
      : {}),
    ...(dialect.isThinkingOff ? { enable_thinking: false } : {}),
  };
}

function toMessages({ messages }: CompletionRequest, { hasSystemRole, saysJson }: Dialect) {
  const last = saysJson ? [{ role: 'user' as const, content: 'Answer in json.' }] : [];
  return toTurns([...messages, ...last], hasSystemRole);
}

function toResponseFormat({ schema, schemaName }: CompletionRequest, format: Format) {
  switch (format) {
    case 'schema':
      return {
        type: 'json_schema' as const,
        json_schema: { name: schemaName, schema, strict: true },
      };
    case 'object':
      return { type: 'json_object' as const };
    case 'none':
      return undefined;
  }
}

/** Tokens of a prompt, rather too many than too few. */
export function generousTokens({ messages }: CompletionRequest): number {
  const { typical } = countTokens(...messages.map(({ content }) => content));
  return Math.ceil(typical * 1.1) + 32;
}
