import { env } from 'cloudflare:workers';
import type { StoredVerdict, TraceRuleActivity, TraceRulePreview } from '@assay/schema/types.ts';
import { JsonTraceSerializer } from '@opentelemetry/otlp-transformer';
import { describe, expect, test } from 'vitest';
import { scoreTrace } from '../../features/traces/score-traces.ts';
import { call, callJson } from '../../testing/client.ts';
import { createLife, mortalDatabase } from '../../testing/crashes.ts';
import { giveKey } from '../../testing/keys.ts';
import {
  ANSWER,
  answeredSpans,
  createWorld,
  MINUTE_MS,
  PROTOBUF,
  scoreDue,
  send,
  verdictsOf,
} from '../../testing/live-traces.ts';

const rule = { name: 'answers', level: 'model-call', scorers: ['exact-match', 'detect-pii'] };

describe('spans that are exported', () => {
  test('are scored by the rules of their project, and by nothing else', async () => {
    const { key } = await giveKey();
    await callJson('/v1/rules', { key, body: { ...rule, scorers: ['detect-pii'] } });
    const spans = answeredSpans();
    const response = await send(key, spans);
    expect([response.status, (await response.arrayBuffer()).byteLength]).toEqual([200, 0]);
    expect(response.headers.get('content-type')).toBe('application/x-protobuf');
    await scoreDue();
    const [verdict, ...more] = await verdictsOf(key);
    expect(more).toEqual([]);
    const { traceId, spanId } = spans[0]?.spanContext() ?? {};
    expect(verdict).toMatchObject({
      passed: true,
      tags: ['rule:answers'],
      metadata: {
        rule: 'answers',
        ruleVersion: 1,
        traceId,
        spanId,
        service: 'weather-bot',
        release: '1.4.0',
      },
      lineage: { generator: 'openai/gpt-4o', traceparent: `00-${traceId}-${spanId}-01` },
    });
    const { sample } = await callJson<StoredVerdict>(`/v1/verdicts/${verdict?.id}`, { key });
    expect(sample).toMatchObject({
      messages: [{ role: 'user', content: 'How warm is it?' }],
      output: ANSWER,
    });
    expect(JSON.stringify(verdict)).not.toContain('ada@example.com');
    const left = await env.DB.prepare('SELECT count(*) AS n FROM trace_parts WHERE trace_id = ?1')
      .bind(traceId)
      .first<{ n: number }>();
    expect(left?.n).toBe(0);
  });

  test('are scored once, however often they are sent, and whenever', async () => {
    const { key } = await giveKey();
    await callJson('/v1/rules', { key, body: { ...rule, scorers: ['detect-pii'] } });
    const spans = answeredSpans();
    await Promise.all([send(key, spans), send(key, spans)]);
    await scoreDue();
    await send(key, spans);
    await scoreDue();
    await callJson('/v1/rules/answers/versions', {
      key,
      body: { level: 'model-call', scorers: ['detect-urls'] },
    });
    await send(key, spans);
    await scoreDue();
    expect(await verdictsOf(key)).toHaveLength(1);
  });

  test('are not kept if no rule wants them', async () => {
    const { key, projectId } = await giveKey();
    await send(key, answeredSpans());
    const kept = await env.DB.prepare('SELECT count(*) AS n FROM trace_parts WHERE project_id = ?1')
      .bind(projectId)
      .first<{ n: number }>();
    expect(kept?.n).toBe(0);
  });

  test('are scored up to what a rule takes in a minute, and what is over is counted', async () => {
    const { key } = await giveKey();
    await callJson('/v1/rules', { key, body: { ...rule, scorers: ['detect-pii'], perMinute: 2 } });
    await send(key, answeredSpans(5));
    await scoreDue();
    expect(await verdictsOf(key)).toHaveLength(2);
    const { minutes } = await callJson<TraceRuleActivity>('/v1/rules/answers/activity', { key });
    expect(minutes).toMatchObject([{ matched: 5, scored: 2 }]);
  });

  test('are matched by attributes of span and resource', async () => {
    const { key } = await giveKey();
    const filter = {
      attributes: { 'service.name': { pattern: '^weather-' } },
      models: ['openai/gpt-4o'],
    };
    await callJson('/v1/rules', { key, body: { ...rule, scorers: ['detect-pii'], filter } });
    await send(key, answeredSpans(1, { service: 'other-bot' }));
    await send(key, answeredSpans(2));
    await scoreDue();
    const verdicts = await verdictsOf(key);
    expect(verdicts.map(({ metadata }) => metadata.service)).toEqual([
      'weather-bot',
      'weather-bot',
    ]);
  });

  test('are in a share of traces as wholes, and a preview says how many that would be', async () => {
    const { key } = await giveKey();
    await send(key, answeredSpans(80));
    const body = { level: 'trace', scorers: ['detect-pii'], share: 0.5 };
    const preview = await callJson<TraceRulePreview>('/v1/rules/preview', { key, body });
    expect(preview).toMatchObject({ seen: 80, looked: 80 });
    expect(preview.matched).toBeGreaterThan(20);
    expect(preview.matched).toBeLessThan(60);
    expect(preview.examples).toHaveLength(10);
  });

  test('wait for late spans of their trace, and for the rest of the delay', async () => {
    const { key } = await giveKey();
    await callJson('/v1/rules', {
      key,
      body: { ...rule, scorers: ['detect-pii'], delaySeconds: 600 },
    });
    await send(key, answeredSpans());
    await scoreDue(15 * MINUTE_MS);
    expect(await verdictsOf(key)).toEqual([]);
    await scoreDue(25 * MINUTE_MS);
    expect(await verdictsOf(key)).toHaveLength(1);
  });
});

