import type { ContentPart } from './content-part.ts';
import type { JsonObject, JsonValue } from './json.ts';

/** A tool in any supported form. */
export type AnyTool = Tool | OpenAiTool | McpTool | AnthropicTool | GeminiTools | GeminiPythonTools;

export interface Tool {
  type?: 'function';
  name: string;
  description?: string;
  parameters?: JsonObject;
  strict?: boolean | null;
}

export interface OpenAiTool {
  type: 'function';
  function: {
    name: string;
    description?: string;
    parameters?: JsonObject;
    strict?: boolean | null;
  };
}

/** A tool as listed by MCP or declared for the AI SDK. */
export interface McpTool {
  type?: 'function';
  name: string;
  title?: string;
  description?: string;
  inputSchema: JsonObject;
  outputSchema?: JsonObject;
  annotations?: JsonObject;
  icons?: JsonValue[];
  execution?: JsonObject;
  providerOptions?: JsonObject;
  strict?: boolean | null;
  _meta?: JsonObject;
}

/** A tool as Anthropic's Messages API declares it. */
export interface AnthropicTool {
  type?: 'custom' | null;
  name: string;
  description?: string;
  input_schema: JsonObject;
  input_examples?: JsonValue[];
  cache_control?: JsonObject | null;
  strict?: boolean | null;
}

/** A function as Gemini declares it. */
export interface GeminiFunction {
  name: string;
  description?: string;
  parameters?: JsonObject;
  parametersJsonSchema?: JsonObject;
  response?: JsonObject;
  responseJsonSchema?: JsonObject;
  behavior?: string;
}

/** Gemini's list of functions. */
export interface GeminiTools {
  functionDeclarations: GeminiFunction[];
}

/** The same, as spelled by Gemini's Python SDK. */
export interface GeminiPythonTools {
  function_declarations: GeminiFunction[];
}

export interface ToolCall {
  type?: 'function_call';
  id?: string;
  call_id?: string;
  name: string;
  arguments?: JsonObject | string;
  args?: JsonObject;
  status?: string;
}

export interface OpenAiToolCall {
  id?: string;
  type?: 'function';
  index?: number;
  function: { name: string; arguments?: JsonObject | string };
}

/** A tool call in any supported form. */
export type AnyToolCall = ToolCall | OpenAiToolCall | OpenAiCustomToolCall | ContentPart;

/** A call of a tool that takes free text. */
export interface OpenAiCustomToolCall {
  id?: string;
  type: 'custom';
  custom: { name: string; input: string };
}
