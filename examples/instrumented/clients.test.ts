import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import type { StoredVerdict } from '../../schema/types.ts';
import { type LocalWorker, startLocalWorker } from '../../scripts/local-worker.ts';
import { ANSWER, QUESTION, startWeatherModel } from '../../scripts/record-traces/weather-model.ts';
import { Assay } from '../../sdk/index.ts';
import { type ExporterProxy, type Loss, startExporterProxy } from './exporter-proxy.ts';

// Real packages in processes of their own, set up by the environment as docs/live-traces.md has it,
// against the Worker in workerd: nothing is recorded, and nothing but the model is played.
const APPLICATIONS = ['ai-sdk.ts', 'openinference.ts'] as const;
const PROTOCOLS = [
  ['http/protobuf', 'application/x-protobuf', 'gzip'],
  ['http/protobuf', 'application/x-protobuf', 'none'],
  ['http/json', 'application/json', 'gzip'],
  ['http/json', 'application/json', 'none'],
] as const;
// A busy machine is no fault of the code.
const START_MS = 600_000;
const TEST_MS = 300_000;
const MOST_MS = 120_000;

vi.setConfig({ testTimeout: TEST_MS });

let persistTo = '';
let worker: LocalWorker;
let proxy: ExporterProxy;
let model: Awaited<ReturnType<typeof startWeatherModel>>;
let assay: Assay;

beforeAll(async () => {
  persistTo = await mkdtemp(join(tmpdir(), 'assay-clients-'));
  worker = await startLocalWorker({ persistTo, isVerbose: false });
  [proxy, model] = await Promise.all([startExporterProxy(worker.baseUrl), startWeatherModel()]);
  assay = new Assay({ baseUrl: worker.baseUrl, apiKey: worker.apiKey });
  for (const level of ['model-call', 'trace'] as const) {
    await assay.rules.create({
      ...{ name: level, level, delaySeconds: 0, perMinute: 1_000 },
      scorers: ['detect-pii', { scorer: 'contains', params: { values: ['12 degrees'] } }],
    });
  }
}, START_MS);

afterAll(async () => {
  model?.close();
  proxy?.stop();
  await worker?.stop();
  await rm(persistTo, { recursive: true, force: true });
});

/** Runs an application, and returns the traces of its two answers. */
async function run(
  application: string,
  { protocol = 'http/protobuf', compression = 'gzip' }: { protocol?: string; compression?: string },
): Promise<string[]> {
  const child = spawn(process.execPath, [join(import.meta.dirname, application)], {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: {
      PATH: process.env.PATH,
      OPENAI_BASE_URL: model.url,
      OTEL_EXPORTER_OTLP_ENDPOINT: `${proxy.url}/otlp`,
      OTEL_EXPORTER_OTLP_HEADERS: `Authorization=Bearer ${worker.apiKey}`,
      OTEL_EXPORTER_OTLP_PROTOCOL: protocol,
      OTEL_EXPORTER_OTLP_COMPRESSION: compression,
      OTEL_SERVICE_NAME: 'weather-bot',
      OTEL_RESOURCE_ATTRIBUTES: 'service.version=1.4.0',
      // All at once when it ends, so that no machine is too slow to send a trace as a whole.
      OTEL_BSP_SCHEDULE_DELAY: '600000',
      OTEL_BSP_EXPORT_TIMEOUT: String(MOST_MS),
      OTEL_EXPORTER_OTLP_TIMEOUT: String(MOST_MS),
    },
  });
  let printed = '';
  child.stdout.on('data', (chunk) => {
    printed += chunk;
  });
  const [code] = await once(child, 'close');
  expect(code).toBe(0);
  const lines = printed.trim().split('\n');
  expect(lines.map((line) => line.slice(33))).toEqual([ANSWER, ANSWER]);
  return lines.map((line) => line.slice(0, 32));
}

/** What is stored of a trace, once there is as much as it takes. */
async function verdictsOf(traceId: string, rule: string, count: number): Promise<StoredVerdict[]> {
  const untilMs = Date.now() + MOST_MS;
  for (;;) {
    const tag = [`rule:${rule}`];
    const { items } = await assay.verdicts.list({
      tag,
      metadata: [`traceId:${traceId}`],
      limit: 100,
    });
    if (items.length >= count) return Promise.all(items.map(({ id }) => assay.verdicts.get(id)));
    if (Date.now() > untilMs)
      throw new Error(`${items.length} verdicts of ${traceId}, not ${count}`);
    await sleep(200);
  }
}

