import { context, createTraceState, TraceFlags, trace } from '@opentelemetry/api';
import { logs } from '@opentelemetry/api-logs';
import { AsyncLocalStorageContextManager } from '@opentelemetry/context-async-hooks';
import {
  InMemoryLogRecordExporter,
  LoggerProvider,
  SimpleLogRecordProcessor,
} from '@opentelemetry/sdk-logs';
import {
  BasicTracerProvider,
  InMemorySpanExporter,
  SimpleSpanProcessor,
} from '@opentelemetry/sdk-trace-base';
import { generateText, wrapLanguageModel } from 'ai';
import { MockLanguageModelV4 } from 'ai/test';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { assayMiddleware } from './ai.ts';
import { otelTraceContext, recordVerdict, spanContextOf } from './otel.ts';
import { assayWith } from './testing/fake-fetch.ts';
import { scoreOf, verdictOf } from './testing/verdict.ts';

const spans = new InMemorySpanExporter();
const records = new InMemoryLogRecordExporter();
const tracer = new BasicTracerProvider({
  spanProcessors: [new SimpleSpanProcessor(spans)],
}).getTracer('tests');

beforeAll(() => {
  context.setGlobalContextManager(new AsyncLocalStorageContextManager().enable());
  const processors = [new SimpleLogRecordProcessor({ exporter: records })];
  logs.setGlobalLoggerProvider(new LoggerProvider({ processors }));
});

beforeEach(() => {
  spans.reset();
  records.reset();
});

afterAll(() => {
  context.disable();
  logs.disable();
});

const traceId = '4bf92f3577b34da6a3ce929d0e0e4736';
const spanId = '00f067aa0ba902b7';
const { lineage } = verdictOf();
const traced = verdictOf(
  [
    scoreOf({ reason: 'Equal.' }),
    scoreOf({ name: 'faithfulness', value: 0.25, passed: false, reason: '1 of 4 claims.' }),
    scoreOf({ name: 'length', value: 0.5, passed: null, threshold: null }),
    scoreOf({
      name: 'tone',
      status: 'error',
      value: null,
      raw: null,
      passed: null,
      error: { code: 'judge_timeout', message: 'Late.', retryable: true },
    }),
    scoreOf({ name: 'refusal', status: 'abstained', value: null, raw: null, passed: null }),
  ],
  { lineage: { ...lineage, traceparent: `00-${traceId}-${spanId}-01` } },
);
const logger = () => logs.getLogger('tests');

test('each score is an event of the semantic conventions, in the trace of the answer', () => {
  expect(recordVerdict(traced, { logger: logger(), responseId: 'resp_1' })).toBe(5);
  const events = records.getFinishedLogRecords();
  expect(new Set(events.map(({ eventName }) => eventName))).toEqual(
    new Set(['gen_ai.evaluation.result']),
  );
  for (const { spanContext } of events) expect(spanContext).toMatchObject({ traceId, spanId });
  expect(events[0]?.attributes).toEqual({
    'gen_ai.evaluation.name': 'exact-match',
    'gen_ai.evaluation.score.value': 1,
    'gen_ai.evaluation.score.label': 'pass',
    'gen_ai.evaluation.explanation': 'Equal.',
    'gen_ai.response.id': 'resp_1',
    'assay.verdict.id': 'ver_1',
    'assay.score.fingerprint': 'sha256:1',
  });
  expect(events[1]?.attributes).toMatchObject({
    'gen_ai.evaluation.score.value': 0.25,
    'gen_ai.evaluation.score.label': 'fail',
    'gen_ai.evaluation.explanation': '1 of 4 claims.',
  });
});

test('what could not be scored is neither 0 nor a fail', () => {
  recordVerdict(traced, { logger: logger() });
  const [, , measured, error, abstained] = records
    .getFinishedLogRecords()
    .map(({ attributes }) => attributes);
  expect(measured).not.toHaveProperty('gen_ai.evaluation.score.label');
  expect(error).toMatchObject({ 'error.type': 'judge_timeout' });
  expect(error).not.toHaveProperty('gen_ai.evaluation.score.value');
  expect(error).not.toHaveProperty('gen_ai.evaluation.score.label');
  expect(abstained).toMatchObject({ 'gen_ai.evaluation.score.label': 'abstained' });
  expect(abstained).not.toHaveProperty('gen_ai.evaluation.score.value');
  expect(error).not.toHaveProperty('assay.verdict.passed');
});

