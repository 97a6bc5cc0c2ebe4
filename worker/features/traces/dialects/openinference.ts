import type { Attributes } from '../otlp/span.ts';
import { type Dialect, generatorOf, reading, type SpanKind, textOf, usageOf } from '../reading.ts';
import { answerOf, messageOfCall } from './answer.ts';
import { contextsOf, messagesOf, toolsOf } from './messages.ts';
import { unflatten } from './unflatten.ts';

const KINDS: Readonly<Record<string, SpanKind>> = {
  LLM: 'model',
  RETRIEVER: 'retrieval',
  RERANKER: 'retrieval',
  TOOL: 'tool',
  CHAIN: 'parent',
  AGENT: 'parent',
};

/** OpenInference, the conventions of Arize Phoenix: lists are flattened into keys with indexes. */
export const OPENINFERENCE: Dialect = {
  name: 'openinference',
  read({ name, attributes }) {
    const kind = KINDS[String(attributes['openinference.span.kind'])];
    if (kind === undefined) return undefined;
    const answer = answerOf(unflatten(attributes, 'llm.output_messages'));
    const messages = messagesOf(unflatten(attributes, 'llm.input_messages'));
    return {
      kind,
      ...reading({
        messages,
        input: messages.length > 0 ? undefined : textOf(attributes['input.value']),
        output: kind === 'model' ? answer.output : textOf(attributes['output.value']),
        toolCalls:
          kind === 'tool'
            ? messageOfCall(attributes['tool.name'] ?? name, attributes['input.value'])
            : answer.toolCalls,
        tools: toolsOf(unflatten(attributes, 'llm.tools')),
        contexts: contextsOf(documentsOf(attributes)),
        generator: generatorOf(
          attributes['llm.provider'] ?? attributes['llm.system'],
          attributes['llm.model_name'],
        ),
        usage: usageOf(
          attributes['llm.token_count.prompt'],
          attributes['llm.token_count.completion'],
        ),
        finishReason: textOf(attributes['llm.finish_reason']),
        session: textOf(attributes['session.id']),
        user: textOf(attributes['user.id']),
      }),
    };
  },
};

/** A reranker's output is what the model was given. */
function documentsOf(attributes: Attributes) {
  return (
    unflatten(attributes, 'reranker.output_documents') ??
    unflatten(attributes, 'retrieval.documents')
  );
}