test('whatever dies between any two steps, a trace has its verdict once', async () => {
  for (let dies = 0; dies < 12; dies += 1) {
    const { key, projectId } = await giveKey();
    await callJson('/v1/rules', { key, body: { ...rule, scorers: ['detect-pii'] } });
    const spans = answeredSpans();
    await send(key, spans);
    let step = 0;
    const life = createLife({ next: () => (step++ === dies ? 'dies-after' : 'lives') });
    const { services } = createWorld(mortalDatabase(env.DB, life));
    const traceId = spans[0]?.spanContext().traceId ?? '';
    await scoreTrace({ projectId, traceId }, services).catch(() => {});
    life.isDead = false;
    await scoreDue();
    expect(await verdictsOf(key)).toHaveLength(1);
  }
});

describe('an export', () => {
  test('may be JSON, and gzipped', async () => {
    const { key } = await giveKey();
    await callJson('/v1/rules', { key, body: { ...rule, scorers: ['detect-pii'] } });
    const text = JsonTraceSerializer.serializeRequest(answeredSpans()) ?? new Uint8Array();
    const zipped = new Blob([new Uint8Array(text)])
      .stream()
      .pipeThrough(new CompressionStream('gzip'));
    const body = new Uint8Array(await new Response(zipped).arrayBuffer());
    const headers = { 'Content-Type': 'application/json', 'Content-Encoding': 'gzip' };
    expect(await callJson('/otlp/v1/traces', { key, body, headers })).toEqual({});
    await scoreDue();
    expect(await verdictsOf(key)).toHaveLength(1);
  });

  test('of which some records cannot be taken says how many, in the encoding of the request', async () => {
    const { key } = await giveKey();
    const spans = [{ traceId: '0'.repeat(32), spanId: 'a'.repeat(16) }];
    const body = { resourceSpans: [{ scopeSpans: [{ spans }] }] };
    expect(await callJson('/otlp/v1/traces', { key, body })).toEqual({
      partialSuccess: {
        rejectedSpans: '1',
        errorMessage: 'traceId must be 16 bytes that are not all zero',
      },
    });
  });

  test.each([
    ['no key', null, PROTOBUF, new Uint8Array(), 401],
    ['a body that is no protobuf', undefined, PROTOBUF, new Uint8Array([255, 255, 255]), 400],
    ['a body that is no JSON', undefined, {}, '{', 400],
    ['a list', undefined, {}, '[]', 400],
    ['another type', undefined, { 'Content-Type': 'text/plain' }, 'x', 415],
    [
      'another encoding',
      undefined,
      { ...PROTOBUF, 'Content-Encoding': 'br' },
      new Uint8Array(),
      415,
    ],
  ])('with %s is refused with a status of the protocol', async (_, key, headers, body, status) => {
    const response = await call('/otlp/v1/traces', {
      ...(key === undefined ? {} : { key }),
      headers,
      body,
    });
    expect(response.status).toBe(status);
    expect((await response.arrayBuffer()).byteLength).toBeGreaterThan(10);
  });

  test('that unpacks to more than the limit is refused before all of it is read', async () => {
    const zeros = new Uint8Array(1_000_000);
    let count = 0;
    const bomb = new ReadableStream<Uint8Array>({
      pull(controller) {
        controller.enqueue(zeros);
        count += 1;
        if (count === 40) controller.close();
      },
    });
    const zipped = new Uint8Array(
      await new Response(bomb.pipeThrough(new CompressionStream('gzip'))).arrayBuffer(),
    );
    const headers = { ...PROTOBUF, 'Content-Encoding': 'gzip' };
    expect((await call('/otlp/v1/traces', { body: zipped, headers })).status).toBe(413);
  });

  test('that is no gzip, is cut off or has more behind it is refused, and not retried', async () => {
    const { key } = await giveKey();
    const packed = new Uint8Array(
      await new Response(
        new Blob(['{"resourceSpans":[]}']).stream().pipeThrough(new CompressionStream('gzip')),
      ).arrayBuffer(),
    );
    const headers = { 'Content-Type': 'application/json', 'Content-Encoding': 'gzip' };
    const send = (body: Uint8Array<ArrayBuffer>) => call('/otlp/v1/traces', { key, body, headers });
    expect((await send(packed)).status).toBe(200);
    for (const body of [packed.slice(2), packed.slice(0, 15), new Uint8Array([...packed, 1, 2])]) {
      expect((await send(body)).status).toBe(400);
    }
  });

  test('of events carries the content that spans lack', async () => {
    const { key } = await giveKey();
    await callJson('/v1/rules', { key, body: { ...rule, scorers: ['detect-pii'] } });
    const ids = { traceId: 'c'.repeat(32), spanId: 'd'.repeat(16) };
    const text = (stringValue: string) => ({ stringValue });
    const span = {
      ...ids,
      name: 'chat',
      startTimeUnixNano: String(BigInt(Date.now()) * 1_000_000n),
      attributes: [{ key: 'gen_ai.operation.name', value: text('chat') }],
    };
    const message = (role: string, content: string) =>
      text(JSON.stringify([{ role, parts: [{ type: 'text', content }] }]));
    const log = {
      ...ids,
      eventName: 'gen_ai.client.inference.operation.details',
      attributes: [
        { key: 'gen_ai.input.messages', value: message('user', 'How warm?') },
        { key: 'gen_ai.output.messages', value: message('assistant', ANSWER) },
      ],
    };
    const logs = { resourceLogs: [{ scopeLogs: [{ logRecords: [log] }] }] };
    await callJson('/otlp/v1/logs', { key, body: logs });
    await callJson('/otlp/v1/traces', {
      key,
      body: { resourceSpans: [{ scopeSpans: [{ spans: [span] }] }] },
    });
    await scoreDue();
    const [verdict] = await verdictsOf(key);
    const { sample } = await callJson<StoredVerdict>(`/v1/verdicts/${verdict?.id}`, { key });
    expect(sample.output).toBe(ANSWER);
  });
});
