import type { ContentPart } from './content-part.ts';
import type { JsonObject, JsonValue } from './json.ts';
import type { AnyToolCall } from './tool.ts';

export type Role = 'system' | 'developer' | 'user' | 'assistant' | 'model' | 'tool' | 'function';

export interface Message {
  type?: 'message';
  role: Role;
  content?: string | ContentPart[] | null;
  parts?: ContentPart[];
  id?: string;
  name?: string;
  status?: string;
  toolCalls?: AnyToolCall[] | null;
  tool_calls?: AnyToolCall[] | null;
  function_call?: { name: string; arguments?: JsonObject | string } | null;
  toolCallId?: string;
  tool_call_id?: string;
  refusal?: string | null;
  annotations?: JsonValue[] | null;
  audio?: JsonObject | null;
}

/** An item of OpenAI's Responses API, sent among the messages. */
export interface ResponseItem {
  type: ResponseItemType;
  [other: string]: unknown;
}

export type ResponseItemType =
  | 'function_call'
  | 'function_call_output'
  | 'custom_tool_call'
  | 'custom_tool_call_output'
  | 'mcp_call'
  | 'web_search_call'
  | 'file_search_call'
  | 'code_interpreter_call'
  | 'image_generation_call'
  | 'computer_call'
  | 'computer_call_output'
  | 'reasoning';
