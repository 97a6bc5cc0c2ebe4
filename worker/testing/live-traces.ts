import { env } from 'cloudflare:workers';
import type { Page, Verdict } from '@assay/schema/types.ts';
import { ProtobufTraceSerializer } from '@opentelemetry/otlp-transformer';
import { resourceFromAttributes } from '@opentelemetry/resources';
import {
  BasicTracerProvider,
  InMemorySpanExporter,
  type ReadableSpan,
  SimpleSpanProcessor,
} from '@opentelemetry/sdk-trace-base';
import { scoreTraces } from '../entry/queue/score-traces.ts';
import { sendOverdueTraces } from '../features/traces/sweep-traces.ts';
import { createServices, type Outside } from '../services.ts';
import { call, callJson } from './client.ts';
import { createLife, FakeQueue } from './crashes.ts';

export const ANSWER = 'It is 12 degrees in Oslo.';
export const MINUTE_MS = 60_000;

/** What a span says beside the defaults. */
export interface Answered {
  service?: string;
  question?: string;
  answer?: string;
  attributes?: Record<string, string | number>;
}

/** Spans as the SDK of OpenTelemetry makes them: calls of a model, each a trace. */
export function answeredSpans(
  traces = 1,
  {
    service = 'weather-bot',
    question = 'How warm is it?',
    answer = ANSWER,
    attributes = {},
  }: Answered = {},
): ReadableSpan[] {
  const exporter = new InMemorySpanExporter();
  const provider = new BasicTracerProvider({
    resource: resourceFromAttributes({ 'service.name': service, 'service.version': '1.4.0' }),
    spanProcessors: [new SimpleSpanProcessor(exporter)],
  });
  const tracer = provider.getTracer('app');
  for (let i = 0; i < traces; i += 1) {
    tracer.startActiveSpan('chat gpt-4o', (span) => {
      span.setAttributes({
        'gen_ai.operation.name': 'chat',
        'gen_ai.provider.name': 'openai',
        'gen_ai.response.model': 'gpt-4o',
        'gen_ai.input.messages': JSON.stringify([
          { role: 'user', parts: [{ type: 'text', content: question }] },
        ]),
        'gen_ai.output.messages': JSON.stringify([
          { role: 'assistant', parts: [{ type: 'text', content: answer }] },
        ]),
        'user.id': 'ada@example.com',
        ...attributes,
      });
      span.end();
    });
  }
  return exporter.getFinishedSpans();
}

export const PROTOBUF = { 'Content-Type': 'application/x-protobuf' };

export function send(
  key: string,
  spans: ReadableSpan[],
  headers: Record<string, string> = PROTOBUF,
): Promise<Response> {
  const body = new Uint8Array(ProtobufTraceSerializer.serializeRequest(spans) ?? []);
  return call('/otlp/v1/traces', { key, body, headers });
}

/** A queue whose messages the test delivers, and a clock that it sets. */
export function createWorld(database: D1Database = env.DB, outside: Outside = {}) {
  const life = createLife({ next: () => 'lives' });
  const [queue, evaluations] = [new FakeQueue(life), new FakeQueue(life)];
  const clock = { nowMs: Date.now() + 2 * MINUTE_MS };
  const services = createServices(
    { ...env, DB: database, TRACES: queue.binding(), EVALUATIONS: evaluations.binding() },
    { nowMs: () => clock.nowMs, log: () => {}, ...outside },
  );
  return { queue, evaluations, clock, services };
}

export type TraceWorld = ReturnType<typeof createWorld>;

/** Scores all traces and sessions that are due in a world. */
export async function scoreIn({ queue, services }: TraceWorld): Promise<void> {
  await sendOverdueTraces(services);
  while (queue.messages.length > 0) {
    await queue.deliver(0, (batch) => scoreTraces(batch, services));
  }
}

/** Delivers what a lost message would have, as the schedule does some minutes later. */
export async function scoreDue(afterMs = 20 * MINUTE_MS): Promise<void> {
  const world = createWorld();
  world.clock.nowMs = Date.now() + afterMs;
  await scoreIn(world);
}

export async function verdictsOf(key: string): Promise<Verdict[]> {
  return (await callJson<Page<Verdict>>('/v1/verdicts', { key })).items;
}
