import type { JsonValue, Message } from '@assay/schema/types.ts';
import type { Attributes, LogRecord, Span } from '../otlp/span.ts';
import {
  type Dialect,
  generatorOf,
  type Reading,
  reading,
  type SpanKind,
  textOf,
  usageOf,
} from '../reading.ts';
import { answerOf } from './answer.ts';
import { callOf, contextsOf, isObject, messagesOf, parsed, toolsOf } from './messages.ts';

const KINDS: Readonly<Record<string, SpanKind>> = {
  chat: 'model',
  text_completion: 'model',
  generate_content: 'model',
  retrieval: 'retrieval',
  execute_tool: 'tool',
  invoke_agent: 'parent',
  invoke_workflow: 'parent',
};

const DETAILS = 'gen_ai.client.inference.operation.details';

/**
 * OpenTelemetry's semantic conventions for generative AI, with the names that older releases used:
 * content as attributes, as span events or as events of their own.
 */
export const GEN_AI: Dialect = {
  name: 'gen_ai',
  read({ attributes, events }) {
    const kind = KINDS[String(attributes['gen_ai.operation.name'])];
    if (kind === undefined) return undefined;
    if (events.length === 0) return { kind, ...ofAttributes(attributes) };
    const details = events.filter(({ name }) => name === DETAILS).map((event) => event.attributes);
    const said = Object.assign({}, attributes, ...details);
    return { kind, ...ofAttributes(said), ...ofOldEvents(events) };
  },
};

/** What an event beside a span says of it: the content of a model call. */
export function readGenAiLog({ eventName, attributes, body }: LogRecord): Reading | undefined {
  const name = eventName || String(attributes['event.name'] ?? '');
  if (name === DETAILS) return ofAttributes({ ...attributes, ...(isObject(body) ? body : {}) });
  if (!isObject(body)) return undefined;
  return ofOldEvents([{ name, attributes: body }]);
}

function ofAttributes(said: Attributes): Reading {
  const answer = answerOf(said['gen_ai.output.messages']);
  const system = systemOf(said['gen_ai.system_instructions']);
  const reasons = parsed(said['gen_ai.response.finish_reasons']);
  return reading({
    messages: [...system, ...messagesOf(said['gen_ai.input.messages'])],
    input: textOf(said['gen_ai.retrieval.query.text']),
    output: answer.output ?? textOf(parsed(said['gen_ai.tool.call.result'])),
    toolCalls: answer.toolCalls ?? toolRun(said),
    tools: toolsOf(said['gen_ai.tool.definitions']),
    contexts: contextsOf(said['gen_ai.retrieval.documents']),
    generator: generatorOf(
      said['gen_ai.provider.name'] ?? said['gen_ai.system'],
      said['gen_ai.response.model'] ?? said['gen_ai.request.model'],
    ),
    usage: usageOf(
      said['gen_ai.usage.input_tokens'] ?? said['gen_ai.usage.prompt_tokens'],
      said['gen_ai.usage.output_tokens'] ?? said['gen_ai.usage.completion_tokens'],
    ),
    finishReason: Array.isArray(reasons) ? textOf(reasons[0]) : undefined,
    session: textOf(said['gen_ai.conversation.id']),
    user: textOf(said['user.id'] ?? said['enduser.id']),
  });
}

/** Instructions are a list of parts of one message. */
function systemOf(given: JsonValue | undefined): Message[] {
  const parts = parsed(given);
  if (parts === null || parts === '') return [];
  return messagesOf([{ role: 'system', parts: Array.isArray(parts) ? parts : [parts] }]);
}

function toolRun(said: Attributes) {
  return callOf({
    name: said['gen_ai.tool.name'] ?? null,
    arguments: parsed(said['gen_ai.tool.call.arguments']) ?? {},
    id: said['gen_ai.tool.call.id'] ?? null,
  });
}

const MESSAGE_EVENT = /^gen_ai\.(system|user|assistant|tool)\.message$/;

/** `gen_ai.user.message` and its like, and `gen_ai.choice`: conventions until 1.36. */
function ofOldEvents(
  events: readonly Pick<Span['events'][number], 'name' | 'attributes'>[],
): Reading {
  const messages = events.flatMap(({ name, attributes }) => {
    const role = MESSAGE_EVENT.exec(name)?.[1];
    return role === undefined ? [] : messagesOf([{ role, ...withContent(attributes) }]);
  });
  const choices = events.filter(({ name }) => name === 'gen_ai.choice');
  const answers = choices.map(({ attributes }): JsonValue => {
    const message = parsed(attributes.message);
    return { role: 'assistant', ...(isObject(message) ? message : withContent(attributes)) };
  });
  return reading({
    messages,
    ...answerOf(answers.slice(0, 1)),
    finishReason: textOf(choices[0]?.attributes.finish_reason),
  });
}

function withContent(attributes: Attributes): Record<string, JsonValue> {
  return {
    ...attributes,
    content: attributes.content ?? attributes['gen_ai.event.content'] ?? null,
  };
}
