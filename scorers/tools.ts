import type { AnyTool, GeminiFunction, JsonObject, JsonValue } from '@assay/schema/types.ts';

/** A declared tool as scorers see it. */
export interface ToolView {
  name: string;
  description?: string;
  /** JSON Schema of the arguments. */
  parameters?: JsonObject;
}

/** Brings tools as OpenAI, Anthropic, Gemini, MCP and the AI SDK declare them into one shape. */
export function readTools(tools: readonly AnyTool[]): ToolView[] {
  return tools.flatMap((tool) => {
    if ('function' in tool) return [viewOf(tool.function, tool.function.parameters)];
    if ('inputSchema' in tool) return [viewOf(tool, tool.inputSchema)];
    if ('input_schema' in tool) return [viewOf(tool, tool.input_schema)];
    if ('name' in tool) return [viewOf(tool, tool.parameters)];
    const functions =
      'functionDeclarations' in tool ? tool.functionDeclarations : tool.function_declarations;
    return functions.map(fromGemini);
  });
}

function viewOf(
  { name, description }: { name: string; description?: string },
  parameters: JsonObject | undefined,
): ToolView {
  return {
    name,
    ...(description === undefined ? {} : { description }),
    ...(parameters === undefined ? {} : { parameters }),
  };
}

function fromGemini(tool: GeminiFunction): ToolView {
  const { parameters, parametersJsonSchema } = tool;
  return viewOf(tool, parametersJsonSchema ?? (parameters && mapObject(parameters)));
}

const TYPES = /^(?:STRING|NUMBER|INTEGER|BOOLEAN|ARRAY|OBJECT|NULL)$/;

/**
 * A schema of Gemini's own kind as JSON Schema: its types are in capitals, and `nullable` allows
 * null. Source: https://ai.google.dev/api/caching#Schema
 */
function toJsonSchema(schema: JsonValue): JsonValue {
  if (Array.isArray(schema)) return schema.map(toJsonSchema);
  return typeof schema === 'object' && schema !== null ? mapObject(schema) : schema;
}

function mapObject(schema: JsonObject): JsonObject {
  // A property may be called `nullable` too; it is a schema, and not true.
  const isNullable = schema.nullable === true;
  const members = Object.entries(schema).filter(([name]) => !isNullable || name !== 'nullable');
  const mapped = Object.fromEntries(
    members.map(([name, member]): [string, JsonValue] =>
      name === 'type' && typeof member === 'string' && TYPES.test(member)
        ? [name, member.toLowerCase()]
        : [name, toJsonSchema(member)],
    ),
  );
  return isNullable ? { anyOf: [mapped, { type: 'null' }] } : mapped;
}
