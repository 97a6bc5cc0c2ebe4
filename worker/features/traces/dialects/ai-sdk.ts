import type { JsonValue, Message, ToolCall } from '@assay/schema/types.ts';
import type { Attributes } from '../otlp/span.ts';
import { type Dialect, generatorOf, reading, textOf, usageOf } from '../reading.ts';
import { callOf, isObject, messagesOf, parsed, toolsOf } from './messages.ts';

const OPERATION = /^ai\.(?:generate|stream)(?:Text|Object)(\.do(?:Generate|Stream))?$/;

/**
 * The telemetry of Vercel's AI SDK until version 6: an operation, with a span for each call of the
 * model inside it. From version 7 on it follows OpenTelemetry's conventions.
 */
export const AI_SDK: Dialect = {
  name: 'ai_sdk',
  read({ attributes }) {
    const id = String(attributes['ai.operationId'] ?? '');
    if (id === 'ai.toolCall') {
      return {
        kind: 'tool',
        ...reading({
          toolCalls: toolRun(attributes),
          output: textOf(parsed(attributes['ai.toolCall.result'])),
        }),
      };
    }
    const match = OPERATION.exec(id);
    if (match === null) return undefined;
    return {
      kind: match[1] === undefined ? 'parent' : 'model',
      ...reading({
        messages: promptOf(attributes),
        output: textOf(attributes['ai.response.text'] ?? attributes['ai.response.object']),
        toolCalls: callsOf(attributes['ai.response.toolCalls']),
        tools: toolsOf(attributes['ai.prompt.tools']),
        generator: generatorOf(
          attributes['ai.model.provider'],
          attributes['ai.response.model'] ?? attributes['ai.model.id'],
        ),
        usage: usageOf(
          attributes['ai.usage.promptTokens'] ?? attributes['ai.usage.inputTokens'],
          attributes['ai.usage.completionTokens'] ?? attributes['ai.usage.outputTokens'],
        ),
        finishReason: textOf(attributes['ai.response.finishReason']),
        session: textOf(
          metadata(attributes, 'sessionId') ?? metadata(attributes, 'conversationId'),
        ),
        user: textOf(metadata(attributes, 'userId')),
      }),
    };
  },
};

/** The call has the messages; the operation around it the prompt, as JSON. */
function promptOf(attributes: Attributes): Message[] {
  const messages = messagesOf(attributes['ai.prompt.messages']);
  if (messages.length > 0) return messages;
  const prompt = parsed(attributes['ai.prompt']);
  if (!isObject(prompt)) return messagesOf(prompt);
  const system = textOf(prompt.system);
  const asked = messagesOf(prompt.messages ?? prompt.prompt ?? null);
  return system === undefined ? asked : [{ role: 'system', content: system }, ...asked];
}

function callsOf(given: JsonValue | undefined): ToolCall[] {
  const calls = parsed(given);
  return Array.isArray(calls) ? calls.flatMap((call) => callOf(call)) : [];
}

function toolRun(attributes: Attributes): ToolCall[] {
  return callOf({
    name: attributes['ai.toolCall.name'] ?? null,
    id: attributes['ai.toolCall.id'] ?? null,
    arguments: parsed(attributes['ai.toolCall.args']) ?? {},
  });
}

function metadata(attributes: Attributes, name: string): JsonValue | undefined {
  return attributes[`ai.telemetry.metadata.${name}`];
}
