import type { JsonObject, JsonValue, Tool } from '@assay/schema/types.ts';
import { isRecord } from './row.ts';

/**
 * The functions that a provider's tool declares: as OpenAI, Anthropic, MCP or Gemini write them.
 *
 * @returns undefined for anything else, such as a provider's own search
 */
export function toolsOf(given: JsonValue): Tool[] | undefined {
  if (!isRecord(given)) return undefined;
  const many = given.functionDeclarations ?? given.function_declarations;
  if (Array.isArray(many)) {
    const tools = many.map(toolOf);
    return tools.every((tool) => tool !== undefined) ? tools : undefined;
  }
  const tool = toolOf(isRecord(given.function) ? given.function : given);
  return tool && [tool];
}

function toolOf(given: JsonValue): Tool | undefined {
  if (!isRecord(given) || typeof given.name !== 'string' || given.name === '') return undefined;
  const { name, description } = given;
  const parameters = given.parameters ?? given.input_schema ?? given.inputSchema;
  return {
    name,
    ...(typeof description === 'string' && { description }),
    ...(isRecord(parameters) && { parameters: withLowerTypes(parameters) }),
  };
}

/** Gemini writes the types of JSON Schema in capitals. */
function withLowerTypes(schema: JsonObject): JsonObject {
  return Object.fromEntries(
    Object.entries(schema).map(([key, value]): [string, JsonValue] => {
      if (key === 'type' && typeof value === 'string') return [key, value.toLowerCase()];
      if (key === 'properties' && isRecord(value)) {
        const inner = Object.entries(value).map(([name, each]): [string, JsonValue] => [
          name,
          isRecord(each) ? withLowerTypes(each) : each,
        ]);
        return [key, Object.fromEntries(inner)];
      }
      return [key, key === 'items' && isRecord(value) ? withLowerTypes(value) : value];
    }),
  );
}