test('reasons, which may quote the answer, can be omitted', () => {
  recordVerdict(traced, { logger: logger(), explanations: false });
  for (const { attributes } of records.getFinishedLogRecords()) {
    expect(attributes).not.toHaveProperty('gen_ai.evaluation.explanation');
  }
});

test('a span that is given gets the events where there is no logger, or is their parent', () => {
  const span = tracer.startSpan('chat');
  recordVerdict(traced, { span, logger: logger() });
  recordVerdict(verdictOf(undefined, { passed: false }), { span });
  span.end();
  expect(records.getFinishedLogRecords()[0]?.spanContext).toMatchObject(span.spanContext());
  expect(spans.getFinishedSpans()[0]?.events).toMatchObject([
    {
      name: 'gen_ai.evaluation.result',
      attributes: { 'gen_ai.evaluation.name': 'exact-match', 'assay.verdict.passed': false },
    },
  ]);
});

test('the active span is the one where nothing else is said', () => {
  tracer.startActiveSpan('chat', (span) => {
    expect(recordVerdict(verdictOf())).toBe(1);
    span.end();
  });
  expect(spans.getFinishedSpans()[0]?.events).toHaveLength(1);
});

test('it is told when nothing records: no span, or one that has ended', () => {
  expect(recordVerdict(traced)).toBe(0);
  const span = tracer.startSpan('chat');
  span.end();
  expect(recordVerdict(traced, { span })).toBe(0);
});

test('every request carries the active span, its trace state, and nothing else of the context', async () => {
  const { assay, seen } = assayWith(() => Response.json(verdictOf()), {
    traceContext: otelTraceContext(),
  });
  const ask = () => assay.score({ sample: { output: 'a' }, scorers: ['json-valid'] });
  const traceState = createTraceState('vendor=1');
  const parent = { traceId, spanId, traceFlags: TraceFlags.SAMPLED, traceState };
  await context.with(trace.setSpanContext(context.active(), parent), ask);
  await ask();
  const [inside, outside] = seen.map(({ init }) => new Headers(init?.headers));
  expect(inside?.get('traceparent')).toBe(`00-${traceId}-${spanId}-01`);
  expect(inside?.get('tracestate')).toBe('vendor=1');
  expect(outside?.has('traceparent')).toBe(false);
});

test('a verdict in the background belongs to the trace of the call that it is about', async () => {
  const { assay, seen } = assayWith(() => Response.json(traced), {
    traceContext: otelTraceContext(),
  });
  const scored: Promise<unknown>[] = [];
  const count = { total: 1, noCache: 1, cacheRead: undefined, cacheWrite: undefined };
  const inner = new MockLanguageModelV4({
    doGenerate: {
      content: [{ type: 'text', text: 'Paris.' }],
      finishReason: { unified: 'stop', raw: undefined },
      usage: { inputTokens: count, outputTokens: { total: 1, text: 1, reasoning: undefined } },
      warnings: [],
    },
  });
  const middleware = assayMiddleware({
    assay,
    scorers: ['json-valid'],
    waitUntil: (promise) => scored.push(promise),
    onVerdict: (verdict, { answer }) =>
      recordVerdict(verdict, { logger: logger(), responseId: answer?.responseId }),
  });
  const model = wrapLanguageModel({ model: inner, middleware });
  const calling = await tracer.startActiveSpan('chat', async (span) => {
    await generateText({ model, prompt: 'Capital?' });
    span.end();
    return span.spanContext();
  });
  await Promise.all(scored);
  expect(new Headers(seen[0]?.init?.headers).get('traceparent')).toContain(calling.traceId);
  expect(records.getFinishedLogRecords()).toHaveLength(5);
});

test('a verdict tells where in a trace it belongs', () => {
  expect(spanContextOf(traced)).toEqual({ traceId, spanId, traceFlags: 1, isRemote: true });
  expect(spanContextOf(verdictOf())).toBeUndefined();
});
