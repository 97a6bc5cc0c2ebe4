import type { JsonValue } from '@assay/schema/types.ts';
import { type Dialect, generatorOf, reading, type SpanKind, textOf, usageOf } from '../reading.ts';
import { answerOf, messageOfCall } from './answer.ts';
import { contextsOf, isObject, messagesOf, parsed, toolsOf } from './messages.ts';

const KINDS: Readonly<Record<string, SpanKind>> = {
  llm: 'model',
  retriever: 'retrieval',
  tool: 'tool',
  chain: 'parent',
  prompt: 'parent',
};

/** LangSmith's SDKs: the inputs and outputs of a run as one JSON each. */
export const LANGSMITH: Dialect = {
  name: 'langsmith',
  read({ name, attributes }) {
    const kind = KINDS[String(attributes['langsmith.span.kind'])];
    if (kind === undefined) return undefined;
    const asked = parsed(attributes['gen_ai.prompt']);
    const answered = parsed(attributes['gen_ai.completion']);
    const identity = {
      session: textOf(
        attributes['langsmith.metadata.session_id'] ?? attributes['langsmith.metadata.thread_id'],
      ),
      user: textOf(attributes['langsmith.metadata.user_id']),
    };
    if (kind !== 'model') {
      return {
        kind,
        ...reading({
          input: onlyText(asked),
          output: kind === 'retrieval' ? undefined : onlyText(answered),
          contexts: kind === 'retrieval' ? contextsOf(documentsIn(answered)) : [],
          toolCalls: kind === 'tool' ? messageOfCall(name, asked) : [],
          ...identity,
        }),
      };
    }
    return {
      kind,
      ...reading({
        messages: messagesOf(asked),
        ...answerOf(messageIn(answered)),
        tools: isObject(asked) ? toolsOf(asked.tools) : [],
        generator: generatorOf(
          attributes['gen_ai.system'],
          attributes['gen_ai.response.model'] ?? attributes['gen_ai.request.model'],
        ),
        usage: usageOf(
          attributes['gen_ai.usage.input_tokens'],
          attributes['gen_ai.usage.output_tokens'],
        ),
        finishReason: textOf(attributes['gen_ai.response.finish_reasons']),
        ...identity,
      }),
    };
  },
};

/** The one value of an object with one key, such as `{ "question": "…" }`, as text. */
function onlyText(value: JsonValue): string | undefined {
  if (!isObject(value)) return textOf(value ?? undefined);
  const [only, ...more] = Object.values(value);
  return more.length === 0 && typeof only === 'string' ? only : JSON.stringify(value);
}

function documentsIn(value: JsonValue): JsonValue {
  return isObject(value) ? (value.documents ?? value.outputs ?? value.output ?? null) : value;
}

/** The answer in the outputs of a run: OpenAI's response, LangChain's generations, or messages. */
function messageIn(value: JsonValue): JsonValue {
  if (!isObject(value)) return value;
  const { choices, generations, messages, output } = value;
  const first = (of: JsonValue | undefined): JsonValue =>
    Array.isArray(of) ? first(of[0]) : (of ?? null);
  const chosen = first(choices) ?? first(generations);
  if (isObject(chosen)) return [chosen];
  return messages ?? output ?? [{ role: 'assistant', ...value }];
}
