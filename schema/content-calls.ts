import type { AnyToolCall, JsonObject, JsonValue } from './types.ts';

/** A tool call that stands among the parts of a message. */
export interface PartCall {
  id?: string;
  name: string;
  /** The arguments: an object, or the text that the model wrote. */
  given: JsonObject | string;
  /** Whether a text in `given` is free text and not JSON. */
  isFreeText: boolean;
}

/** Why a part that is a tool call cannot be read, and where in the part. */
export interface PartFault {
  path: string[];
  message: string;
}

/** Where a form keeps what makes a call. */
interface Form {
  /** The member that holds the call; the part itself if omitted. */
  within?: string;
  name: string;
  id: string;
  arguments: readonly string[];
  isFreeText?: boolean;
}

const ANTHROPIC: Form = { name: 'name', id: 'id', arguments: ['input'] };
const LANGCHAIN: Form = { name: 'name', id: 'id', arguments: ['args', 'arguments'] };
const AI_SDK: Form = { name: 'toolName', id: 'toolCallId', arguments: ['input', 'args'] };

const PYDANTIC: Form = {
  name: 'tool_name',
  id: 'tool_call_id',
  arguments: ['args', 'arguments', 'tool_kwargs'],
};
const MISTRAL: Form = { name: 'name', id: 'tool_call_id', arguments: ['arguments'] };

const OPENAI: Form = { within: 'function', name: 'name', id: 'id', arguments: ['arguments'] };

/** By the `type` of the part. */
const TYPED = new Map<string, Form>([
  ['tool_use', ANTHROPIC],
  ['server_tool_use', ANTHROPIC],
  ['mcp_tool_use', ANTHROPIC],
  ['tool-call', AI_SDK],
  ['dynamic-tool', AI_SDK],
  ['tool-invocation', { ...AI_SDK, within: 'toolInvocation' }],
  ['tool_call', LANGCHAIN],
  ['server_tool_call', LANGCHAIN],
  ['function', OPENAI],
  ['custom', { ...OPENAI, within: 'custom', arguments: ['input'], isFreeText: true }],
  ['function_call', { name: 'name', id: 'call_id', arguments: ['arguments'] }],
  ['mcp_call', { name: 'name', id: 'id', arguments: ['arguments'] }],
  ['function.call', MISTRAL],
  ['tool.execution', MISTRAL],
  ['custom_tool_call', { name: 'name', id: 'call_id', arguments: ['input'], isFreeText: true }],
]);

/** By the one member that such a part has, of dialects without `type`. */
const UNTYPED = new Map<string, Form>([
  ['function', OPENAI],
  ['functionCall', { within: 'functionCall', name: 'name', id: 'id', arguments: ['args'] }],
  ['function_call', { within: 'function_call', name: 'name', id: 'id', arguments: ['args'] }],
  ['toolRequest', { within: 'toolRequest', name: 'name', id: 'ref', arguments: ['input'] }],
  ['toolUse', { within: 'toolUse', name: 'name', id: 'toolUseId', arguments: ['input'] }],
]);

/** By the members that such a part has, of dialects without `type` and without a member around all. */
const BY_MEMBERS: readonly Form[] = [
  AI_SDK,
  PYDANTIC,
  { name: 'name', id: 'id', arguments: ['input_parameters', 'inputParameters'] },
];

/** The request by which MCP calls a tool. */
const MCP_REQUEST: Form = { ...OPENAI, within: 'params' };

// Calls of OpenAI's own tools carry no name; their type is it. Their arguments have many names.
const HOSTED =
  /^(web_search|file_search|computer|code_interpreter|image_generation|local_shell|shell|apply_patch|tool_search)_call$/;
const HOSTED_FORM: Form = {
  name: 'name',
  id: 'call_id',
  arguments: ['action', 'operation', 'arguments', 'given'],
};
// A part of the AI SDK's UI messages has the tool's name in its type.
const UI_PART =
  /^tool-(?!result$|error$|approval|output|input-(?:start|delta|end|available|error)$)(.+)$/;
// What answers a call, asks whether it may be made, or names tools, is none.
const LOOKS_LIKE_CALL =
  /^(?!.*(?:result|output|response|return|approval|error|reference$|list_tools$)).*(?:tool|function|_call$|_use$)/i;
const LOOKS_LIKE_CALL_INSIDE = /^(?:tool|function)[_-]?(?:calls?|uses?|request|invocation)$/i;

