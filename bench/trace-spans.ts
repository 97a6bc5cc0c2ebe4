import { JsonTraceSerializer, ProtobufTraceSerializer } from '@opentelemetry/otlp-transformer';
import { resourceFromAttributes } from '@opentelemetry/resources';
import {
  BasicTracerProvider,
  InMemorySpanExporter,
  SimpleSpanProcessor,
} from '@opentelemetry/sdk-trace-base';

const SPANS_A_TRACE = 4;
const SENTENCE = 'The parcel left the warehouse on Monday and should arrive within three days. ';

const message = (role: string, content: string) =>
  JSON.stringify([{ role, parts: [{ type: 'text', content }] }]);

/**
 * Spans of an application that answers from documents, as the SDK of OpenTelemetry exports them: an
 * agent, what it retrieved, and two calls of a model with about a kilobyte of content each.
 *
 * @returns an export
 */
export function exportOf(
  spans: number,
  encoding: 'protobuf' | 'json' = 'protobuf',
): Uint8Array<ArrayBuffer> {
  const exporter = new InMemorySpanExporter();
  const provider = new BasicTracerProvider({
    resource: resourceFromAttributes({ 'service.name': 'shop', 'service.version': '1.4.0' }),
    spanProcessors: [new SimpleSpanProcessor(exporter)],
  });
  const tracer = provider.getTracer('app');
  for (let trace = 0; trace * SPANS_A_TRACE < spans; trace += 1) {
    tracer.startActiveSpan('agent', (root) => {
      root.setAttributes({
        'gen_ai.operation.name': 'invoke_agent',
        'gen_ai.conversation.id': `session-${trace % 100}`,
      });
      for (let i = 1; i < SPANS_A_TRACE; i += 1) {
        const span = tracer.startSpan(i === 1 ? 'retrieval docs' : 'chat gpt-4o');
        span.setAttributes(i === 1 ? retrieved(trace) : answered(trace));
        span.end();
      }
      root.end();
    });
  }
  const finished = exporter.getFinishedSpans().slice(0, spans);
  const serializer = encoding === 'json' ? JsonTraceSerializer : ProtobufTraceSerializer;
  return new Uint8Array(serializer.serializeRequest(finished) ?? []);
}

function retrieved(trace: number) {
  const documents = [1, 2].map((id) => ({ id: `${trace}-${id}`, text: SENTENCE.repeat(5) }));
  return {
    'gen_ai.operation.name': 'retrieval',
    'gen_ai.retrieval.documents': JSON.stringify(documents),
  };
}

function answered(trace: number) {
  return {
    'gen_ai.operation.name': 'chat',
    'gen_ai.provider.name': 'openai',
    'gen_ai.request.model': 'gpt-4o',
    'gen_ai.response.model': 'gpt-4o-2024-11-20',
    'gen_ai.usage.input_tokens': 312,
    'gen_ai.usage.output_tokens': 87,
    'gen_ai.input.messages': message('user', `Where is parcel ${trace}? ${SENTENCE.repeat(8)}`),
    'gen_ai.output.messages': message('assistant', SENTENCE.repeat(4)),
    'user.id': `user-${trace % 500}`,
  };
}
