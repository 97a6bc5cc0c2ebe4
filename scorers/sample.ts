import { LIMITS } from '@assay/schema/limits.ts';
import type {
  AnyToolCall,
  ContentPart,
  Generation,
  JsonObject,
  JsonValue,
  Message,
  OpenAiTool,
  Role,
  Sample,
  Tool,
} from '@assay/schema/types.ts';

/** A sample as scorers see it: every accepted spelling brought into one shape. */
export interface SampleView {
  /** What was asked: `input`, or else the last user message. */
  input?: string;
  /** What was answered: `output`, or else the last assistant message. */
  output?: string;
  expected?: JsonValue;
  /** `expected` as one or more texts; absent when it is anything else. */
  references?: [string, ...string[]];
  contexts?: ContextView[];
  referenceContexts?: ReferenceContextView[];
  messages?: MessageView[];
  tools?: ToolView[];
  /** The calls made: `toolCalls`, or else those of all assistant messages, in order. */
  toolCalls?: ToolCallView[];
  expectedToolCalls?: ToolCallView[];
  generation?: Generation;
}

export type SampleField = keyof SampleView;

export interface ContextView {
  id?: string;
  text: string;
  score?: number;
}

export interface ReferenceContextView {
  id?: string;
  text?: string;
  gain: number;
}

export interface MessageView {
  role: Role;
  content: string;
  name?: string;
  toolCalls: ToolCallView[];
  toolCallId?: string;
}

export interface ToolView {
  name: string;
  description?: string;
  parameters?: JsonObject;
}

export interface ToolCallView {
  id?: string;
  name: string;
  /** The parsed arguments; null when the model wrote no JSON object, or one nested too deeply. */
  arguments: JsonObject | null;
  /** The arguments as the model wrote them, or as JSON. */
  argumentsText: string;
}

/** Brings a sample into the one shape that scorers read. */
export function readSample(sample: Sample): SampleView {
  const messages = sample.messages?.map(readMessage);
  const view: SampleView = {};
  const input = sample.input ?? lastContent(messages, 'user');
  const output = sample.output ?? lastContent(messages, 'assistant');
  const toolCalls = sample.toolCalls?.map(readToolCall) ?? callsIn(messages);
  const references = readReferences(sample.expected);

  if (input !== undefined) view.input = input;
  if (output !== undefined) view.output = output;
  if (sample.expected !== undefined) view.expected = sample.expected;
  if (references) view.references = references;
  if (sample.contexts) view.contexts = sample.contexts.map(readContext);
  if (sample.referenceContexts) {
    view.referenceContexts = sample.referenceContexts.map((context) =>
      typeof context === 'string'
        ? { id: context, text: context, gain: 1 }
        : { ...context, gain: context.gain ?? 1 },
    );
  }
  if (messages) view.messages = messages;
  if (sample.tools) view.tools = sample.tools.map(readTool);
  if (toolCalls) view.toolCalls = toolCalls;
  if (sample.expectedToolCalls) view.expectedToolCalls = sample.expectedToolCalls.map(readToolCall);
  if (sample.generation) view.generation = sample.generation;
  return view;
}

function readContext(context: string | ContextView): ContextView {
  return typeof context === 'string' ? { text: context } : context;
}

function readReferences(expected: JsonValue | undefined): [string, ...string[]] | undefined {
  if (expected === undefined || expected === null) return undefined;
  const values = Array.isArray(expected) ? expected : [expected];
  const texts: string[] = [];
  for (const value of values) {
    if (typeof value === 'object') return undefined;
    texts.push(String(value));
  }
  const [first, ...rest] = texts;
  return first === undefined ? undefined : [first, ...rest];
}

function readMessage(message: Message): MessageView {
  const older = message.function_call ? [{ function: message.function_call }] : [];
  const calls = message.toolCalls ?? message.tool_calls ?? older;
  const toolCallId = message.toolCallId ?? message.tool_call_id;
  return {
    role: message.role,
    content: readContent(message),
    toolCalls: calls.map(readToolCall),
    ...(message.name === undefined ? {} : { name: message.name }),
    ...(toolCallId === undefined ? {} : { toolCallId }),
  };
}

function readContent({ content, refusal }: Message): string {
  if (typeof content === 'string') return content;
  if (Array.isArray(content)) return content.map(readPart).join('');
  return refusal ?? '';
}

function readPart(part: ContentPart): string {
  return part.text ?? part.refusal ?? '';
}

function lastContent(messages: MessageView[] | undefined, role: Role): string | undefined {
  return messages?.findLast((message) => message.role === role)?.content;
}

function callsIn(messages: MessageView[] | undefined): ToolCallView[] | undefined {
  return messages?.flatMap(({ role, toolCalls }) => (role === 'assistant' ? toolCalls : []));
}

function readTool(tool: Tool | OpenAiTool): ToolView {
  const { name, description, parameters } = 'function' in tool ? tool.function : tool;
  return {
    name,
    ...(description === undefined ? {} : { description }),
    ...(parameters === undefined ? {} : { parameters }),
  };
}

function readToolCall(call: AnyToolCall): ToolCallView {
  if ('custom' in call) {
    const { name, input } = call.custom;
    const named = { name, arguments: { input }, argumentsText: input };
    return call.id === undefined ? named : { ...named, id: call.id };
  }
  const { name, arguments: given } = 'function' in call ? call.function : call;
  const id = 'call_id' in call ? (call.call_id ?? call.id) : call.id;
  const argumentsText = typeof given === 'string' ? given : JSON.stringify(given ?? {});
  return {
    name,
    arguments: typeof given === 'string' ? parseArguments(given) : (given ?? {}),
    argumentsText,
    ...(id === undefined ? {} : { id }),
  };
}

function parseArguments(text: string): JsonObject | null {
  // A call without arguments is written as an empty text by some models.
  if (text.trim() === '') return {};
  try {
    const value: unknown = JSON.parse(text);
    const isObject = typeof value === 'object' && value !== null && !Array.isArray(value);
    return isObject && !nestsDeeper(value, LIMITS.nestingDepth) ? (value as JsonObject) : null;
  } catch {
    return null;
  }
}

// A request body is held to this depth; JSON inside a text is not, and whoever walks it recurses.
function nestsDeeper(value: unknown, levels: number): boolean {
  if (typeof value !== 'object' || value === null) return false;
  return levels === 0 || Object.values(value).some((part) => nestsDeeper(part, levels - 1));
}