/**
 * The tool call that a content part holds, in the form of Anthropic, the AI SDK, Gemini, Bedrock,
 * LangChain, DeepEval, Genkit, Mistral, MCP, OpenAI or Pydantic AI. undefined for a part that is no call; a fault for one that must be, and
 * cannot be read.
 */
export function callInPart(part: object): PartCall | PartFault | undefined {
  if (!isObject(part)) return undefined;
  const { type } = part;
  if (typeof type === 'string') {
    const form = TYPED.get(type);
    if (form) return readCall(part, form);
    const hosted = HOSTED.exec(type)?.[1];
    if (hosted !== undefined) {
      return readCall({ ...part, name: hosted, given: givenToHosted(part) }, HOSTED_FORM);
    }
    const named = UI_PART.exec(type)?.[1];
    if (named !== undefined) return readCall({ ...part, toolName: named }, AI_SDK);
    if (!LOOKS_LIKE_CALL.test(type)) return undefined;
    const message = `looks like a tool call, but the type "${type}" is not supported; put the call in \`toolCalls\``;
    return { path: ['type'], message };
  }
  if (part.method === 'tools/call') return readCall(part, MCP_REQUEST);
  for (const [member, form] of UNTYPED) {
    if (isObject(part[member])) return readCall(part, form);
  }
  const code = part.executableCode ?? part.executable_code;
  if (isObject(code)) return readCall({ name: 'code_execution', given: code }, HOSTED_FORM);
  const form = BY_MEMBERS.find(
    (one) => typeof part[one.name] === 'string' && one.arguments.some((each) => each in part),
  );
  if (form) return readCall(part, form);
  const inside = Object.keys(part).find(
    (member) => LOOKS_LIKE_CALL_INSIDE.test(member) && isObject(part[member]),
  );
  if (inside === undefined) return undefined;
  const message =
    'looks like a tool call in a form that is not supported; put the call in `toolCalls`';
  return { path: [inside], message };
}

/** What a hosted tool was given in members of its own. */
function givenToHosted({ code, queries }: Record<string, unknown>): JsonObject | undefined {
  if (typeof code === 'string') return { code };
  return Array.isArray(queries) ? { queries: queries.map(String) } : undefined;
}

/** A tool call in any of the forms that are accepted in `toolCalls`. */
export function readCallForm(call: AnyToolCall): PartCall | PartFault {
  return callInPart(call) ?? readCall({ ...call }, PLAIN);
}

const PLAIN: Form = { name: 'name', id: 'id', arguments: ['arguments', 'args'] };

function readCall(part: { readonly [member: string]: unknown }, form: Form): PartCall | PartFault {
  const { within, isFreeText = false } = form;
  const inside = within === undefined ? part : part[within];
  const path = within === undefined ? [] : [within];
  if (!isObject(inside)) return { path, message: 'must be an object that holds the call' };
  const name = inside[form.name];
  if (typeof name !== 'string' || name === '') {
    return { path: [...path, form.name], message: 'must name the tool that was called' };
  }
  const member = form.arguments.find((one) => inside[one] !== undefined && inside[one] !== null);
  const given = member === undefined ? {} : inside[member];
  if (member !== undefined && typeof given !== 'string' && !isJsonObject(given)) {
    return {
      path: [...path, member],
      message: 'must hold the arguments: an object, or the JSON text that the model wrote',
    };
  }
  const id = inside[form.id] ?? part.id;
  return {
    name,
    given: typeof given === 'string' || isJsonObject(given) ? given : {},
    isFreeText,
    ...(typeof id === 'string' && id !== '' ? { id } : {}),
  };
}

function isObject(value: unknown): value is { readonly [member: string]: unknown } {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

// What a request body or a parsed text holds is JSON all through.
function isJsonObject(value: unknown): value is JsonObject {
  return isObject(value);
}

/** The path to the first number in a value that a double cannot tell from its neighbours. */
export function inexactNumberIn(value: JsonValue): string[] | undefined {
  if (typeof value === 'number') return isInexact(value) ? [] : undefined;
  if (typeof value !== 'object' || value === null) return undefined;
  for (const [step, part] of Object.entries(value)) {
    const path = inexactNumberIn(part);
    if (path) return [step, ...path];
  }
  return undefined;
}

function isInexact(value: number): boolean {
  return !Number.isFinite(value) || (Number.isInteger(value) && !Number.isSafeInteger(value));
}