describe.each(APPLICATIONS)('%s', (application) => {
  test.each(PROTOCOLS)(
    'over %s as %s, compression %s, is scored with the ids of its spans',
    async (protocol, contentType, compression) => {
      const before = proxy.forwarded.length;
      const traces = await run(application, { protocol, compression });
      const sent = proxy.forwarded.slice(before);
      const encoding = compression === 'none' ? undefined : compression;
      expect(sent).toMatchObject([{ contentType, encoding, status: 200 }]);
      for (const traceId of traces) {
        const spans = (sent[0]?.spans ?? []).filter((span) => span.traceId === traceId);
        const calls = spans.filter(({ attributes }) =>
          attributes.some((key) => key === 'gen_ai.request.model' || key === 'llm.model_name'),
        );
        const ofCalls = await verdictsOf(traceId, 'model-call', 2);
        expect(ofCalls).toHaveLength(2);
        for (const { metadata, lineage, sample } of ofCalls) {
          expect(metadata).toMatchObject({ service: 'weather-bot', release: '1.4.0', traceId });
          expect(calls.map(({ spanId }) => spanId)).toContain(metadata.spanId);
          expect(lineage.traceparent).toBe(`00-${traceId}-${metadata.spanId}-01`);
          expect(lineage.generator).toMatch(/gpt-4o-mini/);
          expect(sample.tools).toMatchObject([{ name: 'weather' }]);
        }
        const [last] = ofCalls.filter(({ sample }) => sample.output === ANSWER);
        expect(last).toMatchObject({ passed: true });
        expect(last?.scores.map(({ status }) => status)).toEqual(['scored', 'scored']);
        expect(JSON.stringify(last?.sample.messages)).toContain(QUESTION);
        const [asking] = ofCalls.filter(({ id }) => id !== last?.id);
        const [called] = asking?.sample.toolCalls ?? [];
        // OpenInference writes arguments as text.
        expect(called).toMatchObject({ name: 'weather', arguments: expect.anything() });
        expect(JSON.stringify(called)).toContain('Oslo');
        const [whole, ...more] = await verdictsOf(traceId, 'trace', 1);
        expect(more).toEqual([]);
        expect(whole).toMatchObject({ passed: true, sample: { output: ANSWER } });
        expect(JSON.stringify(whole?.sample)).toContain(QUESTION);
        expect(spans.map(({ spanId }) => spanId)).toContain(whole?.metadata.spanId);
      }
    },
  );
});

test.each<[string, string, Loss[]]>([
  ['whose connection breaks before the answer', 'http/protobuf', ['connection']],
  ['whose connection breaks before the answer, twice', 'http/json', ['connection', 'connection']],
  ['that is told 503 by a proxy', 'http/json', ['503']],
  [
    'that is told 503 by a proxy, and then loses the connection',
    'http/protobuf',
    ['503', 'connection'],
  ],
])(
  'an exporter %s sends again what was taken (%s), and it is scored once',
  async (_, protocol, losses) => {
    const before = proxy.forwarded.length;
    proxy.lose(losses);
    const traces = await run('openinference.ts', { protocol });
    const sent = proxy.forwarded.slice(before);
    // The Worker took each of them.
    expect(sent.map(({ status }) => status)).toEqual(Array(losses.length + 1).fill(200));
    expect(new Set(sent.map(({ spans }) => JSON.stringify(spans))).size).toBe(1);
    for (const traceId of traces) {
      await verdictsOf(traceId, 'model-call', 2);
      await verdictsOf(traceId, 'trace', 1);
    }
    // What is sent after it is scored after it: a second verdict would be there by then.
    const [later = ''] = await run('openinference.ts', { protocol });
    await verdictsOf(later, 'trace', 1);
    for (const traceId of traces) {
      expect(await verdictsOf(traceId, 'model-call', 2)).toHaveLength(2);
      expect(await verdictsOf(traceId, 'trace', 1)).toHaveLength(1);
    }
  },
);
