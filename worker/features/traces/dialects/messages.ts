import { LIMITS } from '@assay/schema/limits.ts';
import type {
  Context,
  JsonObject,
  JsonValue,
  Message,
  Role,
  Tool,
  ToolCall,
} from '@assay/schema/types.ts';

const ROLES: Readonly<Record<string, Role>> = {
  system: 'system',
  developer: 'developer',
  user: 'user',
  human: 'user',
  assistant: 'assistant',
  ai: 'assistant',
  model: 'assistant',
  tool: 'tool',
  function: 'tool',
};

/** A message as it is read: its content as text, its calls in one form. */
export interface ReadMessage extends Message {
  content: string;
  toolCalls?: ToolCall[];
}

/**
 * The messages of a list, whichever library wrote them: content as text or parts, tool calls beside
 * the content or among its parts, results of tools as messages or as parts. What carries no text, such
 * as an image, is left out.
 */
export function messagesOf(list: JsonValue | undefined): ReadMessage[] {
  const given = parsed(list);
  if (typeof given === 'string') return given === '' ? [] : [{ role: 'user', content: given }];
  if (!Array.isArray(given)) return isObject(given) ? messagesOf(given.messages ?? [given]) : [];
  return given.flatMap((each) => (Array.isArray(each) ? messagesOf(each) : messageOf(each)));
}

/** A message, and the results of tools that stood among its parts. */
function messageOf(given: JsonValue): ReadMessage[] {
  if (typeof given === 'string') return [{ role: 'user', content: given }];
  if (!isObject(given)) return [];
  const fields = unwrapped(given);
  const role = roleOf(fields);
  const parts = partsOf(fields);
  const results = parts.flatMap(resultOf);
  const calls = [...listOf(fields.tool_calls ?? fields.toolCalls), ...parts].flatMap(callOf);
  const content = parts.flatMap(textOfPart).join('\n');
  const id = fields.tool_call_id ?? fields.toolCallId ?? fields.id;
  const message: ReadMessage = {
    role,
    content,
    ...(calls.length > 0 && { toolCalls: once(calls) }),
    ...(role === 'tool' && typeof id === 'string' && { toolCallId: id }),
  };
  if (results.length > 0)
    return content === '' && calls.length === 0 ? results : [message, ...results];
  return [message];
}

/** LangChain's dumps put the fields under `kwargs` or `data`, and the role into the type. */
function unwrapped(given: JsonObject): JsonObject {
  const { kwargs, data, message } = given;
  const inner = [kwargs, data, message].find(isObject);
  return inner === undefined ? given : { type: given.type ?? null, ...idOf(given), ...inner };
}

function idOf({ id }: JsonObject): JsonObject {
  const last = Array.isArray(id) ? id.at(-1) : undefined;
  // ["langchain", "schema", "messages", "HumanMessage"]
  return typeof last === 'string'
    ? { type: last.replace(/Message(?:Chunk)?$/, '').toLowerCase() }
    : {};
}

function roleOf({ role, type }: JsonObject): Role {
  const known = [role, type].find(
    (name) => typeof name === 'string' && name.toLowerCase() in ROLES,
  );
  return typeof known === 'string' ? (ROLES[known.toLowerCase()] ?? 'user') : 'user';
}

function partsOf({ content, parts, contents, text }: JsonObject): JsonValue[] {
  const given = parsed(content ?? parts ?? contents ?? text ?? null);
  if (Array.isArray(given)) return given;
  if (given === null) return [];
  return [typeof content === 'string' ? content : given];
}

function textOfPart(part: JsonValue): string[] {
  if (typeof part === 'string') return [part];
  if (!isObject(part)) return [];
  const fields = isObject(part.message_content) ? part.message_content : part;
  const type = typeof fields.type === 'string' ? fields.type : 'text';
  if (!['text', 'input_text', 'output_text', 'refusal'].includes(type)) return [];
  const text = fields.text ?? fields.content ?? fields.refusal;
  return typeof text === 'string' ? [text] : [];
}

const CALL_TYPES = ['tool_call', 'tool-call', 'tool_use', 'function_call', 'function', 'call'];

