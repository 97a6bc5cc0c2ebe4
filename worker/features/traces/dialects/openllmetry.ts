import type { Span } from '../otlp/span.ts';
import { type Dialect, generatorOf, reading, type SpanKind, textOf, usageOf } from '../reading.ts';
import { answerOf, messageOfCall } from './answer.ts';
import { contextsOf, messagesOf, toolsOf } from './messages.ts';
import { unflatten } from './unflatten.ts';

const KINDS: Readonly<Record<string, SpanKind>> = {
  workflow: 'parent',
  task: 'parent',
  agent: 'parent',
  tool: 'tool',
};

/** OpenLLMetry by Traceloop: flattened prompts and completions, entities, results of vector stores. */
export const OPENLLMETRY: Dialect = {
  name: 'openllmetry',
  read({ attributes, events }) {
    const prompts = unflatten(attributes, 'gen_ai.prompt');
    const completions = unflatten(attributes, 'gen_ai.completion');
    const found = documentsOf(events);
    const kind = KINDS[String(attributes['traceloop.span.kind'])];
    if (prompts !== undefined || completions !== undefined) {
      return {
        kind: 'model',
        ...reading({
          messages: messagesOf(prompts),
          ...answerOf(completions),
          tools: toolsOf(unflatten(attributes, 'llm.request.functions')),
          generator: generatorOf(
            attributes['gen_ai.provider.name'] ?? attributes['gen_ai.system'],
            attributes['gen_ai.response.model'] ?? attributes['gen_ai.request.model'],
          ),
          usage: usageOf(
            attributes['gen_ai.usage.input_tokens'] ?? attributes['gen_ai.usage.prompt_tokens'],
            attributes['gen_ai.usage.output_tokens'] ??
              attributes['gen_ai.usage.completion_tokens'],
          ),
          ...identityOf(attributes),
        }),
      };
    }
    if (found.length > 0) return { kind: 'retrieval', contexts: found, ...identityOf(attributes) };
    if (kind === undefined) return undefined;
    const input = attributes['traceloop.entity.input'];
    return {
      kind,
      ...reading({
        input: textOf(input),
        output: textOf(attributes['traceloop.entity.output']),
        toolCalls: kind === 'tool' ? messageOfCall(attributes['traceloop.entity.name'], input) : [],
        ...identityOf(attributes),
      }),
    };
  },
};

function identityOf(attributes: Span['attributes']) {
  const property = (name: string) => attributes[`traceloop.association.properties.${name}`];
  return reading({
    session: textOf(property('session_id') ?? property('chat_id') ?? property('thread_id')),
    user: textOf(property('user_id')),
  });
}

function documentsOf(events: Span['events']) {
  const results = events.filter(({ name }) => name === 'db.query.result');
  return contextsOf(
    results.map(({ attributes }) => unflatten(attributes, 'db.query.result') ?? null),
  );
}
