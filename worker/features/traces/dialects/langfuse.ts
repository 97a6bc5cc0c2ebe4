import type { JsonValue } from '@assay/schema/types.ts';
import { type Dialect, generatorOf, reading, type SpanKind, textOf, usageOf } from '../reading.ts';
import { answerOf, messageOfCall } from './answer.ts';
import { contextsOf, isObject, messagesOf, parsed, toolsOf } from './messages.ts';

const KINDS: Readonly<Record<string, SpanKind>> = {
  generation: 'model',
  retriever: 'retrieval',
  tool: 'tool',
  span: 'parent',
  agent: 'parent',
  chain: 'parent',
};

/** Langfuse's SDKs: input and output of an observation as JSON. */
export const LANGFUSE: Dialect = {
  name: 'langfuse',
  read({ name, attributes }) {
    const kind = KINDS[String(attributes['langfuse.observation.type'])];
    if (kind === undefined) return undefined;
    const input = attributes['langfuse.observation.input'] ?? attributes['langfuse.trace.input'];
    const output = attributes['langfuse.observation.output'] ?? attributes['langfuse.trace.output'];
    const usage = parsed(attributes['langfuse.observation.usage_details']);
    const counts = isObject(usage) ? usage : {};
    const identity = {
      session: textOf(attributes['langfuse.session.id'] ?? attributes['session.id']),
      user: textOf(attributes['langfuse.user.id'] ?? attributes['user.id']),
    };
    if (kind === 'retrieval') {
      return {
        kind,
        ...reading({ input: plain(input), contexts: contextsOf(output), ...identity }),
      };
    }
    if (kind !== 'model') {
      const toolCalls = kind === 'tool' ? messageOfCall(name, input) : [];
      return {
        kind,
        ...reading({ input: plain(input), output: plain(output), toolCalls, ...identity }),
      };
    }
    const asked = parsed(input);
    return {
      kind,
      ...reading({
        messages: messagesOf(asked),
        ...answerIn(output),
        tools: isObject(asked) ? toolsOf(asked.tools) : [],
        generator: generatorOf(undefined, attributes['langfuse.observation.model.name']),
        usage: usageOf(
          counts.input ?? counts.prompt_tokens,
          counts.output ?? counts.completion_tokens,
        ),
        ...identity,
      }),
    };
  },
};

/** A text as it is, a JSON string as its text, other JSON as JSON. */
function plain(value: JsonValue | undefined): string | undefined {
  return textOf(parsed(value) ?? undefined);
}

function answerIn(output: JsonValue | undefined) {
  const value = parsed(output);
  if (typeof value === 'string') return { output: value };
  const answer = answerOf(Array.isArray(value) ? value : [value]);
  return answer.output === undefined && answer.toolCalls === undefined
    ? { output: textOf(value) }
    : answer;
}