/** A tool call in any of the forms of the libraries; nothing for what is none. */
export function callOf(given: JsonValue): ToolCall[] {
  if (!isObject(given)) return [];
  const call = isObject(given.tool_call) ? given.tool_call : given;
  const inner = isObject(call.function) ? call.function : call;
  const name = inner.name ?? call.toolName;
  const isCall =
    call !== given || inner !== call || CALL_TYPES.includes(String(call.type ?? 'call'));
  if (typeof name !== 'string' || !isCall) return [];
  const args = inner.arguments ?? call.args ?? call.input ?? {};
  const id = call.id ?? call.toolCallId ?? call.call_id;
  return [
    {
      name,
      arguments: typeof args === 'string' || isObject(args) ? args : { value: args },
      ...(typeof id === 'string' && id !== '' && { id }),
    },
  ];
}

const RESULT_TYPES = ['tool_call_response', 'tool-result', 'tool_result', 'function_call_output'];

function resultOf(part: JsonValue): ReadMessage[] {
  if (!isObject(part) || !RESULT_TYPES.includes(String(part.type))) return [];
  const result = part.response ?? part.result ?? part.output ?? part.content ?? '';
  const id = part.id ?? part.toolCallId ?? part.tool_use_id ?? part.call_id;
  const inner = isObject(result) && 'value' in result ? (result.value ?? '') : result;
  return [
    {
      role: 'tool',
      content: typeof inner === 'string' ? inner : JSON.stringify(inner),
      ...(typeof id === 'string' && { toolCallId: id }),
    },
  ];
}

/** Tools as they were offered to the model. */
export function toolsOf(list: JsonValue | undefined): Tool[] {
  return listOf(list).flatMap((given) => {
    const outer = parsed(given);
    if (!isObject(outer)) return [];
    const wrapped = isObject(outer.tool) ? outer.tool : outer;
    const read = parsed(wrapped.json_schema ?? wrapped);
    const tool = isObject(read) && isObject(read.function) ? read.function : read;
    if (!isObject(tool) || typeof tool.name !== 'string') return [];
    const parameters = parsed(tool.parameters ?? tool.inputSchema ?? tool.input_schema ?? null);
    return [
      {
        name: tool.name,
        ...(typeof tool.description === 'string' && { description: tool.description }),
        ...(isObject(parameters) && { parameters }),
      },
    ];
  });
}

/** Documents as retrievers report them: their text under several names. */
export function contextsOf(list: JsonValue | undefined): Context[] {
  return listOf(list).flatMap((given) => {
    if (typeof given === 'string') return [{ text: given }];
    if (!isObject(given)) return [];
    const document = isObject(given.document) ? given.document : given;
    const text =
      document.content ??
      document.text ??
      document.page_content ??
      document.pageContent ??
      given.document;
    if (typeof text !== 'string') return [];
    const { id, score = given.score ?? null } = document;
    return [
      {
        text,
        ...((typeof id === 'string' || typeof id === 'number') && { id: String(id) }),
        ...(typeof score === 'number' && { score }),
      },
    ];
  });
}

/** A JSON text as its value; anything else as it is. */
export function parsed(value: JsonValue | undefined): JsonValue {
  if (typeof value !== 'string') return value ?? null;
  if (!/^\s*[[{"]/.test(value) || isTooDeep(value)) return value;
  try {
    return JSON.parse(value);
  } catch {
    // A text that only looks like JSON is a text.
    return value;
  }
}

/** Whether a JSON text is nested deeper than a sample may be. What has few brackets is not looked at. */
function isTooDeep(text: string): boolean {
  let opened = 0;
  for (const bracket of ['[', '{']) {
    let at = text.indexOf(bracket);
    while (at !== -1 && opened <= LIMITS.nestingDepth) {
      opened += 1;
      at = text.indexOf(bracket, at + 1);
    }
  }
  return opened > LIMITS.nestingDepth && nestingOf(text) > LIMITS.nestingDepth;
}

/** How deep brackets are nested outside of strings. */
function nestingOf(text: string): number {
  let [depth, most, isString] = [0, 0, false];
  for (let at = 0; at < text.length; at += 1) {
    const character = text[at];
    if (isString) {
      if (character === '\\') at += 1;
      else if (character === '"') isString = false;
    } else if (character === '"') isString = true;
    else if (character === '[' || character === '{') {
      depth += 1;
      most = Math.max(most, depth);
    } else if (character === ']' || character === '}') depth -= 1;
  }
  return most;
}

function listOf(value: JsonValue | undefined): JsonValue[] {
  const given = parsed(value);
  return Array.isArray(given) ? given : [];
}

export function isObject(value: JsonValue | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Some libraries write each call among the parts and beside them. */
function once(calls: ToolCall[]): ToolCall[] {
  const seen = new Set<string>();
  return calls.filter(({ id }) => id === undefined || (!seen.has(id) && seen.add(id)));
}
