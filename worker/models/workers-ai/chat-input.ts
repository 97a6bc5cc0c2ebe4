import type { JsonObject, JsonValue } from '@assay/schema/types.ts';
import { isJsonObject, objectsIn } from '../../core/json-object.ts';
import { invalidFor } from './fault.ts';

/**
 * A request for a chat completion as Workers AI takes it. What is not named here goes as it came.
 *
 * - A tool that must be called is the only one, and required: its models know no choice by name.
 * - JSON mode takes the schema itself; newer models take it as OpenAI does, with its name.
 *
 * Source: Cloudflare's Workers AI documentation (function calling, JSON mode, text generation).
 *
 * @throws UpstreamError for more than one choice, which it does not give
 */
export function chatInput(body: JsonObject, hasSchemaItself: boolean): JsonObject {
  const { model: _, n, max_completion_tokens: most, messages, ...rest } = body;
  if (typeof n === 'number' && n > 1) {
    throw invalidFor('n', 'Workers AI gives one choice a request. Set `n` to 1, and ask again.');
  }
  return {
    ...rest,
    ...(Array.isArray(messages) ? { messages: objectsIn(messages).map(toMessage) } : {}),
    ...(most == null ? {} : { max_tokens: most }),
    ...toolsOf(body),
    ...(hasSchemaItself ? formatOf(body) : {}),
  };
}

function toMessage({ content, role, ...message }: JsonObject): JsonObject {
  return {
    ...message,
    role: role === 'developer' ? 'system' : (role ?? 'user'),
    content: contentOf(content),
  };
}

/** Content is a text, which must be there; parts stay where one of them is no text. */
function contentOf(content: JsonValue | undefined): JsonValue {
  if (!Array.isArray(content)) return content ?? '';
  const texts = objectsIn(content).map(({ type, text }) => (type === 'text' ? text : undefined));
  return texts.length === content.length && texts.every((text) => typeof text === 'string')
    ? texts.join('\n')
    : content;
}

function toolsOf({ tools, tool_choice: choice }: JsonObject): JsonObject {
  const name = isJsonObject(choice) && isJsonObject(choice.function) && choice.function.name;
  if (typeof name !== 'string') return {};
  const chosen = objectsIn(tools).filter(
    (tool) => isJsonObject(tool.function) && tool.function.name === name,
  );
  return { tools: chosen, tool_choice: 'required' };
}

function formatOf({ response_format: format }: JsonObject): JsonObject {
  if (!hasSchema(format)) return {};
  const { json_schema: named } = format;
  const schema = isJsonObject(named) && isJsonObject(named.schema) ? named.schema : named;
  return { response_format: { ...format, json_schema: schema ?? {} } };
}

/** Whether a response must fit a schema. */
export function hasSchema(format: JsonValue | undefined): format is JsonObject {
  return isJsonObject(format) && format.type === 'json_schema';
}
