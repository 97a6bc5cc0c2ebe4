/**
 * Verdicts in the trace of the answer they are about: the span of the model's answer goes with the
 * request, and each score comes back as an event `gen_ai.evaluation.result`. With `npm run dev` in
 * another terminal, and the two variables that it prints:
 *
 *   ASSAY_BASE_URL=… ASSAY_API_KEY=… node examples/opentelemetry.ts
 */
import { Assay } from '@assay/sdk';
import { otelTraceContext, recordVerdict, spanContextOf } from '@assay/sdk/otel';
import { context, trace } from '@opentelemetry/api';
import { AsyncLocalStorageContextManager } from '@opentelemetry/context-async-hooks';
import {
  InMemoryLogRecordExporter,
  LoggerProvider,
  SimpleLogRecordProcessor,
} from '@opentelemetry/sdk-logs';
import { BasicTracerProvider } from '@opentelemetry/sdk-trace-base';

// What a service sets up once; the exporter would be the one of OTLP.
const exporter = new InMemoryLogRecordExporter();
const logs = new LoggerProvider({ processors: [new SimpleLogRecordProcessor({ exporter })] });
context.setGlobalContextManager(new AsyncLocalStorageContextManager().enable());
trace.setGlobalTracerProvider(new BasicTracerProvider());

const assay = new Assay({ traceContext: otelTraceContext() });
const tracer = trace.getTracer('support');
const logger = logs.getLogger('assay');

const { id } = await tracer.startActiveSpan('chat acme-large', async (span) => {
  const output = 'Express shipping is 9.90 EUR.';
  // The answer is there; what comes of it is still in its trace.
  span.end();
  const verdict = await assay.score({
    sample: { output, expected: 'Express shipping costs 12.90 EUR.' },
    scorers: ['token-f1', { scorer: 'numeric-diff', threshold: 0.99 }],
  });
  recordVerdict(verdict, { logger, responseId: 'resp_1' });
  return verdict;
});

for (const { eventName, spanContext, attributes } of exporter.getFinishedLogRecords()) {
  console.log(`${eventName} in span ${spanContext?.spanId}`);
  console.log(attributes);
}

// Later, and by anyone: a stored verdict knows its trace.
const stored = await assay.verdicts.get(id);
console.log(`${id} belongs to trace ${spanContextOf(stored)?.traceId}`);
