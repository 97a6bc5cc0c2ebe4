import { canonicalJson } from '@assay/schema/canonical-json.ts';
import type {
  ContentPart,
  Generation,
  JsonObject,
  JsonValue,
  Message,
  ResponseItem,
  Role,
  Sample,
} from '@assay/schema/types.ts';
import { callsInPart, readToolCall, type ToolCallView } from './tool-calls.ts';
import { resultInPart } from './tool-results.ts';
import { readTools, type ToolView } from './tools.ts';

export type { ToolCallView } from './tool-calls.ts';
export type { ToolView } from './tools.ts';

/** A sample as scorers see it: every accepted spelling brought into one shape. */
export interface SampleView {
  /** What was asked: `input`, or else the last user message. */
  input?: string;
  /** What was answered: `output`, as JSON where it is none as a text, or else the last assistant message. */
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
  /** Read by code of one's own alone. */
  metadata?: JsonObject;
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
  role: Exclude<Role, 'model'>;
  content: string;
  name?: string;
  toolCalls: ToolCallView[];
  toolCallId?: string;
  /** What tools returned that is no text of the message: JSON, by part. Absent where there is none. */
  toolResults?: unknown[];
}

/** Brings a sample into the one shape that scorers read. */
export function readSample(sample: Sample): SampleView {
  const messages = sample.messages?.map(readMessage);
  const view: SampleView = {};
  const input = sample.input ?? lastContent(messages, 'user');
  const output = outputText(sample.output) ?? lastContent(messages, 'assistant');
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
  if (sample.tools) view.tools = readTools(sample.tools);
  if (toolCalls) view.toolCalls = toolCalls;
  if (sample.expectedToolCalls) view.expectedToolCalls = sample.expectedToolCalls.map(readToolCall);
  if (sample.generation) view.generation = sample.generation;
  if (sample.metadata) view.metadata = sample.metadata;
  return view;
}

/** An object or list as scorers of text see it; what reads JSON reads the same value from it. */
function outputText(output: Sample['output']): string | undefined {
  return typeof output === 'object' ? canonicalJson(output) : output;
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

function readMessage(message: Message | ResponseItem): MessageView {
  if (!isMessage(message)) return readItem(message);
  const older = message.function_call ? [{ function: message.function_call }] : [];
  const calls = (message.toolCalls ?? message.tool_calls ?? older).map(readToolCall);
  const ids = new Set(calls.flatMap(({ id }) => id ?? []));
  // Some frameworks write each call twice: among the parts, and beside them.
  const inParts = partsOf(message)
    .flatMap(callsInPart)
    .filter(({ id }) => !id || !ids.has(id));
  const toolCallId = message.toolCallId ?? message.tool_call_id;
  const toolResults = partsOf(message).flatMap((part) => readResult(part, message.role));
  return {
    role: message.role === 'model' ? 'assistant' : message.role,
    content: readContent(message),
    toolCalls: [...calls, ...inParts],
    ...(message.name === undefined ? {} : { name: message.name }),
    ...(toolCallId === undefined ? {} : { toolCallId }),
    ...(toolResults.length === 0 ? {} : { toolResults }),
  };
}

function readResult(part: ContentPart, role: Role): unknown[] {
  if (readPart(part) !== '') return [];
  const result = resultInPart(part);
  if (result !== undefined) return [result];
  // A tool says nothing but what it returned, in whatever form.
  return role === 'tool' || role === 'function' ? [part] : [];
}

function isMessage(message: Message | ResponseItem): message is Message {
  return 'role' in message;
}

/** An item of OpenAI's Responses API: what a tool gave back, or a turn of the assistant. */
function readItem(item: ResponseItem): MessageView {
  if (!item.type.endsWith('_output')) {
    return { role: 'assistant', content: '', toolCalls: callsInPart(item) };
  }
  const { output, call_id } = item;
  return {
    role: 'tool',
    content: typeof output === 'string' ? output : JSON.stringify(output ?? ''),
    toolCalls: [],
    ...(typeof call_id === 'string' ? { toolCallId: call_id } : {}),
  };
}

function partsOf({ content, parts }: Message): ContentPart[] {
  return [...(Array.isArray(content) ? content : []), ...(parts ?? [])];
}

function readContent(message: Message): string {
  if (typeof message.content === 'string') return message.content;
  const parts = partsOf(message);
  if (parts.length > 0 || Array.isArray(message.content)) return parts.map(readPart).join('');
  return message.refusal ?? '';
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
