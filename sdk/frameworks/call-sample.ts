import type {
  ContentPart,
  Context,
  JsonObject,
  Message,
  Sample,
  Tool,
  ToolCall,
} from '@assay/schema/types.ts';
import { type ModelAnswer, type ModelToolResult, textOf, type Wrapped } from './model-answer.ts';

export type CallParams = Wrapped['params'];
type Prompt = CallParams['prompt'];
type Turn<Role> = Extract<Prompt[number], { role: Role }>;
type UserPart = Turn<'user'>['content'][number];
type ToolResultPart = Extract<Turn<'tool'>['content'][number], { type: 'tool-result' }>;

/** Parts of the sample that do not come from the call. */
export interface SampleSources {
  contexts: readonly (string | Context)[];
  /** Tools whose results of this turn are also contexts. */
  contextTools: readonly string[];
  generator: string;
}

/**
 * The sample of a call and its answer: the conversation with tool calls and their results, the
 * answer at its end. Reasoning and file contents are excluded. `providerOptions.assay` can contain
 * any other field of a sample, such as `expected`, and takes precedence.
 */
export function sampleOf(params: CallParams, answer: ModelAnswer, sources: SampleSources): Sample {
  const asked = params.prompt.flatMap(messagesOf);
  const input = asked.findLast(({ role }) => role === 'user');
  const ownCalls = answer.toolCalls.map(({ id, name, input: text }) => callOf(id, name, text));
  const ownResults = answer.toolResults.map(told);
  // Results of the provider's own tools come before the answer that uses them.
  const steps = ownResults.length > 0 ? [lastMessage('', ownCalls), ...ownResults] : [];
  const last = lastMessage(answer.text, steps.length > 0 ? [] : ownCalls);
  const messages = [...asked, ...steps, last];
  const turn = messages.slice(input ? messages.indexOf(input) + 1 : 0);
  const failed = failedCalls(params.prompt);
  const results = turn.filter(
    ({ role, name = '', toolCallId = '' }) =>
      role === 'tool' && sources.contextTools.includes(name) && !failed.has(toolCallId),
  );
  const contexts = [...sources.contexts, ...results.map(({ content }) => textOf(content))];
  const tools = (params.tools ?? []).flatMap(toolOf);
  const { finishReason, usage, latencyMs } = answer;
  const sample: Sample = {
    messages,
    output: answer.text,
    generator: sources.generator,
    generation: { latencyMs, ...(finishReason && { finishReason }), ...(usage && { usage }) },
  };
  if (input) sample.input = plainText(input.content);
  if (contexts.length > 0) sample.contexts = contexts;
  if (tools.length > 0) {
    sample.tools = tools;
    sample.toolCalls = turn.flatMap(({ toolCalls }) => toolCalls ?? []);
  }
  // The API validates its content.
  return { ...sample, ...(params.providerOptions?.assay as Partial<Sample> | undefined) };
}

/** Ids of calls that failed or were denied; their results are not contexts. */
function failedCalls(prompt: Prompt): Set<string> {
  const failed = new Set<string>();
  for (const turn of prompt) {
    if (turn.role !== 'tool' && turn.role !== 'assistant') continue;
    for (const part of turn.content) {
      if (part.type !== 'tool-result') continue;
      if (/^(?:error-|execution-denied$)/.test(part.output.type)) failed.add(part.toolCallId);
    }
  }
  return failed;
}

function lastMessage(content: string, toolCalls: ToolCall[]): Message {
  return { role: 'assistant', content, ...(toolCalls.length > 0 && { toolCalls }) };
}

/** One turn of a prompt; tool results become separate messages. */
function messagesOf(turn: Prompt[number]): Message[] {
  switch (turn.role) {
    case 'system':
      return [{ role: 'system', content: turn.content }];
    case 'user':
      return [{ role: 'user', content: contentOf(turn.content) }];
    case 'assistant': {
      const text = turn.content.map((part) => (part.type === 'text' ? part.text : '')).join('');
      const calls = turn.content.flatMap((part) =>
        part.type === 'tool-call' ? [callOf(part.toolCallId, part.toolName, part.input)] : [],
      );
      const results = turn.content.flatMap((part) =>
        part.type === 'tool-result' ? [resultOf(part)] : [],
      );
      return [lastMessage(text, calls), ...results];
    }
    case 'tool':
      return turn.content.flatMap((part) => (part.type === 'tool-result' ? [resultOf(part)] : []));
  }
}

function contentOf(parts: UserPart[]): string | ContentPart[] {
  const [first] = parts;
  if (parts.length === 1 && first?.type === 'text') return first.text;
  return parts.map((part): ContentPart => {
    if (part.type === 'text') return { type: 'text', text: part.text };
    if (part.data.type === 'text') return { type: 'text', text: part.data.text };
    const { mediaType, filename } = part;
    return { type: 'file', mediaType, ...(filename !== undefined && { filename }) };
  });
}

function plainText(content: Message['content']): string {
  if (!Array.isArray(content)) return content ?? '';
  return content.flatMap(({ text }) => text ?? []).join('\n');
}

function callOf(id: string, name: string, input: unknown): ToolCall {
  const isObject = typeof input === 'object' && input !== null && !Array.isArray(input);
  // Tool inputs are JSON, although the types allow anything.
  return { id, name, arguments: isObject ? (input as JsonObject) : textOf(input) };
}

function resultOf({ toolCallId, toolName, output }: ToolResultPart): Message {
  return told({ id: toolCallId, name: toolName, text: outputText(output) });
}

function told({ id, name, text }: ModelToolResult): Message {
  return { role: 'tool', toolCallId: id, name, content: text };
}

function outputText(output: ToolResultPart['output']): string {
  switch (output.type) {
    case 'text':
    case 'error-text':
      return output.value;
    case 'json':
    case 'error-json':
      return textOf(output.value);
    case 'execution-denied':
      return output.reason ?? 'The call was not allowed.';
    case 'content':
      return output.value.map((part) => (part.type === 'text' ? part.text : '')).join('');
  }
}

function toolOf(tool: NonNullable<CallParams['tools']>[number]): Tool[] {
  // Only the provider knows the parameters of its own tools.
  if (tool.type !== 'function') return [];
  const { name, description, inputSchema } = tool;
  // A JSON Schema is JSON.
  const parameters = inputSchema as JsonObject;
  return [{ name, parameters, ...(description !== undefined && { description }) }];
}
