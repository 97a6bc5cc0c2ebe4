/**
 * Live traces: an application exports its spans by OpenTelemetry's own exporter, and a rule has them
 * scored. With `npm run dev` in another terminal, and the two variables that it prints:
 *
 *   ASSAY_BASE_URL=… ASSAY_API_KEY=… node examples/live-traces.ts
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { Assay } from '@assay/sdk';
import { OTLPTraceExporter as JsonExporter } from '@opentelemetry/exporter-trace-otlp-http';
import { OTLPTraceExporter as ProtobufExporter } from '@opentelemetry/exporter-trace-otlp-proto';
import { resourceFromAttributes } from '@opentelemetry/resources';
import { BasicTracerProvider, BatchSpanProcessor } from '@opentelemetry/sdk-trace-base';

const { ASSAY_BASE_URL = '', ASSAY_API_KEY = '' } = process.env;
const assay = new Assay();

// What an application sets up once; OTEL_EXPORTER_OTLP_ENDPOINT does the same. One of the exporters is
// enough: with both, each span arrives twice, and is scored once.
const target = {
  url: `${ASSAY_BASE_URL}/otlp/v1/traces`,
  headers: { Authorization: `Bearer ${ASSAY_API_KEY}` },
};
const exporters = [new ProtobufExporter(target), new JsonExporter(target)];
const provider = new BasicTracerProvider({
  resource: resourceFromAttributes({ 'service.name': 'support-bot', 'service.version': '1.4.0' }),
  spanProcessors: exporters.map((exporter) => new BatchSpanProcessor(exporter)),
});

const name = `support-${Date.now()}`;
await assay.rules.create({
  name,
  level: 'model-call',
  filter: { attributes: { 'service.name': { in: ['support-bot'] } } },
  delaySeconds: 0,
  scorers: ['detect-pii', { scorer: 'length', params: { unit: 'words', max: 20 } }],
});

// What an instrumentation writes: OpenInference, OpenLLMetry, the AI SDK and others work as well.
const span = provider.getTracer('support').startSpan('chat acme-large');
span.setAttributes({
  'gen_ai.operation.name': 'chat',
  'gen_ai.provider.name': 'acme',
  'gen_ai.response.model': 'acme-large',
  'gen_ai.input.messages': JSON.stringify([
    { role: 'user', parts: [{ type: 'text', content: 'What does express shipping cost?' }] },
  ]),
  'gen_ai.output.messages': JSON.stringify([
    {
      role: 'assistant',
      parts: [{ type: 'text', content: 'It costs 12.90 EUR. Ask ada@example.org for more.' }],
    },
  ]),
});
span.end();
await provider.shutdown();

for (let tries = 0; tries < 60; tries += 1) {
  const [verdict, ...more] = (await assay.verdicts.list({ tag: [`rule:${name}`] })).items;
  if (more.length > 0) throw new Error('The span was scored twice.');
  if (verdict) {
    console.log(`trace ${verdict.metadata.traceId} of ${verdict.lineage.generator}:`);
    for (const { scorer, passed, reason } of verdict.scores) console.log(scorer, passed, reason);
    break;
  }
  if (tries === 59) throw new Error('The trace was not scored within a minute.');
  await sleep(1_000);
}
await assay.rules.delete(name);
