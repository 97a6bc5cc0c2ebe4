import { exports } from 'cloudflare:workers';
import { type Context, context, ROOT_CONTEXT, trace } from '@opentelemetry/api';
import { afterEach, expect, inject, test } from 'vitest';
import { Assay } from './index.ts';
import { otelTraceContext, recordVerdict, spanContextOf } from './otel.ts';

const traceId = '4bf92f3577b34da6a3ce929d0e0e4736';
const spanId = '00f067aa0ba902b7';

afterEach(() => context.disable());

test('the Worker answers with the trace that the client was in, and the verdict is recorded there', async () => {
  let active: Context = ROOT_CONTEXT;
  // All that a context manager must do for a call that is not interrupted.
  context.setGlobalContextManager({
    active: () => active,
    with(entered, run, thisArg, ...args) {
      const before = active;
      active = entered;
      try {
        return run.call(thisArg, ...args);
      } finally {
        active = before;
      }
    },
    bind: (_, target) => target,
    enable() {
      return this;
    },
    disable() {
      return this;
    },
  });
  const assay = new Assay({
    baseUrl: 'http://localhost',
    apiKey: inject('developmentKey'),
    fetch: (url, init) => exports.default.fetch(new Request(url, init)),
    traceContext: otelTraceContext(),
  });
  const span = trace.setSpanContext(ROOT_CONTEXT, { traceId, spanId, traceFlags: 1 });
  const sample = { output: 'Paris', expected: 'Paris' };
  const verdict = await context.with(span, () => assay.score({ sample, scorers: ['exact-match'] }));
  expect(spanContextOf(verdict)).toMatchObject({ traceId, spanId });
  const stored = await assay.verdicts.get(verdict.id);
  expect(spanContextOf(stored)).toMatchObject({ traceId, spanId });

  const events: unknown[] = [];
  const logger = {
    emit: ({ context: scope, attributes }: { context: Context; attributes: object }) => {
      events.push({ ...trace.getSpanContext(scope), ...attributes });
    },
  };
  expect(recordVerdict(stored, { logger })).toBe(1);
  expect(events).toMatchObject([
    { traceId, spanId, 'gen_ai.evaluation.name': 'exact-match', 'assay.verdict.id': verdict.id },
  ]);
});
